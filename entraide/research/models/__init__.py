"""Programme, actions and logbooks, seminars, mandates, the learning shelf."""

from entraide.research.models.action import (
    Carrying,
    CollectiveAction,
    Entry,
    Photograph,
)
from entraide.research.models.mandate import (
    Mandate,
    MandateMemo,
    MandateStep,
    OutsideInput,
)
from entraide.research.models.programme import (
    Agreement,
    Participant,
    Programme,
    Question,
)
from entraide.research.models.seminar import (
    Decision,
    Feedback,
    Improvement,
    ImprovementStep,
    Presence,
    Seminar,
    StageReview,
)
from entraide.research.models.shelf import (
    Module,
    ReadingItem,
    ReadingList,
    Resource,
    Season,
)

__all__ = [
    "Agreement",
    "Carrying",
    "CollectiveAction",
    "Decision",
    "Entry",
    "Feedback",
    "Improvement",
    "ImprovementStep",
    "Mandate",
    "MandateMemo",
    "MandateStep",
    "Module",
    "OutsideInput",
    "Participant",
    "Photograph",
    "Presence",
    "Programme",
    "Question",
    "ReadingItem",
    "ReadingList",
    "Resource",
    "Season",
    "Seminar",
    "StageReview",
]
