"""The yearly report, begun as a draft cahier: each sentence rests already on what it tells."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from entraide.expertise.actions import drafting, tying
from entraide.expertise.models import Cahier, Section
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models import (
    Decision,
    Improvement,
    Mandate,
    Programme,
    StageReview,
)
from entraide.research.queries.reports import Year

LONGEST = 600
Line = tuple[str, Note]


@transaction.atomic
def assemble(programme: Programme, year: Year, *, by: Person) -> Cahier:
    """Begin the report of a year, once: those who write it shorten it, and say it better."""
    values = {
        "title": _("%(programme)s : rapport de l'année %(n)s")
        % {"programme": programme, "n": year.number},
        "kind": Cahier.Kind.SEMINAR_REPORT,
        "summary": programme.intention[:1_000],
    }
    values["title"] = str(values["title"])[:200]
    key = f"annual {programme.pk} {year.number}"
    cahier = drafting.begin(programme.collective, values, by=by, key=key)
    if cahier.sections.count() > 1:
        return cahier
    first = cahier.sections.get()
    parts = [
        (_("Ce que les actions ont essayé"), _reviews(programme, year)),
        (_("Ce que nous avons appris"), _improvements(programme, year)),
        (_("Ce que nous avons décidé"), _decisions(programme, year)),
        (_("Ce que nous répondons aux commandes"), _mandates(programme, year)),
    ]
    for number, (title, lines) in enumerate(parts):
        if number == 0:
            drafting.rename_section(first, title, by=by)
        section = first if number == 0 else drafting.add_section(cahier, title, by=by)
        _write(section, lines, by, f"{key} {number}")
    return cahier


def _write(section: Section, lines: Sequence[Line], by: Person, key: str) -> None:
    """Add sentences, each resting on its note."""
    passages = drafting.add_claims(section, [text for text, _note in lines], by=by, key=key)
    for passage, (_text, note) in zip(passages, lines, strict=True):
        tying.rest_on(passage, [note])


def _within(year: Year) -> dict[str, Any]:
    """Return what a note of this year has for its day."""
    return {
        "note__day__gte": year.quarters[0].starts_on,
        "note__day__lte": year.quarters[-1].ends_on,
        "note__withdrawn": False,
    }


def _reviews(programme: Programme, year: Year) -> list[Line]:
    """Return what happened, as each action last told it in the year."""
    found = StageReview.objects.filter(**_within(year), action__programme=programme)
    last = {
        one.action_id: one
        for one in found.select_related("note", "action__notebook").order_by(
            "seminar__gathering__starts_at"
        )
    }
    return [
        (f"{one.action} : {one.happened or one.tried or one.asks}"[:LONGEST], one.note)
        for one in last.values()
        if one.note
    ]


def _improvements(programme: Programme, year: Year) -> list[Line]:
    found = Improvement.objects.filter(
        **_within(year), feedback__review__seminar__programme=programme
    ).exclude(state=Improvement.State.DROPPED)
    return [(one.note.text[:LONGEST], one.note) for one in found.select_related("note")]


def _decisions(programme: Programme, year: Year) -> list[Line]:
    found = Decision.objects.filter(**_within(year), seminar__programme=programme)
    return [(one.note.text[:LONGEST], one.note) for one in found.select_related("note")]


def _mandates(programme: Programme, year: Year) -> list[Line]:
    found = Mandate.objects.filter(
        programme=programme, counter__isnull=False, counter__withdrawn=False,
        counter__day__gte=year.quarters[0].starts_on,
        counter__day__lte=year.quarters[-1].ends_on,
    ).select_related("counter")  # fmt: skip
    return [
        (f"{one.institution} : {one.counter.text}"[:LONGEST], one.counter)
        for one in found
        if one.counter
    ]
