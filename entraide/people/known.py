"""By what somebody is known again without an account, and never by their name."""

import unicodedata

from entraide.people.receipt_words import person_digest


def folded(text: str) -> str:
    """Return the text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def contact_digest(collective: int, *, email: str, phone: str, name: str) -> str:
    """Return the digest of somebody who left a contact: collective, contact and name.

    Empty without a contact or a name: whoever left none is new each time.
    """
    contact = email or "".join(filter(str.isdecimal, phone))
    if not contact or not name:
        return ""
    return person_digest(str(collective), contact.casefold(), folded(name))
