"""The quarterly seminar: a gathering, what each action tells, what peers answer, what changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models import Gathering, SignUp
from entraide.notebooks.models import Note
from entraide.people.models import Person
from entraide.research.models.action import CollectiveAction, Entry
from entraide.research.models.programme import Participant, Programme, Question


class Seminar(models.Model):
    """One of the seminars of a programme; its day, its place and its agenda are its gathering's."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="seminars")
    number = models.PositiveSmallIntegerField()
    gathering = models.OneToOneField(Gathering, models.PROTECT, related_name="seminar")

    class Meta:
        ordering = ["programme", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="one_seminar_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class StageReview(models.Model):
    """What an action tells at a seminar: tried, happened, asked; shared, it is a note."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="reviews")
    action = models.ForeignKey(CollectiveAction, models.CASCADE, related_name="reviews")
    tried = models.TextField(_("ce que nous avons essayé"), max_length=2_000, blank=True)
    happened = models.TextField(_("ce qui s'est passé"), max_length=2_000, blank=True)
    asks = models.TextField(_("ce que nous demandons aux pairs"), max_length=2_000, blank=True)
    # The lines of the logbook that it rests on.
    entries = models.ManyToManyField(Entry, related_name="reviews", blank=True)
    note = models.OneToOneField(Note, models.SET_NULL, null=True, blank=True, related_name="review")
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["seminar", "action"]
        constraints = [
            models.UniqueConstraint(
                fields=["seminar", "action"], name="one_review_per_action_and_seminar"
            )
        ]

    def __str__(self) -> str:
        return f"{self.seminar_id}: {self.action_id}"


class Feedback(models.Model):
    """What peers say of a stage review: a note, without who said it."""

    review = models.ForeignKey(StageReview, models.CASCADE, related_name="feedbacks")
    note = models.OneToOneField(Note, models.CASCADE, related_name="feedback")
    # The team answers without changing anything, and says why.
    left_why = models.CharField(_("pourquoi nous n'en faisons rien"), max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note_id}"


class Improvement(models.Model):
    """What a team changes after a feedback: tried, then kept, changed or dropped, and why."""

    class State(models.TextChoices):
        TRIED = "tried", _("à l'essai")
        KEPT = "kept", _("gardée")
        CHANGED = "changed", _("changée")
        DROPPED = "dropped", _("abandonnée")

    OPEN = (State.TRIED, State.CHANGED)

    feedback = models.OneToOneField(Feedback, models.CASCADE, related_name="improvement")
    note = models.OneToOneField(Note, models.CASCADE, related_name="improvement")
    question = models.ForeignKey(
        Question, models.SET_NULL, null=True, blank=True, related_name="improvements"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.TRIED)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.state}"


class ImprovementStep(models.Model):
    """What became of an improvement, when and why."""

    improvement = models.ForeignKey(Improvement, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=7, choices=Improvement.State.choices)
    day = models.DateField()
    why = models.CharField(_("pourquoi"), max_length=500)

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.improvement_id}: {self.state}"


class Decision(models.Model):
    """What a seminar decides, who does it, until when."""

    seminar = models.ForeignKey(Seminar, models.CASCADE, related_name="decisions")
    note = models.OneToOneField(Note, models.CASCADE, related_name="decision")
    carried_by = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note_id}"


class Presence(models.Model):
    """A participant's place at a gathering of the programme; arrivals say whether they came."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="presences")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="presences")
    sign_up = models.OneToOneField(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="presence"
    )
    # Minutes, when they are not those of the programme of the day; and why.
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "participant"], name="present_once")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.gathering_id}"
