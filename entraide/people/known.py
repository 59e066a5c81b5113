"""By what somebody is known again without an account, and never by their name."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from entraide.people.receipt_words import person_digest

# How a number of this country is written from abroad.
HERE, WHOLE = "33", 11
ABROAD = ("+33", "0033", HERE)


def folded(text: str) -> str:
    """Return the text without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


def contact_digest(collective: int, *, email: str, phone: str, name: str) -> str:
    """Return the digest of somebody who left a contact: collective, contact and name.

    Empty without a contact or a name: whoever left none is new each time.
    """
    contact = email.casefold() or _number(phone)
    if not contact or not name:
        return ""
    return person_digest(str(collective), contact, folded(name))


def _number(phone: str) -> str:
    """Return the digits of a phone number as it is dialled here."""
    digits = "".join(one for one in phone if one.isdecimal() or one == "+")
    for prefix in ABROAD:
        if digits.startswith(prefix) and (prefix != HERE or len(digits) == WHOLE):
            return "0" + digits.removeprefix(prefix).lstrip("0")
    return digits.removeprefix("+")


@dataclass(frozen=True)
class Known:
    """What somebody is known by where people are brought together: digests only.

    Args:
        contacts: of each contact they left, whatever their name: an alias changes nothing.
        people: of each contact with a name: two who share a phone are two.
    """

    contacts: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def __or__(self, other: "Known") -> "Known":
        """Return what both are known by."""
        return Known(self.contacts | other.contacts, self.people | other.people)

    def same_as(self, other: "Known", *, beside: "Known") -> bool:
        """Tell whether this may be the same person, whatever they are called.

        Args:
            other: what somebody else is known by.
            beside: of somebody who shares a contact with them: it tells nothing then.
        """
        shared = self.contacts & other.contacts - beside.contacts
        return bool(shared or self.people & other.people)

    def pairs(self, other: "Known") -> set[tuple[str, str]]:
        """Return the pairs of digests, the smaller first, that keep the two apart."""
        shared = self.contacts & other.contacts
        found = {
            *product(self.contacts - shared, other.contacts - shared),
            *product(self.people, other.people),
        }
        return {(min(two), max(two)) for two in found if two[0] != two[1]}

    def kept(self) -> dict[str, list[str]]:
        """Return it as it is kept."""
        return {"contacts": sorted(self.contacts), "people": sorted(self.people)}


def known(kept: Mapping[str, Iterable[str]]) -> Known:
    """Return what somebody is known by, as it was kept."""
    return Known(frozenset(kept.get("contacts", ())), frozenset(kept.get("people", ())))


def known_by(collective: int, *, name: str, emails: Iterable[str] = (), phone: str = "") -> Known:
    """Return what somebody is known by who left these contacts; nothing without any."""
    ways = [{"email": one, "phone": ""} for one in emails if one]
    ways += [{"email": "", "phone": phone}] if _number(phone) else []
    contacts = {person_digest(str(collective), way["email"].casefold() or _number(way["phone"]))
                for way in ways}  # fmt: skip
    people = {contact_digest(collective, name=name, **way) for way in ways} - {""}
    return Known(frozenset(contacts), frozenset(people))
