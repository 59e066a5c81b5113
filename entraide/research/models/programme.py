"""The three-year programme: its questions, who takes part, what structures agreed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models import Notebook
from entraide.people.models import Collective, Organisation, PeerGroup, Person


class Programme(models.Model):
    """An action-research of a collective, three years as a rule; its title is its notebook's.

    The notebook holds what belongs to no single action: decisions, mandates, outside inputs.
    """

    class Access(models.TextChoices):
        TEAM = "team", _("celles et ceux qui y participent")
        PUBLIC = "public", _("tout le monde")

    notebook = models.OneToOneField(Notebook, models.CASCADE, related_name="programme")
    slug = models.SlugField(max_length=80, unique=True)
    intention = models.TextField(_("ce que nous cherchons"), max_length=2_000, blank=True)
    charter = models.TextField(_("charte"), max_length=10_000, blank=True)
    charter_review_on = models.DateField(_("charte à relire le"), null=True, blank=True)
    starts_on = models.DateField(_("commence le"))
    ends_on = models.DateField(_("finit le"))
    access = models.CharField(
        _("qui voit sa page"), max_length=6, choices=Access.choices, default=Access.TEAM
    )

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="programme_ends_after_it_begins",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return self.notebook.title

    @property
    def collective(self) -> Collective:
        """The collective that leads it."""
        return self.notebook.collective


class Question(models.Model):
    """A question that the collective works on for the three years."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions")
    label = models.CharField(_("en deux ou trois mots"), max_length=80)
    text = models.CharField(_("la question"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label


class Agreement(models.Model):
    """What a structure agrees to: paid hours for those it seconds, from when to when."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="agreements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    starts_on = models.DateField(_("à partir du"))
    ends_on = models.DateField(_("jusqu'au"))
    hours_per_quarter = models.PositiveSmallIntegerField(_("heures par personne et par trimestre"))
    signatory = models.CharField(
        _("qui signe"), max_length=120, blank=True,
        help_text=_("Une fonction, pas un nom : « la directrice »."),
    )  # fmt: skip
    signed_on = models.DateField(_("signée le"), null=True, blank=True)
    # A structure that ends early says why; what was done before stays counted.
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)
    ended_why = models.CharField(_("pourquoi"), max_length=300, blank=True)

    class Meta:
        ordering = ["organisation__name", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_it_begins",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}"


class Participant(models.Model):
    """Someone of the programme, from candidate to member; who leaves is no more told."""

    class Kind(models.TextChoices):
        CANDIDATE = "candidate", _("veut participer")
        MEMBER = "member", _("membre")
        OBSERVER = "observer", _("observe")
        STUDENT = "student", _("étudiante ou étudiant")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="participants")
    # Nobody for who wants to join, or has no e-mail: others type what they dictate.
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="participations"
    )
    name = models.CharField(_("nom choisi"), max_length=80)
    kind = models.CharField(_("place"), max_length=9, choices=Kind.choices)
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    # Among which peers they sit.
    peer_group = models.ForeignKey(
        PeerGroup, models.PROTECT, related_name="+", verbose_name=_("vous êtes")
    )
    contact = models.CharField(_("comment lui écrire ou l'appeler"), max_length=120, blank=True)
    agreement = models.ForeignKey(
        Agreement, models.SET_NULL, null=True, blank=True, related_name="participants"
    )
    tutor = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="tutees")
    joined_on = models.DateField(_("depuis le"))
    # When they said that they had read the charter.
    charter_read_on = models.DateField(null=True, blank=True)
    # The end of a student's term, or the day somebody left.
    until = models.DateField(_("jusqu'au"), null=True, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "person"], name="one_participation_per_programme"
            )
        ]

    def __str__(self) -> str:
        return self.name
