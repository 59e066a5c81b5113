"""What everybody types: that they want to take part, what they look for on the shelf."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entraide.people.models import PeerGroup
from entraide.research.models import Module, Resource
from entraide.ui.fields import KeyField, LineField
from entraide.ui.forms import OnPage


class WantsForm(forms.Form):
    """Somebody who wants to take part: under which name, among which peers, how to reach them."""

    key = KeyField()
    name = LineField(label=gettext_lazy("Prénom ou surnom"), max_length=80)
    peer_group = forms.ModelChoiceField(
        label=gettext_lazy("Vous êtes…"), queryset=PeerGroup.objects.all(), empty_label=None
    )
    function = LineField(
        label=gettext_lazy("Ce que vous faites, si vous voulez le dire"),
        max_length=120,
        required=False,
    )
    contact = LineField(
        label=gettext_lazy("Un e-mail ou un téléphone"),
        max_length=120,
        help_text=gettext_lazy("Seule la coordination le lit, pour vous répondre."),
    )


class SearchForm(OnPage, forms.Form):
    """What is looked for on the shelf."""

    name = "search"
    module = forms.ModelChoiceField(
        label=gettext_lazy("Module"), queryset=Module.objects.none(), required=False,
        empty_label=gettext_lazy("tous"),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=gettext_lazy("Genre"), required=False,
        choices=[("", gettext_lazy("tous")), *Resource.Kind.choices],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any):
        """Offer the modules in which something serves."""
        super().__init__(*args, **kwargs)
        used = Module.objects.filter(resources__isnull=False).distinct()
        self.fields["module"].queryset = used  # type: ignore[attr-defined]
