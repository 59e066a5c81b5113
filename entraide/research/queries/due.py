"""What waits for somebody in a programme: said to them when they open it, to nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

from entraide.research.models import Decision, Feedback, Participant, Programme

# How long before its date something is said.
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Due:
    """Something to do, and where."""

    sentence: str
    address: str


def of(
    programme: Programme,
    participant: Participant | None,
    today: date,
    *,
    leads: bool,
    candidates: int = 0,
) -> list[Due]:
    """Return what waits for somebody; three queries.

    Args:
        programme: in which they are.
        participant: their part in it.
        today: the day.
        leads: whether they organise.
        candidates: how many want to take part.
    """
    found = list(_of_leaders(programme, today, candidates)) if leads else []
    if participant:
        found += _of_carrier(programme, participant)
    return found


def _address(programme: Programme, name: str, *args: object) -> str:
    return reverse(f"research:{name}", args=[programme.collective.slug, programme.slug, *args])


def _of_leaders(programme: Programme, today: date, n: int) -> Iterator[Due]:
    if n:
        said = ngettext("%(n)d personne veut participer.", "%(n)d personnes veulent participer.", n)
        yield Due(said % {"n": n}, _address(programme, "participants"))
    day = programme.charter_review_on
    if day and day <= today + SOON:
        said = _("La charte est à relire ensemble le %(day)s.")
        address = _address(programme, "programme_settings")
        yield Due(said % {"day": date_format(day, "j F Y")}, address)
    for one in programme.agreements.filter(
        ended_on=None, ends_on__gte=today, ends_on__lte=today + SOON
    ).select_related("organisation"):
        said = _("La convention avec %(name)s finit le %(day)s.")
        words = {"name": one, "day": date_format(one.ends_on, "j F Y")}
        yield Due(said % words, _address(programme, "agreement", one.pk))


def _of_carrier(programme: Programme, participant: Participant) -> Iterator[Due]:
    mine = participant.carryings.filter(until=None).values("action")
    waiting = Feedback.objects.filter(
        Q(left_why="") & Q(improvement=None),
        review__action__in=mine, note__withdrawn=False,
    ).select_related("review__action__notebook", "review__seminar")  # fmt: skip
    for one in waiting.order_by("-review__seminar__number", "pk")[:5]:
        said = _("%(action)s : un retour du séminaire %(n)d attend votre réponse.")
        words = {"action": one.review.action, "n": one.review.seminar.number}
        where = (one.review.seminar.number, one.review.action.slug)
        yield Due(said % words, _address(programme, "feedbacks", *where))
    for decision in Decision.objects.filter(
        carried_by=participant, done_on=None, note__withdrawn=False
    ).select_related("note", "seminar"):
        said = _("Décidé au séminaire %(n)d, à faire : %(text)s")
        words = {"n": decision.seminar.number, "text": decision.note.text[:120]}
        yield Due(said % words, _address(programme, "seminar", decision.seminar.number))
