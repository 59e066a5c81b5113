"""What a gathering is made of, who comes, who waits, and what is told to whom."""

from entraide.gatherings.models.arrival import Arrival
from entraide.gatherings.models.composition import (
    Composition,
    HandMove,
    Seat,
    Subject,
    Table,
    Tie,
)
from entraide.gatherings.models.gathering import Change, Gathering
from entraide.gatherings.models.messages import Delivery, Message, MessageTemplate
from entraide.gatherings.models.printing import PrintOut
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
    "Arrival",
    "Change",
    "Composition",
    "Delivery",
    "Gathering",
    "HandMove",
    "Message",
    "MessageTemplate",
    "Moment",
    "Option",
    "PaperSheet",
    "Party",
    "PrintOut",
    "Seat",
    "SignUp",
    "Speaker",
    "Speaking",
    "Subject",
    "Table",
    "Tie",
    "WaitingPlace",
    "Wish",
]
