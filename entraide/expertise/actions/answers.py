"""What institutions answer, what they commit to, and what shows that they kept it."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.expertise.actions.proposals import State, take_step
from entraide.expertise.models import Answer, Commitment, Door, Proposal
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Anchor, Note
from entraide.people.models import Person

STEP_OF = {
    Answer.Verdict.RECEIVED: State.ACKNOWLEDGED,
    Answer.Verdict.ACCEPTED: State.ANSWERED,
    Answer.Verdict.PARTLY: State.ANSWERED,
    Answer.Verdict.REFUSED: State.REFUSED,
}


@dataclass(frozen=True)
class Said:
    """What an institution says: yes or no, in which words, signed by which function."""

    verdict: str
    words: str
    signed: str


@transaction.atomic
def answer(
    proposal: Proposal,
    said: Said,
    *,
    door: Door | None = None,
    day: date | None = None,
    by: Person | None = None,
) -> Answer:
    """Keep what an institution answers, as it is."""
    day = day or timezone.localdate()
    note = writing.write_one(proposal.notebook, said.words, Note.Kind.ANSWER, day=day)
    anchoring.anchor(note, [proposal.note], how=Anchor.How.ANSWERS)
    kept = Answer.objects.create(
        proposal=proposal, note=note, verdict=said.verdict, signed=said.signed, door=door
    )
    state = STEP_OF[Answer.Verdict(said.verdict)]
    take_step(proposal, state, day=day, words=said.signed, by=by)
    return kept


@transaction.atomic
def commit(
    proposal: Proposal, text: str, *, due_on: date, by: Person | None, day: date | None = None
) -> Commitment:
    """Keep what an institution commits to: it answers the proposal, after its last answer."""
    day = day or timezone.localdate()
    note = writing.write_one(proposal.notebook, text, Note.Kind.ANSWER, day=day)
    last = proposal.answers.order_by("pk").last()
    anchoring.anchor(note, [last.note if last else proposal.note], how=Anchor.How.ANSWERS)
    made = Commitment.objects.create(proposal=proposal, note=note, due_on=due_on)
    take_step(proposal, State.COMMITTED, day=day, words=text[:500], by=by)
    return made


@transaction.atomic
def keep(commitment: Commitment, proof: str, *, day: date, by: Person | None) -> None:
    """Keep what shows that a commitment was kept; once all are, the proposal is done."""
    proposal = commitment.proposal
    note = writing.write_one(proposal.notebook, proof, Note.Kind.OBSERVATION, day=day)
    anchoring.anchor(note, [commitment.note])
    commitment.state, commitment.proof = Commitment.State.KEPT, note
    commitment.save(update_fields=["state", "proof"])
    if not proposal.commitments.filter(state=Commitment.State.OPEN).exists():
        take_step(proposal, State.DONE, day=day, by=by)


@transaction.atomic
def drop(commitment: Commitment, *, day: date, by: Person | None) -> None:
    """Say that a commitment was given up."""
    commitment.state = Commitment.State.DROPPED
    commitment.save(update_fields=["state"])
    words = _("engagement abandonné : %(words)s") % {"words": commitment.note.text}
    take_step(commitment.proposal, State.ANSWERED, day=day, words=words[:500], by=by)
