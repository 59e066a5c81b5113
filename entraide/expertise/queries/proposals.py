"""Proposals: those of a collective for its team, those that were sent for everybody."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Case, Count, IntegerField, Max, Q, QuerySet, When
from django.utils import timezone

from entraide.expertise.models import (
    Addressee,
    Answer,
    Commitment,
    Experiment,
    Proposal,
    Step,
)
from entraide.expertise.queries.standing import weeks_of_silence
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective

State = Proposal.State
OVER = (State.MERGED, State.SPLIT)
MOST_CLAIMS = 300


def claims(collective: Collective) -> QuerySet[Note]:
    """Return the sentences on which a proposal may rest: last editions first, then drafts."""
    last = (
        Notebook.objects.filter(collective=collective, kind=Notebook.Kind.EDITION)
        .values("edition__cahier")
        .annotate(last=Max("pk"))
        .values("last")
    )
    drafts = Q(notebook__collective=collective, notebook__kind=Notebook.Kind.CAHIER)
    found = Note.objects.filter(
        Q(notebook__in=last) | drafts, kind=Note.Kind.CLAIM, withdrawn=False
    )
    published = Case(
        When(notebook__kind=Notebook.Kind.EDITION, then=0), default=1, output_field=IntegerField()
    )
    return found.select_related("notebook").order_by(published, "-notebook", "number")


def of(collective: Collective) -> QuerySet[Proposal]:
    """Return the proposals of a collective, the newest first."""
    found = Proposal.objects.filter(notebook__collective=collective)
    return found.select_related("notebook", "addressee__organisation").order_by("-since", "-pk")


def living(collective: Collective) -> QuerySet[Proposal]:
    """Return the proposals that did not go on in others."""
    return of(collective).exclude(state__in=OVER)


@dataclass(frozen=True)
class Told:
    """A proposal with everything that is told of it."""

    proposal: Proposal
    steps: list[Step]
    answers: list[Answer]
    commitments: list[Commitment]
    experiments: list[Experiment]
    silence: int


def told(found: QuerySet[Proposal], today: date) -> list[Told]:
    """Return proposals with all that is told of them; six queries however many there are."""
    proposals = list(
        found.select_related("notebook__collective", "note", "addressee__organisation")
    )
    steps = _by_proposal(Step.objects.filter(proposal__in=proposals).order_by("day", "pk"))
    answers = _by_proposal(Answer.objects.filter(proposal__in=proposals).select_related("note"))
    kept = Commitment.objects.filter(proposal__in=proposals).select_related("note", "proof")
    tried = Experiment.objects.filter(proposal__in=proposals).select_related(
        "notebook", "note", "neighbourhood"
    )
    commitments, experiments = _by_proposal(kept), _by_proposal(tried)
    return [
        Told(
            one,
            steps.get(one.pk, []),
            answers.get(one.pk, []),
            commitments.get(one.pk, []),
            experiments.get(one.pk, []),
            weeks_of_silence(one, today),
        )
        for one in proposals
    ]


def _by_proposal(rows: QuerySet) -> dict[int, list]:  # type: ignore[type-arg]
    found: dict[int, list] = {}  # type: ignore[type-arg]
    for row in rows:
        found.setdefault(row.proposal_id, []).append(row)
    return found


# What changes whenever a public page of proposals may look different.
_VERSION = """SELECT (SELECT MAX(id) FROM expertise_step),
(SELECT COUNT(*) FROM expertise_step), (SELECT MAX(id) FROM notebooks_note),
(SELECT MAX(id) FROM notebooks_notechange),
(SELECT COUNT(*) FROM expertise_commitment WHERE state <> 'open'),
(SELECT COUNT(*) FROM notebooks_notebook WHERE access = 'public')"""


def version(*_parts: object, **_named: object) -> str:
    """Return what changes whenever a public page of proposals may look different; one query.

    The day is in it: silence grows with time.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        numbers = [str(number or 0) for number in cursor.fetchone()]
    return ".".join([*numbers, timezone.localdate().isoformat()])


def public() -> QuerySet[Proposal]:
    """Return the proposals that everybody reads: those that were sent."""
    found = Proposal.objects.filter(notebook__access=Notebook.Access.PUBLIC)
    return found.order_by("-since", "-pk")


def observations(experiment: Experiment) -> QuerySet[Note]:
    """Return what was observed in an experiment, in order."""
    found = experiment.notebook.notes.filter(kind=Note.Kind.OBSERVATION, withdrawn=False)
    return found.order_by("day", "number")


@dataclass(frozen=True)
class Asked:
    """An institution, how many proposals it was sent, and how many it has answered."""

    addressee: Addressee
    sent: int
    answered: int


def institutions() -> list[Asked]:
    """Return the institutions that were asked something, by name; two queries."""
    sent = Q(proposals__notebook__access=Notebook.Access.PUBLIC)
    found = Addressee.objects.select_related("organisation").annotate(
        sent=Count("proposals", filter=sent)
    )
    answered = dict(
        public()
        .exclude(state__in=(State.SENT, State.ACKNOWLEDGED))
        .order_by()
        .values_list("addressee")
        .annotate(n=Count("pk"))
    )
    return [
        Asked(one, getattr(one, "sent", 0), answered.get(one.pk, 0))
        for one in found.filter(sent__gt=0)
    ]


# What a date has passed for


@dataclass(frozen=True)
class Due:
    """Something whose date has passed: its key, said once; what it is about."""

    key: str
    kind: str
    proposal: Proposal | None = None
    commitment: Commitment | None = None
    weeks: int = 0


def due(collective: Collective, today: date) -> list[Due]:
    """Return the commitments that are late and the institutions that are silent."""
    late = Commitment.objects.filter(
        proposal__notebook__collective=collective, state=Commitment.State.OPEN, due_on__lt=today
    ).select_related("proposal__notebook", "proposal__addressee__organisation", "note")
    found = [Due(f"late-{one.pk}-{one.due_on}", "late", one.proposal, one) for one in late]
    for one in living(collective):
        weeks = weeks_of_silence(one, today)
        if weeks:
            found.append(Due(f"silent-{one.pk}-{one.since}", "silent", one, weeks=weeks))
    return found
