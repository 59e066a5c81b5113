"""Where notes are kept."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.people.models import Collective, PeerGroup


class Notebook(models.Model):
    """A "carnet" of a collective: of a table, of a text under discussion, of a pooling."""

    class Kind(models.TextChoices):
        TABLE = "table", _("carnet de table")
        TEXT = "text", _("texte en discussion")
        POOLING = "pooling", _("mise en commun")
        LOGBOOK = "logbook", _("journal de bord")
        POLL = "poll", _("vote")
        CAHIER = "cahier", _("cahier en cours d'écriture")
        EDITION = "edition", _("cahier publié")
        PROPOSAL = "proposal", _("proposition")

    class Access(models.TextChoices):
        LISTENERS = "listeners", _("coordination, animation et recherche du collectif")
        PUBLIC = "public", _("tout le monde")

    # Shown, closed and opened by what they are of, never by hand.
    KEPT_ELSEWHERE = (Kind.CAHIER, Kind.EDITION, Kind.PROPOSAL)

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collective = models.ForeignKey(Collective, models.CASCADE, related_name="notebooks")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    access = models.CharField(max_length=9, choices=Access.choices, default=Access.LISTENERS)
    title = models.CharField(_("titre"), max_length=200)
    # Where it was: the gathering and its workshop, in words.
    occasion = models.CharField(max_length=250, blank=True)
    # What is under discussion, in words.
    subject = models.CharField(_("sujet"), max_length=1000, blank=True)
    # Who speaks here when nothing else is said: the peers of a peer table.
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # The number of the last note: notes are numbered from 1, and a number is never given again.
    last_number = models.PositiveIntegerField(default=0)
    # Nothing is added any more; whoever leads the collective may open it again.
    closed = models.BooleanField(default=False)
    # The table heard its voices read back before it closed.
    read_back = models.BooleanField(default=False)

    # The version of a text that this one takes the place of; both stay.
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="versions"
    )

    # Where everybody reads it, and how things stand, in words; for what has its own pages.
    page = models.CharField(max_length=200, blank=True)
    standing = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title


class Provenance(models.Model):
    """What may be told of who said the voices of a notebook, and where; see `provenance`.

    Kept when people are erased: it holds no number of people, only what follows from them.
    """

    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="provenance")
    # {number of a peer group, or "": {"place": near to far, "peers": told or not}}
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.notebook_id}"
