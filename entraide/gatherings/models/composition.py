"""Composing the day: what was computed, the tables, who sits where, who must not sit together."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.gatherings.models.programme import Moment, Option
from entraide.gatherings.models.signups import SignUp
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import PeerGroup, Person
from entraide.places.models import Room


class Composition(models.Model):
    """One composition of a gathering: asked for, computed behind the pages, accepted or not."""

    class State(models.TextChoices):
        ASKED = "asked", _("demandée")
        RUNNING = "running", _("en cours")
        READY = "ready", _("à relire")
        ACCEPTED = "accepted", _("acceptée")
        DISCARDED = "discarded", _("laissée")
        IMPOSSIBLE = "impossible", _("impossible")

    class Way(models.TextChoices):
        NEW = "new", _("tout composer à neuf")
        FEW_MOVES = (
            "few_moves",
            _("garder ce qui est fait, déplacer le moins de personnes possible"),
        )

    class Who(models.TextChoices):
        CONFIRMED = "confirmed", _("toutes les personnes inscrites")
        ARRIVED = "arrived", _("les personnes vraiment arrivées")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="compositions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    way = models.CharField(max_length=10, choices=Way.choices, default=Way.NEW)
    who = models.CharField(max_length=10, choices=Who.choices, default=Who.CONFIRMED)
    # What is composed: [{"moment": 3, "tables": 22, "rooms": [1, 2]}, ...]
    parts = models.JSONField(default=list)
    seed = models.PositiveIntegerField(default=0)
    # Of all that the computation reads: another digest means that something changed since.
    input_digest = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    # Hundredths of the work planned.
    progress = models.PositiveSmallIntegerField(default=0)
    stop_asked = models.BooleanField(default=False)
    # Places, tables and their proof or bound, by number of sign-up: see bridge.
    result = models.JSONField(default=dict)
    # Why it cannot be, in a sentence.
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"


class Table(models.Model):
    """A table of a workshop: of peers, or mixed; who leads it and who writes."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField()
    # Which peers, when it is a table of peers.
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Which of the parallel workshops, when people chose between several.
    option = models.ForeignKey(Option, models.CASCADE, null=True, blank=True, related_name="tables")
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="+")
    facilitator = models.ForeignKey(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="leads"
    )
    scribe = models.ForeignKey(
        SignUp, models.SET_NULL, null=True, blank=True, related_name="writes"
    )

    # Where its scribe writes; the words stay when the table goes.
    notebook = models.OneToOneField(
        Notebook, models.SET_NULL, null=True, blank=True, related_name="table"
    )

    class Meta:
        ordering = ["moment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "number"], name="one_table_per_number"),
            models.CheckConstraint(
                name="table_led_and_written_by_two",
                condition=models.Q(facilitator__isnull=True)
                | models.Q(scribe__isnull=True)
                | ~models.Q(facilitator=models.F("scribe")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Seat(models.Model):
    """A person's seat at a table; one for each workshop."""

    table = models.ForeignKey(Table, models.CASCADE, related_name="seats")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="seats")
    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="seats")
    # Composing again leaves this person here.
    locked = models.BooleanField(default=False)

    class Meta:
        ordering = ["table", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "moment"], name="one_seat_per_workshop")
        ]

    def __str__(self) -> str:
        return f"{self.sign_up}: {self.table}"


class Subject(models.Model):
    """A question that came from other tables, carried to a table or to a whole workshop."""

    moment = models.ForeignKey(Moment, models.CASCADE, related_name="subjects")
    table = models.ForeignKey(Table, models.CASCADE, null=True, blank=True, related_name="subjects")
    note = models.ForeignKey(Note, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["moment", "note"],
                condition=models.Q(table__isnull=True),
                name="one_subject_per_workshop",
            ),
            models.UniqueConstraint(fields=["table", "note"], name="one_subject_per_table"),
        ]

    def __str__(self) -> str:
        return f"{self.moment}: {self.note}"


class Tie(models.Model):
    """Two people who must sit together, or must not meet; never with a reason."""

    class Kind(models.TextChoices):
        TOGETHER = "together", _("toujours à la même table")
        APART = "apart", _("jamais à la même table")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="ties")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    # The lower number first, so that a pair exists once.
    one = models.ForeignKey(SignUp, models.CASCADE, related_name="+")
    other = models.ForeignKey(SignUp, models.CASCADE, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="one_tie_per_pair"),
            models.CheckConstraint(
                name="tie_between_two_people", condition=models.Q(one__lt=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class HandMove(models.Model):
    """A change of tables by hand, with what undoes it."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="hand_moves")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # Where each person sat before: {number of the sign-up: number of the table row}.
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.moment}: {len(self.before)}"
