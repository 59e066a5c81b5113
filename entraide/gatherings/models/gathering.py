"""The gathering itself and the log of what organisers change."""

import uuid
from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.scarce import Scarce
from entraide.notebooks.models import Notebook
from entraide.people.models import Collective, Person


class Gathering(Scarce):
    """A study day, a forum, a seminar, a visit, a café, a work party."""

    class Kind(models.TextChoices):
        STUDY_DAY = "study_day", _("journée d'étude")
        FORUM = "forum", _("forum")
        SEMINAR = "seminar", _("séminaire")
        VISIT = "visit", _("visite")
        CAFE = "cafe", _("café-citoyen")
        WORK_PARTY = "work_party", _("chantier")
        TALK = "talk", _("conférence")
        WORKSHOP = "workshop", _("atelier")
        MARCH = "march", _("marche")
        OTHER = "other", _("rencontre")

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publiée")
        CANCELLED = "cancelled", _("annulée")

    class WaitingRule(models.TextChoices):
        ARRIVAL = "arrival", _("dans l'ordre d'arrivée des demandes")
        LOTS = "lots", _("par tirage au sort, à une date annoncée")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    collective = models.ForeignKey(Collective, models.PROTECT, related_name="gatherings")
    cloned_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="clones"
    )
    slug = models.SlugField(_("adresse de la page"), max_length=80, unique=True)
    kind = models.CharField(_("genre"), max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(_("titre"), max_length=160)
    lead = models.TextField(_("en deux phrases"), max_length=600, blank=True)
    description = models.TextField(_("texte"), max_length=20_000, blank=True)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))

    sign_up_opens_at = models.DateTimeField(_("ouverture des inscriptions"), null=True, blank=True)
    sign_up_closes_at = models.DateTimeField(_("clôture des inscriptions"), null=True, blank=True)
    # Its page is read by everybody; organisers sign people up.
    by_invitation = models.BooleanField(_("sur invitation"), default=False)
    waiting_rule = models.CharField(
        _("liste d'attente"), max_length=8, choices=WaitingRule.choices, default=WaitingRule.ARRIVAL
    )
    lots_at = models.DateTimeField(_("date du tirage au sort"), null=True, blank=True)
    lots_drawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Published after the draw, so that anyone can redo it.
    lots_seed = models.CharField(max_length=64, blank=True, editable=False)
    offer_hours = models.PositiveSmallIntegerField(
        _("délai pour accepter une place offerte, en heures"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )

    languages = models.CharField(_("langues"), max_length=200, blank=True)
    access = models.TextField(_("accès et accueil"), max_length=1000, blank=True)
    price = models.CharField(_("prix"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail de contact"), blank=True)
    contact_phone = models.CharField(_("téléphone de contact"), max_length=30, blank=True)

    keep_contacts_days = models.PositiveSmallIntegerField(
        _("jours de garde des contacts après la rencontre"),
        default=90,
        validators=[MaxValueValidator(730)],
    )
    purged_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Where what the tables have in common is written.
    pooling = models.OneToOneField(
        Notebook, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    # SEQUENCE of the calendar file: one more at each change of time, place or state.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    # One more at each write that a public page may show; the key of the cached pages.
    version = models.PositiveIntegerField(default=0, editable=False)
    # One more at each write of an organiser; sign-ups leave it alone. The key of the shells.
    edition = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Scarce.Meta):
        ordering = ["starts_at"]
        constraints = [
            *Scarce.Meta.constraints,
            models.CheckConstraint(
                name="gathering_ends_after_it_begins",
                condition=models.Q(ends_at__gt=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="gathering_lots_have_a_date",
                condition=~models.Q(waiting_rule="lots") | models.Q(lots_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the public page."""
        return reverse("gatherings:gathering", args=[self.slug])

    @property
    def draws_lots_later(self) -> bool:
        """Whether the waiting list still waits for its draw."""
        return self.waiting_rule == self.WaitingRule.LOTS and self.lots_drawn_at is None

    @property
    def contacts_kept_until(self) -> datetime:
        """When contacts and needs are erased."""
        return self.ends_at + timedelta(days=self.keep_contacts_days)

    def sign_up_state(self, now: datetime) -> str:
        """Return "open", "soon" (opens later), "invitation" or "closed" at this moment."""
        closes_at = self.sign_up_closes_at or self.starts_at
        if self.state != self.State.PUBLISHED or now >= min(closes_at, self.ends_at):
            return "closed"
        if self.by_invitation:
            return "invitation"
        if self.sign_up_opens_at and now < self.sign_up_opens_at:
            return "soon"
        return "open"


class Change(models.Model):
    """One line of the change log: who did what, and why when it was a choice about someone."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="changes")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=300)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.what
