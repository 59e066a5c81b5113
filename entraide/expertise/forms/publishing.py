"""What is typed once something is published, and what is looked for in the library."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from entraide.expertise.models import Topic
from entraide.expertise.queries import editions
from entraide.places.models import Neighbourhood
from entraide.ui.fields import LinesField


class ErratumForm(forms.Form):
    """What is to be read instead, and of which sentence."""

    number = forms.IntegerField(
        label=gettext_lazy("Numéro de la phrase"), min_value=1, max_value=100_000, required=False
    )
    text = LinesField(
        label=gettext_lazy("Ce qu'il faut lire"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, edition: int, *args: Any, **kwargs: Any):
        """Give the form of each edition identifiers of its own."""
        kwargs["auto_id"] = f"erratum-{edition}-%s"
        super().__init__(*args, **kwargs)
        self.edition = edition


class LibraryForm(forms.Form):
    """What one looks for; its fields are in the address."""

    theme = forms.ModelChoiceField(
        label=gettext_lazy("Thème"),
        queryset=Topic.objects.filter(cahiers__editions__isnull=False).distinct(),
        required=False,
        empty_label=gettext_lazy("tous"),
    )
    quartier = forms.ModelChoiceField(
        label=gettext_lazy("Quartier"),
        queryset=Neighbourhood.objects.filter(cahiers__editions__isnull=False).distinct(),
        required=False,
        empty_label=gettext_lazy("tous"),
    )
    annee = forms.TypedChoiceField(label=gettext_lazy("Année"), coerce=int, required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        """Offer the years in which something was published."""
        super().__init__(*args, **kwargs)
        offered = [(day.year, str(day.year)) for day in editions.years()]
        year = self.fields["annee"]
        year.choices = [("", gettext_lazy("toutes")), *offered]  # type: ignore[attr-defined]

    def shelf(self) -> editions.Shelf:
        """Return what was asked; a choice that is not offered is not asked."""
        self.is_valid()
        data = self.cleaned_data
        topic, quarter = data.get("theme"), data.get("quartier")
        return editions.Shelf(
            topic=topic.pk if topic else None,
            neighbourhood=quarter.pk if quarter else None,
            year=data.get("annee") or None,
        )
