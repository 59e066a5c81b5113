"""Short codes on paper, copied by hand: they open a page without account."""

from uuid import UUID

from entraide.people import receipt_words

# No letter or digit that a hand-written note mistakes for another.
ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
LENGTH = 6


def short_code(purpose: str, uid: UUID) -> str:
    """Return the short code of something, the same each time it is printed.

    It follows from a secret: whoever reads the address of a page does not know its code. Six of
    24 signs: among a hundred tables, two share a code once in 38,000 gatherings.
    """
    number, code = int.from_bytes(receipt_words.keyed(purpose, uid.hex)), ""
    for _place in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def normalised(typed: str) -> str:
    """Return a code as it is printed: capitals, without spaces or dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())
