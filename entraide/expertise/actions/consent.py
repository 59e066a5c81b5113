"""Consent of the collective: a round, the replies of its members, what becomes of objections."""

from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from entraide.expertise.actions.drafting import What, record
from entraide.expertise.models import Cahier, ConsentRound, Objection, Passage, Reply
from entraide.expertise.queries import content
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Anchor, Note
from entraide.people.models import Person

Says, Outcome = Reply.Says, Objection.Outcome


class RoundOver(Exception):
    """Nobody replies any more; what was said stays."""


class NothingToAsk(ValueError):
    """A cahier without a sentence, or a round that is already open."""


@transaction.atomic
def open_round(cahier: Cahier, *, closes_on: date, by: Person | None) -> ConsentRound:
    """Ask the members of the collective about the text as it is now.

    Raises:
        NothingToAsk: when there is no sentence, or a round is open.
    """
    cahier = Cahier.objects.select_for_update().get(pk=cahier.pk)
    asked = content.asked(content.parts(cahier))
    if not asked or cahier.rounds.filter(closed_on=None).exists():
        raise NothingToAsk
    record(cahier, What.CONSENT, by=by, words=closes_on.isoformat())
    return ConsentRound.objects.create(
        cahier=cahier, opened_on=timezone.localdate(), closes_on=closes_on, asked=asked
    )


@transaction.atomic
def reply(
    asked: ConsentRound,
    says: str,
    words: str = "",
    *,
    person: Person | None,
    uid: UUID | None = None,
) -> Reply:
    """Keep what a member says, the last time they said it.

    Args:
        asked: the round.
        says: consent, abstention or objection.
        words: of the objection.
        person: the member; nobody for a paper without name.
        uid: of a paper, so that it is typed once.

    Raises:
        RoundOver: when the round is closed; nothing is changed then.
    """
    asked = ConsentRound.objects.select_for_update().get(pk=asked.pk)
    if not asked.is_open:
        raise RoundOver
    given = {"says": says, "on_paper": uid is not None, "day": timezone.localdate()}
    if person is not None:
        said, _new = Reply.objects.update_or_create(round=asked, person=person, defaults=given)
    else:
        said, _new = Reply.objects.update_or_create(uid=uid or uuid4(), round=asked, defaults=given)
    _object(said, words if says == Says.OBJECTION else "")
    return said


def _object(said: Reply, words: str) -> None:
    """Write, change or lift the objection of a reply."""
    objection = Objection.objects.filter(reply=said).select_related("note__notebook").first()
    if objection and words:
        writing.correct(objection.note, words)
        if objection.outcome == Outcome.LIFTED:
            _settle(objection, Outcome.OPEN)
    elif objection:
        _settle(objection, Outcome.LIFTED)
    elif words:
        line = writing.Line(uuid4(), words, kind=Note.Kind.FEEDBACK)
        writing.write(said.round.cahier.notebook, [line])
        Objection.objects.create(reply=said, note=Note.objects.get(uid=line.uid))


def _settle(objection: Objection, outcome: str, answer: Note | None = None) -> None:
    objection.outcome, objection.answer = outcome, answer
    objection.save(update_fields=["outcome", "answer"])


@transaction.atomic
def answer(objection: Objection, words: str, *, by: Person | None) -> None:
    """Answer an objection with words, after talking with who made it."""
    notebook = objection.note.notebook
    line = writing.Line(uuid4(), words, kind=Note.Kind.ANSWER)
    writing.write(notebook, [line])
    note = Note.objects.get(uid=line.uid)
    anchoring.anchor(note, [objection.note], how=Anchor.How.ANSWERS)
    _settle(objection, Outcome.ANSWERED, note)
    record(notebook.cahier, What.CONSENT, by=by, note=note, words=words)


@transaction.atomic
def integrate(objection: Objection, passage: Passage, *, by: Person | None) -> None:
    """Say which sentence takes an objection in; it rests on the objection from now on."""
    anchoring.anchor(passage.note, [objection.note])
    _settle(objection, Outcome.INTEGRATED, passage.note)
    record(passage.section.cahier, What.CONSENT, by=by, note=passage.note)


@transaction.atomic
def close_round(asked: ConsentRound, *, by: Person | None) -> None:
    """End a round; objections may still be answered."""
    asked = ConsentRound.objects.select_for_update().get(pk=asked.pk)
    if asked.is_open:
        asked.closed_on = timezone.localdate()
        asked.save(update_fields=["closed_on"])
        record(asked.cahier, What.CONSENT, by=by)


def outcome(asked: ConsentRound) -> dict[str, int]:
    """Return how many said what, and what became of objections: numbers, never names."""
    said = list(asked.replies.values_list("says", flat=True))
    found = Objection.objects.filter(reply__round=asked).values_list("outcome", flat=True)
    outcomes = list(found)
    return {
        "consents": said.count(Says.CONSENT),
        "abstentions": said.count(Says.ABSTAIN),
        "objections": len(outcomes),
        **{name: outcomes.count(name) for name in Outcome.values if name != Outcome.OPEN},
    }
