"""What the interface answers: only what everybody reads on the pages."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class Gathering(Schema):
    """A gathering that was announced."""

    uid: UUID
    address: str
    title: str
    kind: str
    state: str
    lead: str
    collective: str
    starts_at: datetime
    ends_at: datetime


class Edition(Schema):
    """A published edition; `digest` is the SHA-256 of its content."""

    uid: UUID
    address: str
    slug: str
    number: int
    title: str
    kind: str
    topic: str
    neighbourhood: str
    collective: str
    published_on: date
    digest: str


class Sentence(Schema):
    """A passage of an edition; without text when whoever said it took it back.

    `thread` is where the voices it rests on are; `withdrawn`, how many of them were taken back.
    """

    number: int
    kind: str
    text: str
    language: str
    reason: str
    figure: dict[str, Any]
    rests_on: int
    withdrawn: int
    state: str
    thread: str


class Section(Schema):
    """A part of an edition."""

    title: str
    passages: list[Sentence]


class WholeEdition(Edition):
    """An edition with its text, as it is read today."""

    summary: str
    consent: dict[str, int]
    sections: list[Section]
    errata: list[str]


class Knot(Schema):
    """A note of a thread: never who said it; the place and the peers as may be told."""

    uid: UUID
    kind: str
    words: str
    language: str
    peers: str
    place: list[str]
    day: date
    kept: bool
    withdrawn: bool


class Thread(Schema):
    """A note with what it rests on and what rests on it, and the links among them.

    A link (a, b) says that the note a rests on the note b.
    """

    root: UUID
    notes: list[Knot]
    links: list[tuple[UUID, UUID]]


class Step(Schema):
    """A dated step of a proposal."""

    state: str
    day: date
    words: str


class Answer(Schema):
    """What an institution answered, signed by a function."""

    verdict: str
    words: str
    signed: str
    day: date


class Commitment(Schema):
    """What an institution committed to."""

    text: str
    due_on: date
    state: str
    proof: str


class Proposal(Schema):
    """A proposal that was sent, and what became of it."""

    uid: UUID
    address: str
    slug: str
    title: str
    text: str
    institution: str
    collective: str
    state: str
    weeks_of_silence: int
    steps: list[Step]
    answers: list[Answer]
    commitments: list[Commitment]
    thread: str


class Institution(Schema):
    """An institution that was asked something."""

    slug: str
    name: str
    address: str
    sent: int
    answered: int
