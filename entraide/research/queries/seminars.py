"""A seminar: what each action tells, what peers said, what is still to be taken up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from entraide.research.models import (
    CollectiveAction,
    Decision,
    Entry,
    Feedback,
    Improvement,
    Programme,
    Seminar,
    StageReview,
)
from entraide.research.queries import overview

# What a note of the logbook helps to tell.
PART_OF = {
    Entry.Kind.DECISION: "tried",
    Entry.Kind.OBSERVATION: "happened",
    Entry.Kind.FIGURE: "happened",
    Entry.Kind.PHOTOGRAPH: "happened",
    Entry.Kind.DIFFICULTY: "asks",
}


@dataclass(frozen=True)
class Told:
    """An action at a seminar: its review if it has one, what peers said, who carries it."""

    action: CollectiveAction
    review: StageReview | None
    feedbacks: Sequence[Feedback]
    # Improvements of earlier seminars whose outcome is not said yet.
    coming_back: Sequence[Improvement]
    mine: bool

    @property
    def unanswered(self) -> int:
        """How many feedbacks its team has not answered yet."""
        return sum(not is_answered(one) for one in self.feedbacks)


def is_answered(feedback: Feedback) -> bool:
    """Tell whether a team took a feedback, or said why not."""
    return bool(feedback.left_why) or hasattr(feedback, "improvement")


def day_of(seminar: Seminar) -> date:
    """Return the day of a seminar."""
    return timezone.localdate(seminar.gathering.starts_at)


def before(seminar: Seminar) -> Seminar | None:
    """Return the seminar held before this one, those that were cancelled left out."""
    earlier = overview.held(seminar.programme).filter(
        gathering__starts_at__lt=seminar.gathering.starts_at
    )
    return earlier.order_by("-gathering__starts_at").first()


def feedbacks_of(reviews: Q) -> QuerySet[Feedback]:
    """Return the feedbacks of some reviews, with what became of each; one query."""
    found = Feedback.objects.filter(reviews, note__withdrawn=False)
    return found.select_related("note", "improvement__note", "improvement__question", "review")


def open_improvements(programme: Programme, until: Seminar) -> QuerySet[Improvement]:
    """Return the improvements of earlier seminars whose outcome is not said yet."""
    found = Improvement.objects.filter(
        feedback__review__seminar__programme=programme,
        feedback__review__seminar__gathering__starts_at__lt=until.gathering.starts_at,
        state__in=Improvement.OPEN,
        note__withdrawn=False,
    )
    return found.select_related("note", "question", "feedback__note", "feedback__review")


def told(seminar: Seminar, person: int) -> list[Told]:
    """Return the actions that run at a seminar, as they are told there; five queries."""
    programme = seminar.programme
    day = day_of(seminar)
    reviews = {one.action_id: one for one in seminar.reviews.select_related("note")}
    feedbacks: dict[int, list[Feedback]] = defaultdict(list)
    for one in feedbacks_of(Q(review__seminar=seminar)):
        feedbacks[one.review.action_id].append(one)
    coming: dict[int, list[Improvement]] = defaultdict(list)
    for improvement in open_improvements(programme, seminar):
        coming[improvement.feedback.review.action_id].append(improvement)
    there = Q(began_on__lte=day) & (Q(ended_on=None) | Q(ended_on__gte=day))
    actions = overview.actions_of(programme, person).filter(there | Q(pk__in=reviews))
    return [
        Told(one, reviews.get(one.pk), feedbacks[one.pk], coming[one.pk], one.is_mine)
        for one in actions
    ]


@dataclass(frozen=True)
class Prepared:
    """What a stage review is prepared from: the seminar before, the lines told since.

    `kept` is how many lines of their own the writer did not share.
    """

    before: Seminar | None
    entries: Sequence[Entry]
    kept: int


def prepared(seminar: Seminar, action: CollectiveAction, person: int) -> Prepared:
    """Return the lines that an action shared since the seminar before, for who prepares its review.

    Those of the very day of that seminar too, when they were not told there; and those that its
    review rests on already. Two queries.
    """
    earlier = before(seminar)
    told = Q(sharing__in=Entry.TOLD, note__withdrawn=False)
    told &= Q(day__lte=max(day_of(seminar), timezone.localdate()))
    own = Q(author=person) & ~Q(sharing__in=Entry.TOLD)
    if earlier:
        there = earlier.reviews.filter(action=action).values("entries")
        told &= Q(day__gte=day_of(earlier)) & ~Q(pk__in=there.filter(entries__isnull=False))
        own &= Q(day__gte=day_of(earlier))
    held = Q(reviews__seminar=seminar, note__isnull=False)
    found = action.entries.filter(told | own | held, withdrawn=False).distinct()
    every = list(found.select_related("note").order_by("day", "pk"))
    entries = [one for one in every if one.note]
    return Prepared(earlier, entries, len(every) - len(entries))


def decisions(seminar: Seminar) -> tuple[list[Decision], list[Decision]]:
    """Return what a seminar decided, and what earlier ones decided that nobody said was done."""
    earlier = Q(
        seminar__programme=seminar.programme,
        seminar__gathering__starts_at__lt=seminar.gathering.starts_at,
        done_on=None,
    )
    found = Decision.objects.filter(Q(seminar=seminar) | earlier, note__withdrawn=False)
    every = list(found.select_related("note", "carried_by", "seminar"))
    here = [one for one in every if one.seminar_id == seminar.pk]
    return here, [one for one in every if one.seminar_id != seminar.pk]
