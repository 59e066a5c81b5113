"""What a gathering is made of, who comes, who waits, and what is told to whom."""

from entraide.gatherings.models.gathering import Change, Gathering
from entraide.gatherings.models.messages import Delivery, Message, MessageTemplate
from entraide.gatherings.models.programme import Moment, Option, Speaker, Speaking
from entraide.gatherings.models.signups import (
    Allocation,
    PaperSheet,
    Party,
    SignUp,
    WaitingPlace,
    Wish,
)

__all__ = [
    "Allocation",
    "Change",
    "Delivery",
    "Gathering",
    "Message",
    "MessageTemplate",
    "Moment",
    "Option",
    "PaperSheet",
    "Party",
    "SignUp",
    "Speaker",
    "Speaking",
    "WaitingPlace",
    "Wish",
]
