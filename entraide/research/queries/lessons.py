"""What was learned: improvements across actions, question by question, with their thread."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, Prefetch, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from entraide.notebooks.models import Anchor, Note
from entraide.research.models import Feedback, Improvement, Programme, Question

# Of each question, the last ones; the others are a link away.
SHOWN, ON_A_PAGE = 12, 30


@dataclass(frozen=True)
class Lesson:
    """An improvement and what was seen of its effect."""

    improvement: Improvement
    effects: Sequence[str]


@dataclass(frozen=True)
class Learned:
    """What was learned on a question (none when no question was chosen): the last first."""

    question: Question | None
    lessons: Sequence[Lesson]
    # How many there are in all.
    count: int


@dataclass(frozen=True)
class Lessons:
    """What a programme learned; how many feedbacks were answered, of all, never by whom."""

    learned: Sequence[Learned]
    feedbacks: int
    answered: int


def of(programme: Programme, *, public: bool = False) -> Lessons:
    """Return the last improvements of each question, and how feedbacks were answered; five queries.

    Args:
        programme: which one.
        public: only what everybody may read.
    """
    found = _improvements(programme, public=public)
    question = [F("question")]
    ranked = found.annotate(
        rank=Window(RowNumber(), partition_by=question, order_by=[F("pk").desc()]),
        count=Window(Count("pk"), partition_by=question),
    )
    last: dict[int | None, list[Lesson]] = defaultdict(list)
    counts: dict[int | None, int] = {}
    for one in _told(ranked.filter(rank__lte=SHOWN).order_by("-pk")):
        last[one.question_id].append(Lesson(one, _effects(one, public=public)))
        counts[one.question_id] = one.count
    learned = [
        Learned(one, last[one.pk], counts[one.pk])
        for one in programme.questions.all()
        if one.pk in counts
    ]
    if None in counts:
        learned.append(Learned(None, last[None], counts[None]))
    answers = Feedback.objects.filter(
        review__seminar__programme=programme, note__withdrawn=False
    ).aggregate(
        all=Count("pk"), answered=Count("pk", Q(improvement__isnull=False) | ~Q(left_why=""))
    )
    return Lessons(learned, answers["all"], answers["answered"])


def on(
    programme: Programme, question: Question | None, number: str | None, *, public: bool = False
) -> tuple[Page[Improvement], Learned]:
    """Return a page of everything that was learned on a question."""
    found = _told(_improvements(programme, public=public).filter(question=question))
    page = Paginator(found.order_by("-pk"), ON_A_PAGE).get_page(number)
    lessons = [Lesson(one, _effects(one, public=public)) for one in page]
    return page, Learned(question, lessons, page.paginator.count)


def _improvements(programme: Programme, *, public: bool) -> QuerySet[Improvement]:
    found = Improvement.objects.filter(
        feedback__review__seminar__programme=programme, note__withdrawn=False
    )
    if public:
        shown = Q(note__showing=Note.Showing.SHOWN, note__notebook__access="public")
        found = found.filter(shown)
    return found


def _told(found: QuerySet[Any]) -> QuerySet[Any]:
    """Fetch what is told of improvements with them."""
    above = Prefetch("note__carries", Anchor.objects.select_related("note"))
    beside = ("note", "feedback__note", "feedback__review__action__notebook")
    return found.select_related(*beside).prefetch_related("steps", above)


def _effects(improvement: Improvement, *, public: bool) -> list[str]:
    """Return the observations that rest on an improvement: its effect, as somebody saw it."""
    carried: Iterable[Note] = (one.note for one in improvement.note.carries.all())
    return [
        note.text
        for note in carried
        if note.kind in (Note.Kind.OBSERVATION, Note.Kind.MEASURE)
        and not note.withdrawn
        and (not public or note.showing == Note.Showing.SHOWN)
    ]
