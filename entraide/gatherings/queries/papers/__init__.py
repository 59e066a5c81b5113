"""Everything that is printed: what each paper is for, and the words on it. Organisers only.

A paper is a template of `entraide/gatherings/paper` and a function that returns plain values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models import Gathering, Party, SignUp, Table
from entraide.gatherings.queries import desk
from entraide.gatherings.queries.papers import lists, people, programme, tables
from entraide.ui import wording

Data = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """One kind of paper."""

    template: str
    title: str | Promise
    purpose: str | Promise
    # What must be there before it is worth printing: a key of `LACKS`.
    needs: str
    data: Callable[[Gathering], Data]


# Why a paper is left out, in a sentence.
LACKS: dict[str, str | Promise] = {
    "moments": _("Le programme est encore vide."),
    "people": _("Personne n'est encore inscrit."),
    "tables": _("Les tables ne sont pas encore composées."),
    "rooms": _("Le programme ne nomme encore aucune salle."),
    "meals": _("Le programme n'a pas de repas au choix."),
    "calls": _("Personne n'est à appeler."),
}

# By address and name of file, in the order of the day.
PAPERS: dict[str, Paper] = {
    "programme-a4": Paper(
        "programme.typ", _("Programme A4"), _("À donner et à poser sur les tables."),
        "moments", programme.leaflet,
    ),
    "programme-a3": Paper(
        "programme.typ", _("Programme A3"), _("À afficher : se lit debout, à un mètre."),
        "moments", programme.poster,
    ),
    "badges": Paper(
        "badges.typ", _("Badges"), _("Huit par feuille : prénom, collège, plan de la journée."),
        "people", people.badges,
    ),
    "panneaux-de-table": Paper(
        "table_signs.typ", _("Panneaux de table"), _("À plier en deux, debout sur la table."),
        "tables", tables.signs,
    ),
    "feuilles-de-table": Paper(
        "table_sheets.typ", _("Feuilles de table"), _("Pour écrire les paroles de chaque table."),
        "tables", tables.sheets,
    ),
    "panneaux-de-salle": Paper(
        "room_signs.typ", _("Panneaux de salle"), _("À coller sur la porte de chaque salle."),
        "rooms", tables.rooms,
    ),
    "emargement": Paper(
        "attendance.typ", _("Feuilles d'émargement"),
        _("À signer par demi-journée, pour les heures payées."), "people", people.attendance,
    ),
    "cuisine": Paper(
        "kitchen.typ", _("Feuilles de cuisine"), _("Combien de repas, et lesquels."),
        "meals", lists.kitchen,
    ),
    "appels": Paper(
        "calls.typ", _("Liste d'appels"), _("Qui reste à prévenir de vive voix."),
        "calls", lists.calls,
    ),
    "urgence": Paper(
        "emergency.typ", _("Liste d'urgence"), _("Qui est dans quel lieu, pour faire l'appel."),
        "people", people.emergency,
    ),
}  # fmt: skip


def lacking(gathering: Gathering) -> set[str]:
    """Return what is not there yet, as keys of `LACKS`; a handful of queries."""
    confirmed = SignUp.objects.filter(
        party__gathering=gathering, party__state=Party.State.CONFIRMED
    )
    there = {
        "moments": gathering.moments.exists(),
        "people": confirmed.exists(),
        "tables": Table.objects.filter(moment__gathering=gathering).exists(),
        "rooms": tables.names_rooms(gathering),
        "meals": bool(desk.meal_options(gathering)),
        "calls": desk.to_tell(gathering).exists(),
    }
    return {need for need, is_there in there.items() if not is_there}


def data_of(name: str, gathering: Gathering, at: datetime) -> Data:
    """Return all that a paper says; paper is in French, whoever prints it."""
    paper = PAPERS[name]
    with translation.override("fr"):
        return {
            "title": f"{paper.title} · {gathering.title}",
            "heading": str(paper.title),
            "gathering": gathering.title,
            "collective": gathering.collective.name,
            "when": wording.span(gathering.starts_at, gathering.ends_at),
            "contact": contact(gathering),
            "printed": wording.day_and_hour(at),
            **paper.data(gathering),
        }


def contact(gathering: Gathering) -> str:
    """Return how to reach the organisers."""
    collective = gathering.collective
    phone = gathering.contact_phone or collective.contact_phone
    email = gathering.contact_email or collective.contact_email
    return ", ".join(filter(None, [phone, email]))
