"""The codes of a project as themes: each with a name of its own, as a codebook here has them."""

from entraide.notebooks.refi import wording
from entraide.notebooks.refi.project import Code, Project
from entraide.notebooks.refi.study import Theme
from entraide.ui.fields import tidy, tidy_text

LONGEST_NAME = 120
# Room for what tells two same names apart.
_SHORT = 56


def themes_of(project: Project) -> tuple[Theme, ...]:
    """Return the codes as themes, each after the one it is under."""
    sensitive = {
        code for group in project.groups if group.name == wording.SENSITIVE for code in group.codes
    }
    found: dict[str, Theme] = {}
    taken: set[str] = set()
    for code in project.codes:
        name = _name(code, found.get(code.parent), taken)
        taken.add(name)
        found[code.guid] = _theme(code, name, is_sensitive=code.guid in sensitive)
    return tuple(found.values())


def _name(code: Code, parent: Theme | None, taken: set[str]) -> str:
    """Return a name that no other theme has: with the theme above, then with a number."""
    plain = tidy(code.name) or "?"
    name, number = plain[:LONGEST_NAME].strip(), 2
    if name in taken and parent:
        name = plain = f"{parent.name[:_SHORT].strip()} · {plain[:_SHORT].strip()}"
    while name in taken:
        name, number = f"{plain[: LONGEST_NAME - 9].strip()} ({number})", number + 1
    return name


def _theme(code: Code, name: str, *, is_sensitive: bool) -> Theme:
    definition, examples = wording.undescribed(tidy_text(code.description))
    if len(tidy(code.name)) > LONGEST_NAME:
        definition = f"{tidy(code.name)}\n{definition}".strip()
    return Theme(
        key=code.guid,
        name=name,
        parent=code.parent,
        definition=definition,
        examples=examples,
        dye=wording.dye_of(code.color),
        sensitive=is_sensitive,
    )
