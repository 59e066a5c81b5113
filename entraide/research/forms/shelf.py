"""What is typed about resources, reading lists and seasons."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.expertise.models import Cahier
from entraide.notebooks.models import Theme
from entraide.people.models import Collective, Organisation
from entraide.research.models import (
    CollectiveAction,
    Module,
    ReadingItem,
    ReadingList,
    Resource,
    Season,
)
from entraide.ui.fields import DayField, KeyField, LineField, LinesField, number_typed, plain_text
from entraide.ui.forms import SHORT

MOST_READ = 40
# What the modules of the source are called; a collective may name others.
MODULES = (
    gettext_lazy("Territoire et développement social"),
    gettext_lazy("Lutte contre les exclusions"),
    gettext_lazy("Santé mentale"),
    gettext_lazy("Immigration"),
    gettext_lazy("Santé publique"),
)


class ResourceForm(forms.ModelForm[Resource]):
    """A resource: what it is, where it is from, under which licence, what it is linked to."""

    modules = LineField(
        label=gettext_lazy("Modules"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Séparés par des points-virgules."),
        widget=forms.TextInput(attrs={"list": "modules"}),
    )

    source = forms.URLField(
        label=gettext_lazy("Adresse"),
        max_length=300,
        required=False,
        assume_scheme="https",
        help_text=gettext_lazy("D'une page, si elle est en ligne."),
    )

    class Meta:
        model = Resource
        formfield_callback = plain_text
        fields = [
            "kind", "title", "author", "year", "source", "licence", "words", "themes", "actions",
            "cahiers",
        ]  # fmt: skip
        widgets = {
            "words": SHORT,
            "themes": forms.CheckboxSelectMultiple,
            "actions": forms.CheckboxSelectMultiple,
            "cahiers": forms.CheckboxSelectMultiple,
        }
        labels = {
            "themes": gettext_lazy("Thèmes"),
            "actions": gettext_lazy("Actions"),
            "cahiers": gettext_lazy("Cahiers"),
        }
        help_texts = {
            "licence": gettext_lazy(
                "« domaine public », « CC BY-SA 4.0 », « tous droits réservés »…"
            ),
        }

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer what the collective has."""
        super().__init__(*args, **kwargs)
        self.collective = collective
        fields: Any = self.fields
        fields["themes"].queryset = Theme.objects.filter(collective=collective, merged_into=None)
        fields["actions"].queryset = CollectiveAction.objects.filter(
            programme__notebook__collective=collective
        ).select_related("notebook")
        fields["cahiers"].queryset = Cahier.objects.filter(
            notebook__collective=collective
        ).select_related("notebook")
        if self.instance.pk:
            known = self.instance.modules.values_list("name", flat=True)
            self.initial["modules"] = " ; ".join(known)

    @property
    def known_modules(self) -> list[str]:
        """Those that have a name already, else those of the source."""
        known = list(
            Module.objects.filter(collective=self.collective).values_list("name", flat=True)
        )
        return known or [str(one) for one in MODULES]

    def save_all(self) -> Resource:
        """Write the resource, and the modules that were typed, made at the first need."""
        made = self.save(commit=False)
        made.collective = self.collective
        made.save()
        self.save_m2m()
        names = {one.strip() for one in self.cleaned_data["modules"].split(";") if one.strip()}
        made.modules.set(
            Module.objects.get_or_create(collective=self.collective, name=name[:120])[0]
            for name in sorted(names)
        )
        return made


class ReadingListForm(forms.Form):
    """A reading list: its resources in order, one a line by its number, and why."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=160)
    audience = LineField(label=gettext_lazy("Pour qui"), max_length=160, required=False)
    items = LinesField(
        label=gettext_lazy("Les ressources, dans l'ordre"),
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=gettext_lazy("Une par ligne : son numéro, puis « : », puis pourquoi la lire."),
    )

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Know the resources of the collective."""
        super().__init__(*args, **kwargs)
        self.known = {one.pk: one for one in Resource.objects.filter(collective=collective)}

    def clean_items(self) -> list[tuple[Resource, str]]:
        """Return (resource, why) for each line."""
        found: list[tuple[Resource, str]] = []
        for line in filter(None, map(str.strip, self.cleaned_data["items"].split("\n"))):
            number, _colon, why = (part.strip() for part in line.partition(":"))
            resource = self.known.get(number_typed(number) or 0)
            if resource is None:
                raise ValidationError(
                    _("« %(line)s » : aucune ressource n'a ce numéro."), params={"line": line[:60]}
                )
            if resource in [one for one, _why in found]:
                raise ValidationError(
                    _("« %(title)s » est deux fois dans la liste."), params={"title": resource}
                )
            found.append((resource, why[:300]))
        if len(found) > MOST_READ:
            raise ValidationError(_("Quarante lectures au plus : personne n'en lit davantage."))
        return found

    def save(self, collective: Collective, known: ReadingList | None = None) -> ReadingList:
        """Write the list."""
        data = self.cleaned_data
        made = known or ReadingList(collective=collective)
        made.title, made.audience = data["title"], data["audience"]
        made.save()
        made.items.all().delete()
        ReadingItem.objects.bulk_create(
            ReadingItem(reading_list=made, resource=resource, position=position, why=why)
            for position, (resource, why) in enumerate(data["items"])
        )
        return made


def initial_of(found: ReadingList) -> dict[str, Any]:
    """Return a reading list as its form has it."""
    lines = [f"{one.resource_id} : {one.why}" for one in found.items.all()]
    return {"title": found.title, "audience": found.audience, "items": "\n".join(lines)}


class SeasonForm(forms.ModelForm[Season]):
    """A season: its days, its words, its price, its partners."""

    starts_on = DayField(label=gettext_lazy("Du"), past=False)
    ends_on = DayField(label=gettext_lazy("Au"), past=False)
    partner_names = LinesField(
        label=gettext_lazy("Partenaires"),
        max_length=2_000,
        required=False,
        widget=SHORT,
        help_text=gettext_lazy("Un par ligne."),
    )

    class Meta:
        model = Season
        formfield_callback = plain_text
        fields = ["title", "words", "starts_on", "ends_on", "price", "shown"]
        widgets = {"words": SHORT}
        help_texts = {
            "price": gettext_lazy(
                "Par exemple : prix libre, chacune et chacun donne ce qu'il peut."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any):
        """Say who the partners are."""
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            known = self.instance.partners.values_list("name", flat=True)
            self.initial["partner_names"] = "\n".join(known)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        begin, end = data.get("starts_on"), data.get("ends_on")
        if begin and end and end <= begin:
            self.add_error("ends_on", _("La fin vient après le début."))
        return data

    def partners(self) -> list[Organisation]:
        """Return the partners that were typed, made at the first need."""
        lines = self.cleaned_data["partner_names"].split("\n")
        names = sorted({line.strip()[:120] for line in lines if line.strip()})
        return [Organisation.objects.get_or_create(name=name)[0] for name in names]
