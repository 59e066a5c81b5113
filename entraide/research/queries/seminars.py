"""A seminar: what each action tells, what peers said, what is still to be taken up."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from entraide.notebooks.models import Note
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
    actions = list(overview.actions_of(programme).filter(there | Q(pk__in=reviews)))
    mine = set(
        programme.actions.filter(team__until=None, team__participant__person=person).values_list(
            "pk", flat=True
        )
    )
    return [
        Told(one, reviews.get(one.pk), feedbacks[one.pk], coming[one.pk], one.pk in mine)
        for one in actions
    ]


def since(seminar: Seminar, action: CollectiveAction) -> QuerySet[Entry]:
    """Return the lines that an action shared with the collective since the seminar before.

    Those of the very day of that seminar too, when they were not told there.
    """
    found = action.entries.filter(sharing__in=Entry.TOLD, withdrawn=False, note__withdrawn=False)
    found = found.filter(day__lte=max(day_of(seminar), timezone.localdate()))
    earlier = before(seminar)
    if earlier:
        found = found.filter(day__gte=day_of(earlier)).exclude(reviews__seminar=earlier)
    return found.select_related("note").order_by("day", "pk")


def not_shared(seminar: Seminar, action: CollectiveAction, person: int) -> int:
    """Return how many lines of their own somebody kept since the seminar before."""
    earlier = before(seminar)
    kept = action.entries.filter(author=person, withdrawn=False).exclude(sharing__in=Entry.TOLD)
    return kept.filter(day__gt=day_of(earlier)).count() if earlier else kept.count()


def decisions(seminar: Seminar) -> QuerySet[Decision]:
    """Return what a seminar decided."""
    found = seminar.decisions.filter(note__withdrawn=False)
    return found.select_related("note", "carried_by")


def still_open(seminar: Seminar) -> QuerySet[Decision]:
    """Return what earlier seminars decided and nobody said was done."""
    found = Decision.objects.filter(
        seminar__programme=seminar.programme,
        seminar__gathering__starts_at__lt=seminar.gathering.starts_at,
        done_on=None,
        note__withdrawn=False,
    )
    return found.select_related("note", "carried_by", "seminar")


@dataclass(frozen=True)
class Lesson:
    """An improvement and what was seen of its effect."""

    improvement: Improvement
    effects: Sequence[str]


@dataclass(frozen=True)
class Learned:
    """What was learned on a question: its improvements, with their thread."""

    question: str
    text: str
    lessons: Sequence[Lesson]


@dataclass(frozen=True)
class Lessons:
    """What a programme learned; how many feedbacks were answered, of all, never by whom."""

    learned: Sequence[Learned]
    feedbacks: int
    answered: int


def lessons(programme: Programme, *, public: bool = False) -> Lessons:
    """Return the improvements of a programme by question, and how feedbacks were answered.

    Args:
        programme: which one.
        public: only what everybody may read.
    """
    found = (
        Improvement.objects.filter(
            feedback__review__seminar__programme=programme, note__withdrawn=False
        )
        .select_related("note", "feedback__note", "feedback__review__action__notebook")
        .prefetch_related("steps", "note__carries__note")
    )
    if public:
        found = found.filter(note__showing="shown", note__notebook__access="public")
    by_question: dict[int | None, list[Lesson]] = defaultdict(list)
    for one in found:
        lesson = Lesson(one, _effects(one, public=public))
        by_question[one.question_id].append(lesson)
    learned = [
        Learned(one.label, one.text, by_question[one.pk])
        for one in programme.questions.all()
        if by_question[one.pk]
    ]
    if by_question[None]:
        learned.append(Learned("", "", by_question[None]))
    every = Feedback.objects.filter(review__seminar__programme=programme, note__withdrawn=False)
    answered = every.filter(~Q(left_why="") | Q(improvement__isnull=False))
    return Lessons(learned, every.count(), answered.count())


def _effects(improvement: Improvement, *, public: bool) -> list[str]:
    """Return the observations that rest on an improvement: its effect, as somebody saw it."""
    return [
        one.note.text
        for one in improvement.note.carries.all()
        if one.note.kind in (Note.Kind.OBSERVATION, Note.Kind.MEASURE)
        and not one.note.withdrawn
        and (not public or one.note.showing == Note.Showing.SHOWN)
    ]
