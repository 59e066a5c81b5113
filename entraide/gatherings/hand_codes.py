"""Codes on the paper of a gathering: of a table, of a badge."""

from uuid import UUID

from entraide.people.short_codes import short_code


def table_code(uid: UUID) -> str:
    """Return the short code of a table."""
    return short_code("table", uid)


def badge_code(party: UUID, position: int) -> str:
    """Return what stands for a person on a badge: which sign-up it is, to our own reception only.

    It opens nothing: the four receipt words are not in it and do not follow from it. Capitals and
    digits only, which a QR code writes in half the room.
    """
    return f"{party.hex.upper()}:{position}"
