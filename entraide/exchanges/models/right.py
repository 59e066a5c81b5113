"""Rights that mutual aid stands in for: a service ought to answer; it was asked, it answered."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models.post import Need


def not_granted(prefix: str = "") -> Q:
    """Return rights neither answered, nor answered yes: a refusal leaves the need to neighbours."""
    return Q(**{f"{prefix}answered_on": None}) | Q(**{f"{prefix}granted": False})


class RightClaim(models.Model):
    """That a right exists for a need."""

    need = models.OneToOneField(Need, models.CASCADE, related_name="right")
    right = models.CharField(_("quel droit, quelle prestation"), max_length=200)
    service = models.CharField(_("quel service devrait répondre"), max_length=120)
    asked_on = models.DateField(_("demandé le"), null=True, blank=True)
    answered_on = models.DateField(_("répondu le"), null=True, blank=True)
    answer = models.CharField(_("la réponse"), max_length=300, blank=True)
    # Nothing while no answer came; a refusal does not end what neighbours stand in for.
    granted = models.BooleanField(_("le droit est ouvert"), null=True, blank=True)
    # Those concerned agree that the hours are counted, without a name, in a proposal.
    counted = models.BooleanField(
        _("compter ces heures, sans nom, dans une proposition"), default=False
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.right

    @property
    def waits(self) -> bool:
        """Tell whether it is not answered, or answered no."""
        return self.answered_on is None or self.granted is False
