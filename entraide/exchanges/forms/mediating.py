"""What is typed of a mediation."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.models import Circle, Mediation, Neighbour
from entraide.exchanges.queries import people
from entraide.ui.fields import LineField

# So many people are a choice that one reads.
MOST = 20


class NeighbourField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of the circle, told from others of the same name."""

    def label_from_instance(self, obj: Neighbour) -> str:
        """Return their name, their quarter, their college, the end of their number."""
        return obj.told_apart


class MediationForm(forms.Form):
    """With whom somebody talks, and who accompanies."""

    name = LineField(
        label=gettext_lazy("Avec qui ?"),
        max_length=80,
        help_text=gettext_lazy("Un prénom, un surnom"),
    )
    # Asked when several have that name.
    neighbour = NeighbourField(
        label=gettext_lazy("Laquelle de ces personnes ?"),
        queryset=Neighbour.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        required=False,
    )
    mediator = LineField(
        label=gettext_lazy("Qui accompagne ?"),
        max_length=80,
        help_text=gettext_lazy("Quelqu'un que les deux côtés acceptent."),
    )

    def __init__(self, *args: Any, circle: Circle, **kwargs: Any):
        """Offer the people of the circle who have the name that was typed."""
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        name = str(self.data.get("name", "")).strip()[:80]
        self.named = people.called(circle, name)[:MOST] if name else []
        # A part of a name is a guess: one chooses, even among one.
        self.only = people.just(self.named, name)
        if not self.named or self.only:
            del fields["neighbour"]
        else:
            fields["neighbour"].queryset = people.whole(self.named)

    def clean(self) -> dict[str, Any]:
        """Return who it is: the only one of that name, or the one who was chosen."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.only:
            data["neighbour"] = self.only
        elif data.get("neighbour") is None and data.get("name"):
            self.add_error("name", self._not_one())
        return data

    def _not_one(self) -> str:
        if not self.named:
            return _("Personne ici ne s'appelle ainsi.")
        return _("Plusieurs personnes s'appellent ainsi : choisissez, ou écrivez le nom entier.")


class OutcomeForm(forms.Form):
    """How a mediation ended."""

    outcome = forms.ChoiceField(
        choices=[one for one in Mediation.Outcome.choices if one[0]], required=True
    )
