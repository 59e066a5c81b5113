"""Polls, and what people say of their statements."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Note, Notebook
from entraide.people.models import PeerGroup


class Poll(models.Model):
    """Statements put to the vote: the notes of its notebook, which rest on voices.

    Its title and its question are those of the notebook.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("en préparation")
        OPEN = "open", _("ouvert")
        CLOSED = "closed", _("fermé")

    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="poll")
    state = models.CharField(max_length=6, choices=State.choices, default=State.DRAFT)
    # Everybody may read what the votes say.
    results_shown = models.BooleanField(default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.notebook.title

    @property
    def tells(self) -> bool:
        """Tell whether everybody may read what its votes say.

        Only once it is closed: two counts a ballot apart would tell that ballot.
        """
        counted = Reckoning.objects.filter(poll=self).exclude(solution={})
        return self.results_shown and self.state == self.State.CLOSED and counted.exists()


class Ballot(models.Model):
    """What one person votes, without name; `uid` is kept by the device of who votes."""

    class Way(models.TextChoices):
        PHONE = "phone", _("sur un appareil")
        PAPER = "paper", _("sur papier")
        IMPORTED = "imported", _("d'un fichier")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="ballots")
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.PHONE)
    # How often it was voted on: tells whether a count is of these votes.
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.poll_id}.{self.pk}"


class Vote(models.Model):
    """Whether a person agrees with a statement."""

    class Value(models.IntegerChoices):
        AGREE = 1, _("d'accord")
        DISAGREE = -1, _("pas d'accord")
        PASS = 0, _("je passe")

    ballot = models.ForeignKey(Ballot, models.CASCADE, related_name="votes", db_index=False)
    statement = models.ForeignKey(Note, models.CASCADE, related_name="votes")
    value = models.SmallIntegerField(choices=Value.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ballot", "statement"], name="one_vote_per_ballot_and_statement"
            ),
            models.CheckConstraint(
                name="agree_disagree_or_pass", condition=models.Q(value__in=[-1, 0, 1])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}, {self.statement_id}: {self.value}"


class RaisedHands(models.Model):
    """How many hands of a peer group were raised for a statement, in a room.

    Never added to ballots: the same people may have voted both ways.
    """

    statement = models.ForeignKey(Note, models.CASCADE, related_name="raised_hands")
    peer_group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="+")
    agree = models.PositiveSmallIntegerField(_("d'accord"), default=0)
    disagree = models.PositiveSmallIntegerField(_("pas d'accord"), default=0)
    passed = models.PositiveSmallIntegerField(_("passent"), default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "peer_group"], name="hands_once_per_statement_and_group"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}, {self.peer_group}: {self.agree}"

    @property
    def total(self) -> int:
        """Return how many people raised a hand."""
        return self.agree + self.disagree + self.passed


class Reckoning(models.Model):
    """What the ballots of a poll say ("dépouillement"): computed behind the pages."""

    class State(models.TextChoices):
        ASKED = "asked", _("demandé")
        READY = "ready", _("prêt")
        LOST = "lost", _("interrompu")

    poll = models.OneToOneField(Poll, models.CASCADE, related_name="reckoning")
    state = models.CharField(max_length=5, choices=State.choices, default=State.ASKED)
    # Of the ballots and statements that were counted: another digest means others since.
    digest = models.CharField(max_length=64, blank=True)
    ballots = models.PositiveIntegerField(default=0)
    votes = models.PositiveIntegerField(default=0)
    # An answer as `docs/formats.md` says; people and statements are named by their numbers.
    solution = models.JSONField(default=dict)
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.poll}: {self.state}"
