"""What groups voices, and where a question is carried."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.gatherings.models import Gathering, Moment, Option
from entraide.gatherings.queries import pooling as queries
from entraide.notebooks.models import Note
from entraide.people.models import PeerGroup
from entraide.ui.fields import KeyField, LinesField


class WallForm(forms.Form):
    """Which voices the wall of the room shows; its fields are in the address."""

    position = forms.ChoiceField(
        label=gettext_lazy("Position"),
        required=False,
        choices=[("", gettext_lazy("toutes")), *(one for one in Note.Stance.choices if one[0])],
    )
    college = forms.ModelChoiceField(
        label=gettext_lazy("Collège"),
        queryset=PeerGroup.objects.all(),
        required=False,
        empty_label=gettext_lazy("tous"),
    )
    atelier = forms.ModelChoiceField(
        label=gettext_lazy("Atelier"),
        queryset=Option.objects.none(),
        required=False,
        empty_label=gettext_lazy("tous"),
    )
    sujet = forms.ModelChoiceField(
        label=gettext_lazy("Question ou paragraphe"),
        queryset=Note.objects.none(),
        required=False,
        empty_label=gettext_lazy("tous"),
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any):
        """Offer what tables of this gathering were asked; leave out what would offer nothing."""
        super().__init__(*args, **kwargs)
        for name, offered in (
            ("atelier", queries.options(gathering)),
            ("sujet", queries.subjects(gathering)),
        ):
            if offered.exists():
                self.fields[name].queryset = offered  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        if "sujet" in self.fields:
            subject = self.fields["sujet"]
            subject.label_from_instance = lambda note: note.text[:60]  # type: ignore[attr-defined]

    def wanted(self) -> queries.Wanted:
        """Return what was asked; a choice that is not offered is not asked."""
        self.is_valid()
        data = self.cleaned_data
        return queries.Wanted(
            stance=data.get("position") or "",
            peers=data.get("college"),
            option=data.get("atelier"),
            subject=data.get("sujet"),
        )


class GroupForm(forms.Form):
    """Voices that say the same, and the sentence they have in common, or a group that is there."""

    key = KeyField()
    voices = forms.ModelMultipleChoiceField(
        queryset=Note.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    target = forms.ModelChoiceField(
        label=gettext_lazy("Ajouter à"),
        queryset=Note.objects.none(),
        required=False,
        empty_label=gettext_lazy("un nouveau groupe"),
    )
    text = LinesField(
        label=gettext_lazy("Ce que ces paroles ont en commun"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    stance = forms.ChoiceField(
        label=gettext_lazy("C'est…"), choices=Note.Stance.choices, required=False
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any):
        """Offer the voices of the tables, and the groups that are there."""
        super().__init__(*args, **kwargs)
        self.fields["voices"].queryset = queries.voices(gathering)  # type: ignore[attr-defined]
        self.fields["voices"].error_messages["required"] = _("Cochez au moins une parole.")
        target = self.fields["target"]
        target.queryset = Note.objects.filter(  # type: ignore[attr-defined]
            notebook=gathering.pooling_id, withdrawn=False
        )
        target.label_from_instance = lambda note: note.text[:80]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for a sentence when the group is new."""
        data = super().clean() or {}
        if not data.get("target") and not data.get("text") and "text" not in self.errors:
            self.add_error("text", ValidationError(_("Écrivez ce que ces paroles ont en commun.")))
        return data


class CarryForm(forms.Form):
    """The workshop, and the table, where a question goes on."""

    note = forms.ModelChoiceField(queryset=Note.objects.none())
    moment = forms.ModelChoiceField(queryset=Moment.objects.none())

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any):
        """Take the groups and the workshops of this gathering only."""
        super().__init__(*args, **kwargs)
        notes = Note.objects.filter(notebook=gathering.pooling_id, withdrawn=False)
        self.fields["note"].queryset = notes  # type: ignore[attr-defined]
        self.fields["moment"].queryset = queries.workshops(gathering)  # type: ignore[attr-defined]
