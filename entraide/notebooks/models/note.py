"""Notes, what they rest on, and the traces of their changes."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models.notebook import Notebook
from entraide.people.models import PeerGroup, Person

LONGEST_TEXT = 10_000


class Note(models.Model):
    """Something said, observed, measured, claimed, proposed, answered: without author.

    No moment finer than the day is kept. A note that was withdrawn keeps its number and its
    anchors, not its words.
    """

    class Kind(models.TextChoices):
        VOICE = "voice", _("parole")
        OBSERVATION = "observation", _("observation")
        MEASURE = "measure", _("mesure")
        CLAIM = "claim", _("affirmation")
        PROPOSAL = "proposal", _("proposition")
        ANSWER = "answer", _("réponse")
        FEEDBACK = "feedback", _("retour")
        IMPROVEMENT = "improvement", _("amélioration")
        QUOTE = "quote", _("citation")
        REVIEW = "review", _("point d'étape")
        DECISION = "decision", _("décision")

    class Stance(models.TextChoices):
        NONE = "", _("sans position")
        FOR = "for", _("critique positive")
        AGAINST = "against", _("critique négative")
        QUESTION = "question", _("question")
        PROPOSAL = "proposal", _("proposition")

    class Showing(models.TextChoices):
        UNREAD = "unread", _("pas encore relue")
        SHOWN = "shown", _("montrable")
        WITHHELD = "withheld", _("gardée pour nous")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notebook = models.ForeignKey(Notebook, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=Kind.choices, default=Kind.VOICE)
    stance = models.CharField(max_length=8, choices=Stance.choices, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    language = models.CharField(max_length=10, default="fr")
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    day = models.DateField()
    # How often the words were changed where they were written: the higher number wins.
    revision = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    # What two readers said of showing it: a voice is shown to nobody else before. Withheld, it is
    # still counted.
    showing = models.CharField(max_length=8, choices=Showing.choices, default=Showing.UNREAD)
    # The words as they are searched, see `french`.
    searched = models.TextField(blank=True)

    class Meta:
        ordering = ["notebook", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notebook", "number"], name="one_note_per_number"),
            models.CheckConstraint(
                name="withdrawn_without_words",
                condition=models.Q(withdrawn=False) | models.Q(text="", searched=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notebook_id}.{self.number}"


class Anchor(models.Model):
    """A link of the thread: a note rests on a note. The thread never comes back on itself."""

    class How(models.TextChoices):
        RESTS = "rests", _("s'appuie sur")
        JOINS = "joins", _("rejoint")
        ABOUT = "about", _("parle de")
        FOLLOWS = "follows", _("remplace")
        QUOTES = "quotes", _("cite")
        ANSWERS = "answers", _("répond à")

    # Both ways are found in the two indexes below.
    note = models.ForeignKey(Note, models.CASCADE, related_name="anchors", db_index=False)
    rests_on = models.ForeignKey(Note, models.CASCADE, related_name="carries", db_index=False)
    how = models.CharField(max_length=7, choices=How.choices, default=How.RESTS)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "rests_on"], name="one_anchor_per_pair"),
            models.CheckConstraint(
                name="a_note_does_not_rest_on_itself",
                condition=~models.Q(note=models.F("rests_on")),
            ),
        ]
        indexes = [models.Index(fields=["rests_on", "note"], name="up_the_thread")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.how} {self.rests_on_id}"


class NoteChange(models.Model):
    """That a note was changed, when and by whom; never what it said."""

    class What(models.TextChoices):
        CORRECTED = "corrected", _("corrigée")
        WITHDRAWN = "withdrawn", _("retirée")
        WITHHELD = "withheld", _("gardée pour nous")
        SHOWN = "shown", _("montrable")

    note = models.ForeignKey(Note, models.CASCADE, related_name="changes")
    what = models.CharField(max_length=9, choices=What.choices)
    day = models.DateField()
    # Nobody: whoever said it, or the table itself.
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.note}: {self.what}"


class Reading(models.Model):
    """What one reader says of showing a voice, whether one could recognise who spoke."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="readings")
    reader = models.ForeignKey(Person, models.CASCADE, related_name="+")
    shows = models.BooleanField()
    day = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "reader"], name="one_reading_per_reader")
        ]

    def __str__(self) -> str:
        return f"{self.note}: {self.shows}"
