"""Who belongs to the team."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entraide.people.models import Collective, Membership, Organisation, Role
from entraide.ui.fields import LineField, plain_text


class InviteForm(forms.Form):
    """Invite someone into the team."""

    name = LineField(label=_("Prénom ou surnom"), max_length=80)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("La personne entrera avec un code envoyé là.")
    )
    role = forms.ChoiceField(label=_("Rôle"), choices=Role.choices, initial=Role.FACILITATOR)
    seconded_by = LineField(
        label=_("Détachée ou détaché par (structure)"), max_length=120, required=False
    )
    hours_per_quarter = forms.IntegerField(
        label=_("Heures par trimestre"), min_value=1, max_value=600, required=False
    )


class RoleForm(forms.ModelForm[Membership]):
    """Change a member's role."""

    class Meta:
        model = Membership
        formfield_callback = plain_text
        fields = ["role"]

    def clean_role(self) -> str:
        """Refuse to leave a collective without anyone who coordinates."""
        role: str = self.cleaned_data["role"]
        if role != Role.COORDINATOR and last_coordinator(self.instance):
            raise ValidationError(
                _("Il faut au moins une personne à la coordination. Nommez quelqu'un d'abord.")
            )
        return role


def last_coordinator(membership: Membership) -> bool:
    """Tell whether nobody else coordinates this collective."""
    others = Membership.objects.filter(
        collective_id=membership.collective_id, role=Role.COORDINATOR
    ).exclude(pk=membership.pk)
    return not others.exists()


class CollectiveForm(forms.ModelForm[Collective]):
    """What visitors read about the collective."""

    class Meta:
        model = Collective
        formfield_callback = plain_text
        fields = [
            "name", "purpose", "contact_email", "contact_phone", "charter", "charter_review_on",
        ]  # fmt: skip
        widgets = {"charter_review_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}


def organisation_named(data: dict[str, Any]) -> Organisation | None:
    """Return the structure with this name, made if it is new; None without a name."""
    name = data["seconded_by"].strip()
    return Organisation.objects.get_or_create(name=name)[0] if name else None
