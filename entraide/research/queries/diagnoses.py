"""The shared diagnosis: a cahier a neighbourhood and a common one, side by side, year by year.

A sentence of the common one that joins sentences of several neighbourhoods holds there.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from entraide.expertise.models import Cahier, Edition, Passage
from entraide.notebooks.models import Anchor, Note
from entraide.places.models import Neighbourhood
from entraide.research.models import Programme
from entraide.research.queries import reports


@dataclass(frozen=True)
class Local:
    """A sentence of the diagnosis of a neighbourhood."""

    note: Note
    neighbourhood: Neighbourhood
    cahier: Cahier


@dataclass(frozen=True)
class Common:
    """A sentence of the common diagnosis, and the sentences of neighbourhoods that it joins."""

    note: Note
    joins: Sequence[Local]

    @property
    def neighbourhoods(self) -> list[Neighbourhood]:
        """Return where it holds."""
        found = {one.neighbourhood.pk: one.neighbourhood for one in self.joins}
        return sorted(found.values(), key=lambda one: one.name)


@dataclass(frozen=True)
class Versions:
    """The editions of a cahier, by year of the programme."""

    cahier: Cahier
    editions: Sequence[tuple[int, Edition]]


@dataclass(frozen=True)
class Diagnosis:
    """Everything, side by side."""

    common: Sequence[tuple[Cahier, Sequence[Common]]]
    local: Sequence[tuple[Cahier, Sequence[Local]]]
    versions: Sequence[Versions]
    # Neighbourhoods with an action, without a diagnosis.
    missing: Sequence[Neighbourhood]


def cahiers(programme: Programme) -> QuerySet[Cahier]:
    """Return the diagnoses of the collective of a programme."""
    found = Cahier.objects.filter(
        notebook__collective=programme.notebook.collective_id, kind=Cahier.Kind.DIAGNOSIS
    )
    return found.select_related("notebook__collective", "neighbourhood").order_by("pk")


def local_claims(programme: Programme) -> QuerySet[Note]:
    """Return the sentences of the diagnoses of neighbourhoods."""
    mine = cahiers(programme).exclude(neighbourhood=None)
    found = Note.objects.filter(
        passage__section__cahier__in=mine, passage__kind=Passage.Kind.CLAIM, withdrawn=False
    )
    return found.select_related("passage__section__cahier__neighbourhood", "notebook").order_by(
        "passage__section__cahier__neighbourhood__name", "notebook", "number"
    )


def of(programme: Programme) -> Diagnosis:
    """Return the diagnoses of a programme side by side; seven queries."""
    found = list(cahiers(programme))
    claims: dict[int, list[Note]] = defaultdict(list)
    written = Passage.objects.filter(
        section__cahier__in=found, kind=Passage.Kind.CLAIM, note__withdrawn=False
    ).select_related("note", "section")
    for passage in written.order_by("section__position", "section", "position", "pk"):
        claims[passage.section.cahier_id].append(passage.note)
    local = [
        (one, [Local(note, one.neighbourhood, one) for note in claims[one.pk]])
        for one in found
        if one.neighbourhood
    ]
    by_note = {line.note.pk: line for _cahier, lines in local for line in lines}
    joined: dict[int, list[Local]] = defaultdict(list)
    for note, below in Anchor.objects.filter(
        note__passage__section__cahier__in=found, rests_on__in=by_note
    ).values_list("note", "rests_on"):
        joined[note].append(by_note[below])
    common = [
        (one, [Common(note, joined[note.pk]) for note in claims[one.pk]])
        for one in found
        if not one.neighbourhood
    ]
    there = {one.neighbourhood_id for one in found}
    missing = Neighbourhood.objects.filter(actions__programme=programme).exclude(
        Q(pk__in=[pk for pk in there if pk])
    )
    return Diagnosis(common, local, _versions(programme, found), list(missing.distinct()))


def _versions(programme: Programme, found: Sequence[Cahier]) -> list[Versions]:
    """Return the last edition of each cahier in each year of the programme."""
    years = reports.years(programme)
    last: dict[tuple[int, int], Edition] = {}
    for edition in Edition.objects.filter(cahier__in=found).order_by("number"):
        for year in years:
            begin, end = year.quarters[0].starts_on, year.quarters[-1].ends_on
            if begin <= edition.published_on <= end:
                last[edition.cahier_id, year.number] = edition
    return [
        Versions(one, [(year, e) for (pk, year), e in sorted(last.items()) if pk == one.pk])
        for one in found
        if any(pk == one.pk for pk, _year in last)
    ]
