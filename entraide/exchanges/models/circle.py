"""The mutual aid of a collective: its rules, who is in it, under which name."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Notebook
from entraide.people.known import Known, known
from entraide.people.models import Collective, PeerGroup, Person, TellBy
from entraide.places.models import Neighbourhood

# A need that has its right for longer than this asks for a proposal.
WEEKS = 6
MONTH = timedelta(days=30)


class Circle(models.Model):
    """The mutual aid of a collective, once it is open."""

    collective = models.OneToOneField(Collective, models.CASCADE, related_name="circle")
    words = models.TextField(_("en quelques phrases"), max_length=600, blank=True)
    charter = models.TextField(_("charte"), max_length=10_000, blank=True)
    charter_review_on = models.DateField(_("charte à relire le"), null=True, blank=True)
    # The one person who reads what is signalled; not the coordination.
    trusted = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="trusting",
        verbose_name=_("personne de confiance"),
    )  # fmt: skip
    weeks = models.PositiveSmallIntegerField(
        _("au bout de combien de semaines une aide remplace un droit"), default=WEEKS
    )
    opened_on = models.DateField(default=timezone.localdate)
    # Where the stories that somebody wants to be heard are voices.
    stories = models.OneToOneField(
        Notebook, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    def __str__(self) -> str:
        return str(self.collective)

    @property
    def charter_is_old(self) -> bool:
        """Tell whether the day on which it should be read again has come."""
        return bool(self.charter_review_on and self.charter_review_on <= timezone.localdate())


class Neighbour(models.Model):
    """Somebody of the mutual aid: a person, a household, a group, under the name they choose.

    No account: four words open their pages. Whoever has an account may tie it to them.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("une personne")
        HOUSEHOLD = "household", _("un foyer")
        GROUP = "group", _("un groupe")

    class EnteredHow(models.TextChoices):
        SELF = "self", _("sur le site")
        PHONE = "phone", _("au téléphone")
        PAPER = "paper", _("sur papier")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="neighbours")
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="neighbours"
    )
    name = models.CharField(_("nom choisi"), max_length=80)
    kind = models.CharField(_("vous êtes"), max_length=9, choices=Kind.choices, default=Kind.PERSON)
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("collège"),
    )  # fmt: skip
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("quartier"),
    )  # fmt: skip
    # A square of 200 m, never an address; see `cells`.
    column = models.IntegerField(null=True, blank=True)
    row = models.IntegerField(null=True, blank=True)

    tell_by = models.CharField(max_length=10, choices=TellBy.choices)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    through = models.CharField(max_length=120, blank=True)
    languages = models.CharField(_("langues"), max_length=120, blank=True)

    # Digests only: the four words exist on the slip and nowhere else.
    receipt_digest = models.CharField(max_length=64, unique=True)
    key_digest = models.CharField(max_length=64)
    # What they are known by at gatherings and if they come back: of every contact they left here.
    known_by = models.JSONField(default=dict)
    entered_how = models.CharField(
        max_length=5, choices=EnteredHow.choices, default=EnteredHow.SELF
    )
    # When the team drew other four words for them.
    renewed_on = models.DateField(null=True, blank=True)
    # Whether they want to be in loops that a program finds.
    looped = models.BooleanField(_("me proposer des boucles d'entraide"), default=True)
    joined_on = models.DateField(default=timezone.localdate)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["circle", "key_digest"], name="neighbour_joins_once"),
            models.CheckConstraint(
                name="neighbour_cell_is_whole",
                condition=Q(column__isnull=True, row__isnull=True)
                | Q(column__isnull=False, row__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def renewed_lately(self) -> bool:
        """Tell whether the team drew other words for them in the last month."""
        return bool(self.renewed_on and self.renewed_on > timezone.localdate() - MONTH)

    @property
    def called(self) -> bool:
        """Tell whether somebody of the team calls them, or tells them through somebody."""
        return not self.email and bool(self.phone or self.through)

    @property
    def told_apart(self) -> str:
        """Return their name with what tells two of the same name apart, for the team."""
        number = f"…{self.phone[-2:]}" if self.phone else ""
        others = (self.neighbourhood, self.peer_group, number, self.through)
        return " · ".join(str(one) for one in (self.name, *others) if one)

    @property
    def known(self) -> Known:
        """Return what they are known by."""
        return known(self.known_by)


class Block(models.Model):
    """That somebody wants nothing to do with somebody: silent, absolute, in both directions."""

    by = models.ForeignKey(Neighbour, models.CASCADE, related_name="blocks")
    # Nobody once they left: who comes back under another name is kept apart again.
    of = models.ForeignKey(Neighbour, models.SET_NULL, null=True, related_name="+")
    of_known_by = models.JSONField(default=dict)
    # As they were called then: a new name is not told to who keeps away from them.
    of_name = models.CharField(max_length=80, blank=True)
    # That it follows from another one, of the same person under another name; in nobody's list.
    because = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="follows"
    )
    since = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "of"], name="blocked_once"),
            models.CheckConstraint(
                name="nobody_blocks_themselves", condition=~Q(by=models.F("of"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id}"

    @property
    def of_known(self) -> Known:
        """Return what the other is or was known by."""
        return known(self.of_known_by)


class Signal(models.Model):
    """What somebody tells the trusted person, and nobody else: a worry, a misuse, a danger."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="signals")
    # Nobody, for those who prefer it.
    neighbour = models.ForeignKey(
        Neighbour, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # To whom it was told: another trusted person, later, does not read it.
    trusted = models.ForeignKey(Person, models.CASCADE, related_name="+")
    words = models.TextField(_("ce qui se passe"), max_length=5_000)
    day = models.DateField(default=timezone.localdate)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class Mediation(models.Model):
    """Two or more people talk with somebody else: before anybody may be asked to leave."""

    class Outcome(models.TextChoices):
        OPEN = "", _("en cours")
        AGREED = "agreed", _("un accord")
        NOT_AGREED = "not_agreed", _("pas d'accord")

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="mediations")
    neighbour = models.ForeignKey(
        Neighbour, models.CASCADE, related_name="mediations", verbose_name=_("avec qui")
    )
    mediator = models.CharField(_("qui accompagne"), max_length=80)
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    opened_on = models.DateField(default=timezone.localdate)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"
