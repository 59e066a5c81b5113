"""A collective action, who carries it, and its logbook, private line by line."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Person
from entraide.places.models import Neighbourhood
from entraide.research.models.programme import Participant, Programme


class CollectiveAction(models.Model):
    """What is done together in a neighbourhood; its title is its notebook's, a logbook.

    Its first note is what it intends, and rests on the proposal or the sentence it comes from.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("se prépare")
        RUNNING = "running", _("en cours")
        PAUSED = "paused", _("en pause")
        ENDED = "ended", _("terminée")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="actions")
    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="action")
    note = models.OneToOneField(Note, models.PROTECT, related_name="action")
    slug = models.SlugField(max_length=80, unique=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="actions",
        verbose_name=_("quartier"),
    )  # fmt: skip
    public = models.CharField(_("avec qui"), max_length=200, blank=True)
    shows = models.TextField(_("ce qui montrerait que cela marche"), max_length=1_000, blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State.choices, default=State.PREPARED)
    began_on = models.DateField(_("commence le"))
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)
    ended_why = models.CharField(_("pourquoi"), max_length=300, blank=True)

    class Meta:
        ordering = ["began_on", "pk"]

    def __str__(self) -> str:
        return self.notebook.title


class Carrying(models.Model):
    """That a participant carries an action, or helps to."""

    action = models.ForeignKey(CollectiveAction, models.CASCADE, related_name="team")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="carryings")
    leads = models.BooleanField(_("la porte"), default=False)
    since = models.DateField(default=timezone.localdate)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-leads", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "participant"],
                name="carries_once",
                condition=models.Q(until__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}: {self.action_id}"


class Entry(models.Model):
    """A dated line of a logbook: its author's alone until they share it.

    Shared with the collective or everybody, it is a note of the thread and its words are the
    note's; before, they are here and nowhere else, not in the index of what is searched.
    """

    class Kind(models.TextChoices):
        OBSERVATION = "observation", _("observation")
        DIFFICULTY = "difficulty", _("difficulté")
        DECISION = "decision", _("décision")
        FIGURE = "figure", _("chiffre")
        PHOTOGRAPH = "photograph", _("photo d'une chose ou d'un lieu")

    class Sharing(models.TextChoices):
        PRIVATE = "private", _("moi seulement")
        TEAM = "team", _("l'équipe de l'action")
        COLLECTIVE = "collective", _("le collectif de recherche")
        PUBLIC = "public", _("tout le monde")

    # Told in the thread of the collective.
    TOLD = (Sharing.COLLECTIVE, Sharing.PUBLIC)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.ForeignKey(CollectiveAction, models.CASCADE, related_name="entries")
    # Nobody once its author was erased: what was shared stays, what was private is erased before.
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    kind = models.CharField(_("genre"), max_length=11, choices=Kind.choices)
    sharing = models.CharField(
        _("qui peut la lire"), max_length=10, choices=Sharing.choices, default=Sharing.PRIVATE
    )
    day = models.DateField(_("le"))
    text = models.TextField(max_length=5_000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)
    note = models.OneToOneField(Note, models.SET_NULL, null=True, blank=True, related_name="entry")
    rests_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="carries")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["action", "day"], name="logbook_in_order")]
        constraints = [
            models.CheckConstraint(
                name="told_words_are_in_the_thread",
                condition=models.Q(note__isnull=True) | models.Q(text=""),
            ),
            # What is private or the team's is not in the thread.
            models.CheckConstraint(
                name="only_told_entries_have_a_note",
                condition=models.Q(note__isnull=True)
                | models.Q(sharing__in=["collective", "public"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.uid}"

    @property
    def words(self) -> str:
        """What it says, wherever its words are kept."""
        return self.note.text if self.note else self.text


class Photograph(models.Model):
    """A picture of a thing or a place, never of a face; kept small, without what cameras add.

    The words of its line say what it shows. It is in the database: saved, restored and taken away
    with its line. Nothing but the address of the picture reads `content`.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, related_name="photograph")
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def kilobytes(self) -> int:
        """What it weighs."""
        return round(self.size / 1000) or 1
