"""A seminar: each action tells where it is, peers answer, teams take what they change, all decide.

Everything said is a note: a review rests on lines of the logbook, a feedback on the review, an
improvement on the feedback; the observation of its effect rests on the improvement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note
from entraide.research.models import (
    CollectiveAction,
    Decision,
    Entry,
    Feedback,
    Improvement,
    ImprovementStep,
    Participant,
    Question,
    Seminar,
    StageReview,
)

State = Improvement.State


class Overtaken(Exception):
    """Somebody else of the team changed this review meanwhile: `now` is what it is."""

    def __init__(self, now: StageReview) -> None:
        """Keep what it is now."""
        super().__init__()
        self.now = now


class NotYours(ValueError):
    """What is rested on is of another action, or not shared with the collective."""


@dataclass(frozen=True)
class Told:
    """What an action tells: tried, happened, asked; at least one of them is said."""

    tried: str
    happened: str
    asks: str

    @property
    def words(self) -> str:
        """The review in one text, each part under its name."""
        parts = (
            (_("Nous avons essayé"), self.tried),
            (_("Ce qui s'est passé"), self.happened),
            (_("Nous demandons"), self.asks),
        )
        return "\n\n".join(f"{name} : {text}" for name, text in parts if text)


@transaction.atomic
def review(
    seminar: Seminar,
    action: CollectiveAction,
    told: Told,
    *,
    entries: Sequence[Entry] = (),
    seen: int = 0,
) -> StageReview:
    """Tell where an action is; the note of the review rests on the lines it was prepared from.

    Args:
        seminar: at which it is told.
        action: of the same programme.
        told: what is said.
        entries: lines of its logbook, shared with the collective.
        seen: the revision that was seen when it was changed.

    Raises:
        Overtaken: when somebody else changed it since; nothing is changed then.
        NotYours: when one of the lines cannot be rested on.
    """
    if any(one.action_id != action.pk or one.note is None for one in entries):
        raise NotYours
    found, _new = StageReview.objects.select_for_update(of=("self",)).get_or_create(
        seminar=seminar, action=action
    )
    if found.revision != seen:
        raise Overtaken(found)
    found.tried, found.happened, found.asks = told.tried, told.happened, told.asks
    found.revision += 1
    if found.note is None:
        found.note = writing.write_one(
            action.notebook, told.words, Note.Kind.REVIEW, day=_said_on(seminar)
        )
    else:
        writing.correct(found.note, told.words)
    found.save()
    found.entries.set(entries)
    _rest(found.note, [one.note for one in entries if one.note] or [action.note])
    return found


def _said_on(seminar: Seminar) -> date:
    """Return the day of what is said at a seminar: its own, also when it is typed later."""
    return min(timezone.localdate(), timezone.localdate(seminar.gathering.starts_at))


def _rest(note: Note, below: Sequence[Note]) -> None:
    """Let a note rest on these and nothing else."""
    note.anchors.exclude(rests_on__in=below).delete()
    anchoring.anchor(note, below)


@transaction.atomic
def give_back(review: StageReview, texts: Sequence[str], *, key: str = "") -> list[Feedback]:
    """Write what peers say of a review, one feedback a text; sent twice, they are there once."""
    if review.note is None:
        raise NotYours
    found = []
    for number, text in enumerate(texts):
        uid = writing.uid_of(f"feedback {review.pk} {number}", key, text)
        note = writing.write_one(
            review.action.notebook, text, Note.Kind.FEEDBACK, uid=uid, day=_said_on(review.seminar)
        )
        anchoring.anchor(note, [review.note])
        found.append(Feedback.objects.get_or_create(note=note, defaults={"review": review})[0])
    return found


@transaction.atomic
def leave(feedback: Feedback, why: str) -> None:
    """Answer a feedback without changing anything, and say why."""
    feedback.left_why = why
    feedback.save(update_fields=["left_why"])


@transaction.atomic
def take(
    feedback: Feedback, text: str, question: Question | None, *, why: str, day: date | None = None
) -> Improvement:
    """Try what a feedback suggests; a feedback becomes one improvement.

    Args:
        feedback: which one.
        text: what the team changes.
        question: of the programme, which it helps to answer.
        why: why the team tries it.
        day: since when; today when nothing is said.
    """
    known = Improvement.objects.filter(feedback=feedback).first()
    if known:
        return known
    day = day or timezone.localdate()
    notebook = feedback.note.notebook
    note = writing.write_one(notebook, text, Note.Kind.IMPROVEMENT, day=day)
    anchoring.anchor(note, [feedback.note])
    made = Improvement.objects.create(feedback=feedback, note=note, question=question)
    ImprovementStep.objects.create(improvement=made, state=State.TRIED, day=day, why=why)
    leave(feedback, "")
    return made


@transaction.atomic
def step(improvement: Improvement, state: str, *, why: str, day: date | None = None) -> None:
    """Say what became of an improvement, and why."""
    ImprovementStep.objects.create(
        improvement=improvement, state=state, why=why, day=day or timezone.localdate()
    )
    last = improvement.steps.latest("day", "pk")
    improvement.state = last.state
    improvement.save(update_fields=["state"])


@transaction.atomic
def observe_effect(improvement: Improvement, entries: Sequence[Entry]) -> None:
    """Let lines of the logbook that tell its effect rest on an improvement.

    Raises:
        NotYours: when a line is of another action, or not shared with the collective.
    """
    for entry in entries:
        if entry.note is None or entry.note.notebook_id != improvement.note.notebook_id:
            raise NotYours
        anchoring.anchor(entry.note, [improvement.note])


@transaction.atomic
def show_improvement(improvement: Improvement, *, shown: bool) -> None:
    """Let everybody read an improvement and the feedback it answers, or not."""
    showing = Note.Showing.SHOWN if shown else Note.Showing.UNREAD
    both = Q(pk=improvement.note_id) | Q(pk=improvement.feedback.note_id)
    Note.objects.filter(both).update(showing=showing)


@transaction.atomic
def decide(
    seminar: Seminar,
    text: str,
    *,
    by: Participant | None = None,
    due_on: date | None = None,
    on: Sequence[Note] = (),
    uid: UUID | None = None,
) -> Decision:
    """Write what a seminar decides, who does it, until when, and what it rests on."""
    notebook = seminar.programme.notebook
    note = writing.write_one(notebook, text, Note.Kind.DECISION, day=_said_on(seminar), uid=uid)
    anchoring.anchor(note, on)
    return Decision.objects.get_or_create(
        note=note, defaults={"seminar": seminar, "carried_by": by, "due_on": due_on}
    )[0]
