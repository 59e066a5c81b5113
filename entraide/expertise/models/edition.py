"""A published edition: frozen, numbered, dated; it never changes afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.expertise.models.cahier import Cahier
from entraide.expertise.models.consent import ConsentRound
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Person


class Edition(models.Model):
    """An edition of a cahier: its text as it was, and the notebook of its sentences.

    Of the voices it quotes, `content` holds digests only; their words are in `Quotation`, from
    where they can be taken back without a sign of the edition changing.
    """

    cahier = models.ForeignKey(Cahier, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    notebook = models.OneToOneField(Notebook, models.PROTECT, related_name="edition")
    # In which the collective consented to it: one edition for a round.
    round = models.OneToOneField(ConsentRound, models.PROTECT, related_name="edition")
    published_on = models.DateField()
    # The whole edition as JSON in one fixed form, and its SHA-256.
    content = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["-published_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cahier", "number"], name="one_edition_per_number")
        ]

    def __str__(self) -> str:
        return self.notebook.title


class Quotation(models.Model):
    """The words of a voice that an edition quotes, until whoever said them takes them back."""

    note = models.OneToOneField(Note, models.CASCADE, related_name="quotation")
    voice = models.ForeignKey(Note, models.CASCADE, related_name="quotations")
    words = models.TextField(blank=True)
    # Goes with the words: without it, nobody can try words against the digest.
    salt = models.CharField(max_length=32, blank=True)
    taken_back_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="words_taken_back_are_gone",
                condition=models.Q(taken_back_on__isnull=True) | models.Q(words="", salt=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.note_id}"


class Erratum(models.Model):
    """What turned out to be wrong in an edition: beside it, never in it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="errata")
    number = models.PositiveIntegerField(_("phrase"), null=True, blank=True)
    text = models.TextField(_("ce qu'il faut lire"), max_length=1_000)
    day = models.DateField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
