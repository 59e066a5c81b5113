"""What our parts are called inside a REFI-QDA project: variables, sets, colours, marks.

These words are the format of our files: they are French whatever the language of the screen, and
docs/fichiers-de-recherche.md explains each.
"""

from entraide.notebooks.refi.project import BOOLEAN, DATE, INTEGER, TEXT, Variable, guid_of

WITHDRAWN = "[parole retirée]"
SENSITIVE = "Thèmes sensibles"
LOOKED = "Parole : regardée par "
TITLE, OCCASION, SUBJECT = "Carnet : titre", "Carnet : occasion", "Carnet : sujet"
KIND, PEERS = "Carnet : genre", "Carnet : collège"
CLOSED, READ_BACK = "Carnet : fermé", "Carnet : relu ensemble"
NUMBER, VOICE_KIND, STANCE = "Parole : numéro", "Parole : genre", "Parole : position"
VOICE_PEERS, LANGUAGE, DAY = "Parole : collège", "Parole : langue", "Parole : jour"
SHOWING, TAKEN_BACK = "Parole : relecture", "Parole : retirée"
_KINDS = {
    **dict.fromkeys((TITLE, OCCASION, SUBJECT, KIND, PEERS), TEXT),
    **dict.fromkeys((CLOSED, READ_BACK, TAKEN_BACK), BOOLEAN),
    **dict.fromkeys((VOICE_KIND, STANCE, VOICE_PEERS, LANGUAGE, SHOWING), TEXT),
    NUMBER: INTEGER,
    DAY: DATE,
}
VARIABLES = {name: Variable(guid_of("variable", name), name, kind) for name, kind in _KINDS.items()}
# The dyes of the product, light enough to lie under a text.
COLOURS = {
    "madder": "#D98C93",
    "woad": "#8CB4D9",
    "verdigris": "#8CC9AB",
    "weld": "#D9BE5C",
    "ink": "#9C9484",
    "soft": "#D6CBB2",
}
_EXAMPLES = "Exemples :"


def dye_of(colour: str) -> str:
    """Return the dye that is nearest to a colour; "" when there is none.

    >>> dye_of("#8CB4D9"), dye_of("#f00"), dye_of("")
    ('woad', 'madder', '')
    """
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    try:
        wanted = bytes.fromhex(digits)
    except ValueError:
        return ""
    if len(wanted) != 3:
        return ""
    return min(COLOURS, key=lambda dye: _apart(wanted, bytes.fromhex(COLOURS[dye][1:])))


def _apart(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def described(definition: str, examples: str) -> str:
    r"""Return a definition and its examples as one text, which `undescribed` takes apart again.

    >>> described("Cuire ensemble", "le four de la rue")
    'Cuire ensemble\nExemples :\nle four de la rue'
    """
    # A line of the definition that looks like the mark is marked itself.
    lines = ["\\" + line if _looks(line) else line for line in definition.split("\n")]
    told = [_EXAMPLES, examples] if examples else []
    return "\n".join([*([] if lines == [""] and told else lines), *told])


def undescribed(text: str) -> tuple[str, str]:
    r"""Return the definition and the examples in a description.

    >>> undescribed(described("a\nExemples :", "b"))
    ('a\nExemples :', 'b')
    """
    lines = text.split("\n")
    at = lines.index(_EXAMPLES) if _EXAMPLES in lines else len(lines)
    definition = [line[1:] if _looks(line) else line for line in lines[:at]]
    return "\n".join(definition), "\n".join(lines[at + 1 :])


def _looks(line: str) -> bool:
    return line.lstrip("\\") == _EXAMPLES
