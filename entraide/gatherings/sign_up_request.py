"""What a sign-up form asks, once it is understood."""

from dataclasses import dataclass, field
from datetime import datetime

from entraide.gatherings.models.signups import Party, SignUp


@dataclass(frozen=True)
class Attendee:
    """One of those who come together."""

    name: str
    peer_group_id: int
    diet: str = SignUp.Diet.ALL
    diet_note: str = ""
    structure: str = ""


@dataclass(frozen=True)
class SignUpRequest:
    """Everything a form said.

    `wishes` maps a moment's id to option ids, best first; None in the list stands for
    "from here on, it does not matter". An immediate moment has at most one.
    """

    attendees: tuple[Attendee, ...]
    tell_by: str
    wishes: dict[int, tuple[int | None, ...]] = field(default_factory=dict)
    email: str = ""
    phone: str = ""
    through: str = ""
    language: str = "fr"
    step_free: bool = False
    interpreting: str = ""
    children: int = 0
    other_needs: str = ""
    together_word: str = ""
    entered_how: str = Party.EnteredHow.SELF
    received_at: datetime | None = None

    @property
    def size(self) -> int:
        """How many come."""
        return len(self.attendees)
