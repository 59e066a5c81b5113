"""What institutions ask, what the field says, what we propose instead; who comes from outside."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from entraide.gatherings.actions.programme import free_slug
from entraide.gatherings.models import Gathering
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models import (
    CollectiveAction,
    Mandate,
    MandateMemo,
    MandateStep,
    OutsideInput,
    Programme,
)

State = Mandate.State


@dataclass(frozen=True)
class Commanded:
    """What an institution asks, until when."""

    institution: str
    asked: str
    until: date | None
    actions: Sequence[CollectiveAction] = ()


@transaction.atomic
def receive(programme: Programme, commanded: Commanded, *, day: date | None = None) -> Mandate:
    """Write down what an institution asks."""
    mandate = Mandate(programme=programme)
    settle(mandate, commanded)
    MandateStep.objects.create(
        mandate=mandate, state=State.RECEIVED, day=day or timezone.localdate()
    )
    return mandate


@transaction.atomic
def settle(mandate: Mandate, commanded: Commanded) -> None:
    """Change what is asked, by whom, until when."""
    mandate.institution, mandate.asked = commanded.institution, commanded.asked
    mandate.until = commanded.until
    mandate.save()
    mandate.actions.set(commanded.actions)


@transaction.atomic
def say(mandate: Mandate, text: str, *, on: Sequence[Note]) -> Note:
    """Write what the field says of it: a sentence that rests on notes."""
    mandate.says = _written(mandate, mandate.says, text, Note.Kind.CLAIM)
    mandate.save(update_fields=["says"])
    _rest(mandate.says, on)
    return mandate.says


@transaction.atomic
def counter(mandate: Mandate, text: str) -> Note:
    """Write what we propose instead: it rests on what the field says."""
    mandate.counter = _written(mandate, mandate.counter, text, Note.Kind.PROPOSAL)
    mandate.save(update_fields=["counter"])
    _rest(mandate.counter, [mandate.says] if mandate.says else [])
    return mandate.counter


def _written(mandate: Mandate, known: Note | None, text: str, kind: str) -> Note:
    """Return the note of a part of a mandate, with these words."""
    if known is None or known.withdrawn:
        return writing.write_one(mandate.programme.notebook, text, kind)
    writing.correct(known, text)
    return known


def _rest(note: Note, below: Sequence[Note]) -> None:
    note.anchors.exclude(rests_on__in=below).delete()
    anchoring.anchor(note, below)


@transaction.atomic
def step(
    mandate: Mandate, state: str, *, day: date, words: str = "", result: str = ""
) -> MandateStep:
    """Keep a dated step of the negotiation; the mandate is where its last step left it."""
    made = MandateStep.objects.create(mandate=mandate, state=state, day=day, words=words)
    mandate.state = mandate.steps.latest("day", "pk").state
    mandate.result = result or mandate.result
    mandate.save(update_fields=["state", "result"])
    return made


@transaction.atomic
def note_for_oneself(mandate: Mandate, text: str, *, author: Person) -> MandateMemo:
    """Write what nobody else reads."""
    return MandateMemo.objects.create(
        mandate=mandate, author=author, text=text, day=timezone.localdate()
    )


# Outside inputs


@transaction.atomic
def invite(
    needed: OutsideInput,
    *,
    title: str,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
) -> Gathering:
    """Make the draft of the gathering where somebody from outside comes, once."""
    if needed.gathering:
        return needed.gathering
    made = Gathering(
        collective=needed.programme.collective, kind=kind, title=title, lead=needed.need[:600],
        starts_at=starts_at, ends_at=ends_at,
    )  # fmt: skip
    made.slug = free_slug(title, timezone.localdate(made.starts_at))
    made.save()
    needed.gathering = made
    needed.save(update_fields=["gathering"])
    return made


@transaction.atomic
def remains(needed: OutsideInput, texts: Sequence[str], *, key: str = "") -> list[Note]:
    """Write what remained of it, one note a text; sent twice, they are there once."""
    found = []
    day = timezone.localdate()
    if needed.gathering:
        day = min(day, timezone.localdate(needed.gathering.starts_at))
    for number, text in enumerate(texts):
        uid = writing.uid_of(f"input {needed.pk} {number}", key, text)
        kind = Note.Kind.OBSERVATION
        note = writing.write_one(needed.programme.notebook, text, kind, day=day, uid=uid)
        if needed.action:
            anchoring.anchor(note, [needed.action.note])
        found.append(note)
    needed.remains.add(*found)
    return found
