"""Offers and needs: of things, skills, time, room, transport, company."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models.circle import Circle, Neighbour
from entraide.people.known import folded
from entraide.people.models import Person
from entraide.places.models import Place

# How long one stays when nothing is said.
USUAL = timedelta(days=60)
# How long it can be prolonged after its end; then it is erased.
LINGERS = timedelta(days=30)
# How long before its end its author is asked whether it still holds.
SOON = timedelta(days=5)


class How(models.TextChoices):
    """The ways to help each other, never mixed."""

    GIFT = "gift", _("don")
    LOAN = "loan", _("prêt")
    EXCHANGE = "exchange", _("échange")
    COMMON = "common", _("à plusieurs")


class Category(models.Model):
    """A branch of the short tree in which offers and needs are found."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="categories")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="children"
    )
    name = models.CharField(_("nom"), max_length=60)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "parent", "name"], name="one_category_per_name"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """What an offer and a need have in common."""

    class Audience(models.TextChoices):
        PRIVATE = "private", _("personne : on me propose, je choisis")
        COLLECTIVE = "collective", _("celles et ceux de l'entraide")
        NEIGHBOURHOOD = "neighbourhood", _("tout le quartier")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="%(class)ss")
    category = models.ForeignKey(
        Category, models.PROTECT, related_name="%(class)ss", verbose_name=_("de quoi s'agit-il")
    )
    how = models.CharField(_("comment"), max_length=8, choices=How.choices, default=How.GIFT)
    title = models.CharField(_("en quelques mots"), max_length=80)
    words = models.TextField(_("si vous voulez en dire plus"), max_length=600, blank=True)
    when = models.CharField(_("quand"), max_length=120, blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("où")
    )
    languages = models.CharField(_("langues"), max_length=120, blank=True)
    until = models.DateField(_("jusqu'au"))
    audience = models.CharField(_("qui le voit"), max_length=13, choices=Audience.choices)
    made_on = models.DateField(default=timezone.localdate)
    withdrawn_on = models.DateField(null=True, blank=True)
    # When the team hid it, and why: its author reads it.
    hidden_on = models.DateField(null=True, blank=True)
    hidden_why = models.CharField(_("pourquoi"), max_length=300, blank=True)
    # Who typed it for somebody on the phone, or from a paper board.
    entered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    # What the search reads: its words, when, where, in which languages; no case, no accents.
    folded = models.TextField(blank=True, editable=False)
    # When its author was asked whether it still holds.
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-made_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: Any) -> None:
        """Keep what the search reads with what people read."""
        said = (self.title, self.words, self.when, self.languages, str(self.place or ""))
        self.folded = folded(" ".join(filter(None, said)))
        fields = kwargs.get("update_fields")
        if fields is not None:
            kwargs["update_fields"] = {*fields, "folded"}
        super().save(**kwargs)

    @property
    def hidden(self) -> bool:
        """Tell whether the team hid it; what is private is read by nobody anyway."""
        return self.hidden_on is not None and self.audience != self.Audience.PRIVATE

    @property
    def over(self) -> bool:
        """Tell whether its last day has passed; it may be prolonged."""
        return self.until < timezone.localdate()


class Offer(Post):
    """What somebody gives, lends, exchanges or does with others; never private."""

    neighbour = models.ForeignKey(Neighbour, models.CASCADE, related_name="offers")

    class Meta(Post.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="an_offer_is_seen", condition=~Q(audience=Post.Audience.PRIVATE)
            )
        ]
        indexes = [models.Index(fields=["circle", "until", "-made_on"], name="offers_of_the_board")]


class Need(Post):
    """What somebody needs: private unless they say otherwise.

    It may be carried by somebody they trust, who answers for them: who needs it is then named
    nowhere, not even here.
    """

    neighbour = models.ForeignKey(
        Neighbour, models.CASCADE, null=True, blank=True, related_name="needs"
    )
    carried_by = models.ForeignKey(
        Neighbour, models.CASCADE, null=True, blank=True, related_name="carried"
    )
    met_on = models.DateField(null=True, blank=True)

    class Meta(Post.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                name="a_need_is_somebodys",
                condition=Q(neighbour__isnull=False, carried_by__isnull=True)
                | Q(neighbour__isnull=True, carried_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["circle", "until", "-made_on"], name="needs_of_the_board")]

    @property
    def answers(self) -> Neighbour:
        """Who is written to: the one in need, or who carries it for them."""
        found = self.neighbour or self.carried_by
        assert found is not None  # noqa: S101 the constraint above
        return found
