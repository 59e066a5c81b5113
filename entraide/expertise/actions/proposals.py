"""Proposals to institutions, step by step; merged and split, they keep their thread."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from entraide.expertise.actions.drafting import free_slug
from entraide.expertise.models import Addressee, Proposal, Step
from entraide.expertise.queries import standing
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective, Organisation, Person

State = Proposal.State
# From these steps on, everybody reads a proposal.
PUBLIC = (
    State.SENT, State.ACKNOWLEDGED, State.ANSWERED, State.COMMITTED, State.DONE, State.REFUSED,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What is asked, of whom, and on which claims it rests."""

    title: str
    text: str
    addressee: Addressee
    claims: Sequence[Note]


class Over(ValueError):
    """A proposal that was merged or split goes no further itself."""


def addressee_named(name: str) -> Addressee:
    """Return the institution of this name, made at the first need."""
    organisation, _new = Organisation.objects.get_or_create(name=name)
    found = Addressee.objects.filter(organisation=organisation).first()
    return found or Addressee.objects.create(
        organisation=organisation, slug=free_slug(Addressee, name)
    )


@transaction.atomic
def draft(
    collective: Collective,
    asked: Asked,
    *,
    by: Person | None = None,
    key: str = "",
    day: date | None = None,
) -> Proposal:
    """Write a proposal that rests on claims; the same key twice is the same proposal."""
    day = day or timezone.localdate()
    uid = writing.uid_of(f"proposal {collective.pk}", key, asked.title)
    notebook, new = Notebook.objects.get_or_create(
        uid=uid,
        defaults={"collective": collective, "kind": Notebook.Kind.PROPOSAL, "title": asked.title},
    )
    if not new:
        return notebook.proposal
    note = writing.write_one(notebook, asked.text, Note.Kind.PROPOSAL, day=day)
    anchoring.anchor(note, asked.claims)
    proposal = Proposal.objects.create(
        notebook=notebook, note=note, slug=free_slug(Proposal, asked.title),
        addressee=asked.addressee, since=day,
    )  # fmt: skip
    notebook.page = reverse("expertise:proposal", args=[proposal.slug])
    notebook.occasion = str(asked.addressee)
    notebook.save(update_fields=["page", "occasion"])
    take_step(proposal, State.DRAFTED, day=day, by=by)
    return proposal


@transaction.atomic
def take_step(
    proposal: Proposal, state: str, *, day: date, words: str = "", by: Person | None = None
) -> Step:
    """Keep a dated step; the proposal is where its last step left it.

    Raises:
        Over: when the proposal goes on in others.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if proposal.state in (State.MERGED, State.SPLIT):
        raise Over
    # What is typed long afterwards was drafted before it happened.
    proposal.steps.filter(state=State.DRAFTED, day__gt=day).update(day=day)
    step = Step.objects.create(proposal=proposal, state=state, day=day, words=words, by=by)
    _stand(proposal)
    return step


@transaction.atomic
def take_back(step: Step) -> None:
    """Take a step away that was written by mistake; the first one stays."""
    proposal = step.proposal
    if proposal.steps.exclude(pk=step.pk).exists():
        step.delete()
        _stand(proposal)


def _stand(proposal: Proposal) -> None:
    """Bring what is told of a proposal to its last step."""
    last = proposal.steps.latest("day", "pk")
    proposal.state, proposal.since = last.state, last.day
    proposal.save(update_fields=["state", "since"])
    notebook = proposal.notebook
    was_sent = proposal.steps.filter(state__in=PUBLIC).exists()
    notebook.access = Notebook.Access.PUBLIC if was_sent else Notebook.Access.LISTENERS
    with override(settings.LANGUAGE_CODE):
        notebook.standing = standing.sentence(proposal)[:300]
    notebook.save(update_fields=["access", "standing"])


@transaction.atomic
def merge(proposal: Proposal, into: Proposal, *, by: Person | None) -> None:
    """Let another proposal take this one in: the other rests on it, and so on its voices.

    Raises:
        Over: when one of them goes on in others already.
        Circle: when the other is this one, or rests on it.
    """
    if into.state in (State.MERGED, State.SPLIT):
        raise Over
    anchoring.anchor(into.note, [proposal.note])
    take_step(proposal, State.MERGED, day=timezone.localdate(), words=str(into), by=by)
    Proposal.objects.filter(pk=proposal.pk).update(merged_into=into)


@transaction.atomic
def split(
    proposal: Proposal, parts: Sequence[tuple[str, str]], *, by: Person | None
) -> list[Proposal]:
    """Go on as several proposals, (title, text) each; they rest on this one."""
    made = [
        draft(
            proposal.notebook.collective,
            Asked(title, text, proposal.addressee, [proposal.note]),
            by=by,
        )
        for title, text in parts
    ]
    words = " · ".join(map(str, made))[:500]
    take_step(proposal, State.SPLIT, day=timezone.localdate(), words=words, by=by)
    return made
