"""What is typed of a mediation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entraide.exchanges.models import Circle, Mediation, Neighbour
from entraide.ui.fields import LineField


class MediationForm(forms.Form):
    """With whom somebody talks, and who accompanies."""

    neighbour = forms.ModelChoiceField(
        label=gettext_lazy("Avec qui ?"), queryset=Neighbour.objects.none(), empty_label=None
    )
    mediator = LineField(
        label=gettext_lazy("Qui accompagne ?"),
        max_length=80,
        help_text=gettext_lazy("Quelqu'un que les deux côtés acceptent."),
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any):
        """Offer the people of the circle."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["neighbour"].queryset = Neighbour.objects.filter(circle=circle, left_on=None)


class OutcomeForm(forms.Form):
    """How a mediation ended."""

    outcome = forms.ChoiceField(
        choices=[one for one in Mediation.Outcome.choices if one[0]], required=True
    )
