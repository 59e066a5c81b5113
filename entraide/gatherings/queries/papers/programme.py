"""The programme on paper: a leaflet to hold, a poster to read standing."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entraide.gatherings.models import Gathering, Moment
from entraide.gatherings.queries import public
from entraide.gatherings.queries.public import Entry
from entraide.places.models import StepFree
from entraide.ui import wording

Data = dict[str, Any]


def leaflet(gathering: Gathering) -> Data:
    """Return the programme on A4."""
    return {"format": "a4", **_programme(gathering)}


def poster(gathering: Gathering) -> Data:
    """Return the programme on A3."""
    return {"format": "a3", **_programme(gathering)}


def _programme(gathering: Gathering) -> Data:
    entries = public.programme(gathering)
    days: dict[str, list[Data]] = {}
    for entry in entries:
        days.setdefault(wording.day(entry.values["starts_at"]), []).append(_moment(entry))
    return {
        "kind": capfirst(gathering.get_kind_display()),
        "lead": gathering.lead,
        "days": [{"day": day, "moments": moments} for day, moments in days.items()],
        "places": [_place(values) for values in public.spots(entries)],
        "facts": _facts(gathering),
        **_page(gathering),
    }


def _moment(entry: Entry) -> Data:
    values = entry.values
    return {
        "hour": entry.clock,
        "title": values["title"],
        "form": form(values["kind"], values["title"]),
        "where": entry.where,
        "speakers": entry.speakers,
        "options": [
            {
                "title": option.values["title"],
                "where": option.where,
                "speakers": option.speakers,
            }
            for option in entry.options
        ],
    }


def form(kind: str, title: str) -> str:
    """Return the form of a moment in words, unless its title says it already."""
    label = str(Moment.Kind(kind).label)
    return "" if label.casefold() in title.casefold() else capfirst(label)


def _place(values: dict[str, Any]) -> Data:
    town = f"{values['place__postcode']} {values['place__city']}".strip()
    access = []
    if values["place__step_free"] != StepFree.UNKNOWN:
        access.append(str(StepFree(values["place__step_free"]).label))
    if values["place__accessible_toilets"]:
        access.append(_("toilettes accessibles"))
    if values["place__hearing_loop"]:
        access.append(_("boucle pour malentendants"))
    return {
        "name": values["place__name"],
        "address": ", ".join(filter(None, [values["place__street"], town])),
        "access": capfirst(", ".join(access)),
        "transport": values["place__transport"],
    }


def _facts(gathering: Gathering) -> list[list[str]]:
    facts = [
        (_("Prix"), gathering.price),
        (_("Langues"), gathering.languages),
        (_("Accès et accueil"), gathering.access),
    ]
    return [[name, said] for name, said in facts if said]


def _page(gathering: Gathering) -> Data:
    """Return the public page and whether one may still sign up; nothing for a draft."""
    if gathering.state != Gathering.State.PUBLISHED:
        return {"page": "", "qr": "", "open": False}
    address = settings.SITE_ADDRESS + gathering.get_absolute_url()
    split = urlsplit(address)
    is_open = gathering.sign_up_state(timezone.now()) == "open"
    return {"page": split.netloc + split.path, "qr": address, "open": is_open}
