"""Who comes, what they wish, what they have, and who waits."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models.gathering import Gathering
from entraide.gatherings.models.programme import Moment, Option
from entraide.people.models import PeerGroup, Person, TellBy


class Party(models.Model):
    """Those who come together by one form: one receipt, one way to be told, one fate."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmée")
        WAITING = "waiting", _("en attente")
        CANCELLED = "cancelled", _("annulée")

    class EnteredHow(models.TextChoices):
        SELF = "self", _("sur le site")
        PHONE = "phone", _("au téléphone")
        PAPER = "paper", _("sur papier")
        DESK = "desk", _("sur place")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="parties")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    size = models.PositiveSmallIntegerField(default=1)
    # Digests only: the four words exist on the slip and nowhere else.
    receipt_digest = models.CharField(max_length=64, unique=True)
    # The form's idempotency key; sending the form again finds the same party.
    key_digest = models.CharField(max_length=64)

    tell_by = models.CharField(max_length=10, choices=TellBy.choices)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    through = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, default="fr")

    step_free = models.BooleanField(default=False)
    interpreting = models.CharField(max_length=80, blank=True)
    children = models.PositiveSmallIntegerField(default=0)
    other_needs = models.CharField(max_length=500, blank=True)
    # A word agreed between several sign-ups that want to be together.
    together_word = models.CharField(max_length=40, blank=True)

    entered_how = models.CharField(
        max_length=8, choices=EnteredHow.choices, default=EnteredHow.SELF
    )
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # When the request reached us, by whatever way: the order of the waiting list.
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "parties"
        ordering = ["received_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "key_digest"], name="party_form_once"),
            models.CheckConstraint(name="party_not_empty", condition=models.Q(size__gte=1)),
        ]
        indexes = [
            models.Index(fields=["gathering", "email"], name="party_email"),
            models.Index(fields=["gathering", "phone"], name="party_phone"),
        ]

    def __str__(self) -> str:
        return f"{self.uid}"


class SignUp(models.Model):
    """One person's place at a gathering, under the name they choose."""

    class Diet(models.TextChoices):
        ALL = "all", _("je mange de tout")
        VEGETARIAN = "vegetarian", _("végétarien")
        VEGAN = "vegan", _("végétalien")

    party = models.ForeignKey(Party, models.CASCADE, related_name="sign_ups")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=80)
    peer_group = models.ForeignKey(PeerGroup, models.PROTECT, related_name="+")
    diet = models.CharField(max_length=12, choices=Diet.choices, default=Diet.ALL)
    diet_note = models.CharField(max_length=200, blank=True)
    # For who comes on paid hours: the attendance sheet says it, nothing else does.
    structure = models.CharField(max_length=120, blank=True)
    # A digest that the same person has at another gathering of the collective, when a contact and a
    # name allow it: tables remember who met, without names (see actions.memory).
    memory = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        ordering = ["party", "position"]
        constraints = [
            models.UniqueConstraint(fields=["party", "position"], name="sign_up_position_once")
        ]

    def __str__(self) -> str:
        return self.name


class Wish(models.Model):
    """A ranked choice for a moment; no option means "from here on, it does not matter"."""

    party = models.ForeignKey(Party, models.CASCADE, related_name="wishes")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    option = models.ForeignKey(Option, models.CASCADE, null=True, blank=True, related_name="wishes")

    class Meta:
        verbose_name_plural = "wishes"
        ordering = ["party", "moment", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["party", "moment", "rank"], name="one_wish_per_rank"),
            models.UniqueConstraint(fields=["party", "option"], name="one_rank_per_wish"),
            models.UniqueConstraint(
                fields=["party", "moment"],
                name="one_any_per_moment",
                condition=models.Q(option__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.option or '*'}"


class Allocation(models.Model):
    """The option a person has for a moment; at most one."""

    class How(models.TextChoices):
        IMMEDIATE = "immediate", _("prise à l'inscription")
        COMPOSED = "composed", _("répartie d'après les souhaits")
        BY_HAND = "by_hand", _("changée à la main")

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="allocations")
    moment = models.ForeignKey(Moment, models.CASCADE, related_name="allocations")
    option = models.ForeignKey(Option, models.CASCADE, related_name="allocations")
    how = models.CharField(max_length=10, choices=How.choices, default=How.IMMEDIATE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "moment"], name="one_option_per_moment")
        ]

    def __str__(self) -> str:
        return f"{self.sign_up}: {self.option}"


class WaitingPlace(models.Model):
    """A party's rank in the queue of a gathering, or of one of its options."""

    class State(models.TextChoices):
        WAITING = "waiting", _("attend")
        OFFERED = "offered", _("place offerte")
        ACCEPTED = "accepted", _("place acceptée")
        DECLINED = "declined", _("place laissée")
        LAPSED = "lapsed", _("délai passé")
        WITHDRAWN = "withdrawn", _("retirée")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="waiting_places")
    option = models.ForeignKey(
        Option, models.CASCADE, null=True, blank=True, related_name="waiting_places"
    )
    party = models.ForeignKey(Party, models.CASCADE, related_name="waiting_places")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # Smaller comes first: the microsecond of arrival, or the rank drawn by lots.
    order = models.BigIntegerField()
    offered_at = models.DateTimeField(null=True, blank=True)
    # None while offered: no e-mail is known, someone calls and nothing expires by itself.
    offer_ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["party", "option"],
                name="waits_once_per_option",
                condition=models.Q(state__in=["waiting", "offered"]),
            ),
            models.UniqueConstraint(
                fields=["party"],
                name="waits_once_per_gathering",
                condition=models.Q(state__in=["waiting", "offered"], option__isnull=True),
            ),
        ]
        indexes = [
            models.Index(fields=["gathering", "option", "state", "order"], name="waiting_queue")
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.option or self.gathering}"


class PaperSheet(models.Model):
    """A blank form that was printed; its code makes one sign-up however often it is typed."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="paper_sheets")
    batch = models.UUIDField()
    code = models.CharField(max_length=8, unique=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.code
