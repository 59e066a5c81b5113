"""What is typed of a right, and of a worry."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.rights import Claimed
from entraide.exchanges.models import RightClaim
from entraide.ui.fields import DayField, LineField, LinesField
from entraide.ui.forms import TALL


class RightForm(forms.Form):
    """A right that exists for a need."""

    right = LineField(
        label=gettext_lazy("Quel droit, quelle prestation ?"),
        max_length=200,
        help_text=gettext_lazy("Sans rien d'une personne : « la restauration scolaire »."),
    )
    service = LineField(label=gettext_lazy("Quel service devrait répondre ?"), max_length=120)
    asked_on = DayField(label=gettext_lazy("Demandé le"), required=False, initial=None)
    answered_on = DayField(label=gettext_lazy("Répondu le"), required=False, initial=None)
    granted = forms.TypedChoiceField(
        label=gettext_lazy("La réponse est…"), required=False, empty_value=None,
        coerce=lambda typed: typed == "True", widget=forms.RadioSelect,
        choices=[("True", gettext_lazy("oui")), ("False", gettext_lazy("non"))],
    )  # fmt: skip
    answer = LineField(label=gettext_lazy("En quelques mots"), max_length=300, required=False)
    counted = forms.BooleanField(
        label=gettext_lazy("J'accepte que ces heures comptent, sans nom, dans une proposition"),
        required=False,
        help_text=gettext_lazy(
            "On y lira le droit et le service, comme écrits ci-dessus, et les heures. Vous pouvez"
            " revenir là-dessus."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an answer before it was asked, or that says neither yes nor no."""
        data = super().clean() or {}
        asked, answered = data.get("asked_on"), data.get("answered_on")
        if answered and data.get("granted") is None:
            self.add_error("granted", _("Dites si c'est oui ou non."))
        if data.get("granted") is not None and not answered:
            self.add_error("answered_on", _("Dites quand."))
        if answered and (asked is None or answered < asked):
            self.add_error("answered_on", _("La réponse vient après la demande."))
        return data

    def claimed(self) -> Claimed:
        """Return what was typed."""
        return Claimed(**self.cleaned_data)


def initial_of(found: RightClaim | None) -> dict[str, Any] | None:
    """Return a right as its form has it."""
    names = ("right", "service", "asked_on", "answered_on", "answer", "granted", "counted")
    return {name: getattr(found, name) for name in names} if found else None


class SignalForm(forms.Form):
    """What worries somebody."""

    words = LinesField(label=gettext_lazy("Ce qui se passe"), max_length=5_000, widget=TALL)
    named = forms.BooleanField(
        label=gettext_lazy("Dire que c'est moi, pour qu'on me réponde"), required=False
    )
