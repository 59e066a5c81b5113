"""Codes that people copy by hand from a paper."""

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
