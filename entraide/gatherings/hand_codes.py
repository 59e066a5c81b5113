"""Codes on paper: copied by hand, or read by the reception."""

from uuid import UUID

# No letter or digit that a hand-written note mistakes for another.
ALPHABET = "ACDEFHJKLMNPRTUVWXY34679"
TABLE_CODE_LENGTH = 6


def table_code(uid: UUID) -> str:
    """Return the short code of a table, the same each time it is printed.

    Six of 24 signs: among a hundred tables, two share a code once in 38,000 gatherings.
    """
    number, code = uid.int, ""
    for _place in range(TABLE_CODE_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        code += ALPHABET[digit]
    return code


def badge_code(party: UUID, position: int) -> str:
    """Return what stands for a person on a badge: which sign-up it is, to our own reception only.

    It opens nothing: the four receipt words are not in it and do not follow from it. Capitals and
    digits only, which a QR code writes in half the room.
    """
    return f"{party.hex.upper()}:{position}"
