"""Codes on paper: copied by hand, or read by the reception."""

from uuid import UUID

from entraide.people import receipt_words

# No letter or digit that a hand-written note mistakes for another.
ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
TABLE_CODE_LENGTH = 6


def table_code(uid: UUID) -> str:
    """Return the short code of a table, the same each time it is printed.

    It follows from a secret: whoever reads the address of a table does not know its code. Six of
    24 signs: among a hundred tables, two share a code once in 38,000 gatherings.
    """
    number, code = int.from_bytes(receipt_words.keyed("table", uid.hex)), ""
    for _place in range(TABLE_CODE_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def normalised(typed: str) -> str:
    """Return a code as it is printed: capitals, without spaces or dashes."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())


def badge_code(party: UUID, position: int) -> str:
    """Return what stands for a person on a badge: which sign-up it is, to our own reception only.

    It opens nothing: the four receipt words are not in it and do not follow from it. Capitals and
    digits only, which a QR code writes in half the room.
    """
    return f"{party.hex.upper()}:{position}"
