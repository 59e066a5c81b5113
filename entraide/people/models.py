"""People and the groups they act in."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.places.models import Neighbourhood


class TellBy(models.TextChoices):
    """How someone wants to be told."""

    EMAIL = "email", _("par e-mail")
    PHONE = "phone", _("par téléphone")
    COME_BACK = "come_back", _("je repasserai")
    THROUGH = "through", _("par une personne ou une structure")


class PersonManager(BaseUserManager["Person"]):
    """Makes people; nobody has a password."""

    def make(self, *, name: str, email: str | None = None) -> "Person":
        """Return a new person who can log in by a code when an e-mail is given."""
        person = Person(name=name, email=self.normalize_email(email).lower() if email else None)
        person.set_unusable_password()
        person.save()
        return person


class Person(AbstractBaseUser):
    """Someone with an account or a card, under the name they choose."""

    name = models.CharField(_("nom choisi"), max_length=80)
    email = models.EmailField(_("e-mail"), null=True, blank=True, unique=True)
    phone = models.CharField(_("téléphone"), max_length=30, blank=True)
    language = models.CharField(_("langue"), max_length=10, default="fr")
    tell_by = models.CharField(max_length=10, choices=TellBy.choices, default=TellBy.EMAIL)
    is_active = models.BooleanField(default=True)

    objects = PersonManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name


class PeerGroup(models.Model):
    """A "collège": people who share a position, seated among peers in the morning."""

    class Dye(models.TextChoices):
        """The colour, always with its weave pattern and its name."""

        MADDER = "madder", _("garance, diagonales")
        WOAD = "woad", _("pastel, rayures")
        VERDIGRIS = "verdigris", _("vert-de-gris, points")
        WELD = "weld", _("gaude, carreaux")
        INK = "ink", _("encre, chevrons")
        SOFT = "soft", _("lin, trame")

    name = models.CharField(_("nom"), max_length=80, unique=True)
    slug = models.SlugField(max_length=40, unique=True)
    dye = models.CharField(_("couleur et motif"), max_length=10, choices=Dye.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Organisation(models.Model):
    """A "structure": association, school, centre, institution."""

    name = models.CharField(_("nom"), max_length=120, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """One of the roles a person holds, in a structure or not."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="affiliations"
    )
    role = models.CharField(_("rôle"), max_length=120)

    def __str__(self) -> str:
        return f"{self.role}, {self.organisation}" if self.organisation else self.role


class Collective(models.Model):
    """A "collectif": those who act together and see the same things."""

    name = models.CharField(_("nom"), max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    neighbourhood = models.ForeignKey(
        Neighbourhood, models.PROTECT, null=True, blank=True, related_name="collectives"
    )
    purpose = models.TextField(_("raison d'être"), max_length=1000, blank=True)
    charter = models.TextField(_("charte"), max_length=10_000, blank=True)
    charter_review_on = models.DateField(_("charte à relire le"), null=True, blank=True)
    contact_email = models.EmailField(_("e-mail de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=30, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a member does for the collective, from most to least."""

    COORDINATOR = "coordinator", _("coordination")
    FACILITATOR = "facilitator", _("animation")
    RESEARCHER = "researcher", _("recherche")
    RECEPTION = "reception", _("accueil")
    MEMBER = "member", _("membre")


# What each page of the desk asks for, from the least to the most trusted.
DESK = (Role.COORDINATOR, Role.FACILITATOR, Role.RECEPTION)
# Who reads what was said.
LISTENERS = (Role.COORDINATOR, Role.FACILITATOR, Role.RESEARCHER)
TEAM = (*DESK, Role.RESEARCHER)
EDITORS = (Role.COORDINATOR, Role.FACILITATOR)
COORDINATORS = (Role.COORDINATOR,)


class Membership(models.Model):
    """A person's place in a collective."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    collective = models.ForeignKey(Collective, models.CASCADE, related_name="memberships")
    role = models.CharField(_("rôle"), max_length=12, choices=Role.choices)
    seconded_by = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="secondments",
        verbose_name=_("détachée ou détaché par"),
    )
    hours_per_quarter = models.PositiveSmallIntegerField(
        _("heures par trimestre"), null=True, blank=True
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "collective"], name="one_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"

    @property
    def welcomes(self) -> bool:
        """Tell whether this member sees who comes."""
        return self.may(DESK)

    @property
    def organises(self) -> bool:
        """Tell whether this member sees the gatherings as they are prepared."""
        return self.may(TEAM)

    @property
    def front(self) -> str:
        """The name of the first page of this member's desk."""
        return "gatherings:desk" if self.organises else "research:programmes"

    @property
    def listens(self) -> bool:
        """Tell whether this member reads what was said."""
        return self.may(LISTENERS)

    @property
    def leads(self) -> bool:
        """Tell whether this member changes the programme, the tables, the texts."""
        return self.may(EDITORS)

    @property
    def coordinates(self) -> bool:
        """Tell whether this member names the others."""
        return self.may(COORDINATORS)

    def may(self, roles: Iterable[str]) -> bool:
        """Tell whether this member holds one of these roles."""
        return self.role in set(roles)


class Apart(models.Model):
    """That two people are never brought together, by what they are known by; nobody is told why.

    Digests only, the smaller first: it says neither who asked nor who they are.
    """

    collective = models.ForeignKey(Collective, models.CASCADE, related_name="+")
    one = models.CharField(max_length=64)
    other = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collective", "one", "other"], name="apart_once"),
            models.CheckConstraint(
                name="apart_is_sorted", condition=models.Q(one__lt=models.F("other"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
