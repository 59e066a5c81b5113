"""Cahiers, consent, editions, proposals."""

from entraide.expertise.models.cahier import Cahier, CahierChange, Passage, Section, Topic
from entraide.expertise.models.consent import ConsentRound, Objection, Reply
from entraide.expertise.models.edition import Edition, Erratum, Quotation
from entraide.expertise.models.proposal import (
    Addressee,
    Answer,
    Commitment,
    Door,
    DoorUse,
    Experiment,
    Proposal,
    Reminder,
    Step,
)

__all__ = [
    "Addressee",
    "Answer",
    "Cahier",
    "CahierChange",
    "Commitment",
    "ConsentRound",
    "Door",
    "DoorUse",
    "Edition",
    "Erratum",
    "Experiment",
    "Objection",
    "Passage",
    "Proposal",
    "Quotation",
    "Reminder",
    "Reply",
    "Section",
    "Step",
    "Topic",
]
