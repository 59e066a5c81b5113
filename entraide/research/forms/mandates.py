"""What is typed about mandates and outside inputs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _, gettext_lazy

from entraide.gatherings.models import Gathering
from entraide.notebooks.models import Note
from entraide.research.actions.mandates import Commanded
from entraide.research.models import CollectiveAction, Mandate, OutsideInput, Programme
from entraide.ui.fields import (
    DayField,
    KeyField,
    LineField,
    LinesField,
    LocalDateTimeField,
    plain_text,
)
from entraide.ui.forms import SHORT, TALL, OnPage

MOST_REMAINS = 20


class MandateForm(forms.Form):
    """What is asked, by whom, until when, of which actions."""

    institution = LineField(
        label=gettext_lazy("Qui demande"),
        max_length=120,
        help_text=gettext_lazy("Une institution, un service : jamais une personne."),
    )
    asked = LinesField(label=gettext_lazy("Ce qui est demandé"), max_length=2_000, widget=TALL)
    until = DayField(label=gettext_lazy("Pour le"), past=False, required=False)
    actions = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Les actions que cela touche"),
        queryset=CollectiveAction.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        """Offer the actions of the programme."""
        super().__init__(*args, **kwargs)
        offered = programme.actions.select_related("notebook")
        self.fields["actions"].queryset = offered  # type: ignore[attr-defined]

    def commanded(self) -> Commanded:
        """Return what was typed."""
        return Commanded(**self.cleaned_data)


def initial_of(mandate: Mandate) -> dict[str, Any]:
    """Return what a mandate says, as its form has it."""
    return {
        "institution": mandate.institution, "asked": mandate.asked, "until": mandate.until,
        "actions": list(mandate.actions.values_list("pk", flat=True)),
    }  # fmt: skip


class SaysForm(OnPage, forms.Form):
    """What the field says, and the notes it rests on."""

    name = "says"
    text = LinesField(label=gettext_lazy("Ce que dit le terrain"), max_length=2_000, widget=TALL)
    notes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Cela s'appuie sur"),
        queryset=Note.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Choisissez au moins une note : c'est elle qui le montre.")
        },
    )

    def __init__(self, *args: Any, notes: QuerySet[Note], **kwargs: Any):
        """Offer what the actions shared."""
        super().__init__(*args, **kwargs)
        field = self.fields["notes"]
        field.queryset = notes  # type: ignore[attr-defined]
        field.label_from_instance = lambda note: note.text  # type: ignore[attr-defined]


class CounterForm(OnPage, forms.Form):
    """What we propose instead."""

    name = "counter"
    text = LinesField(
        label=gettext_lazy("Ce que nous proposons à la place"), max_length=2_000, widget=TALL
    )


class MandateStepForm(OnPage, forms.Form):
    """Where the negotiation is."""

    name = "step"
    state = forms.ChoiceField(label=gettext_lazy("Où en est-on ?"), choices=Mandate.State.choices)
    day = DayField(label=gettext_lazy("Le"))
    words = LineField(label=gettext_lazy("En quelques mots"), max_length=500, required=False)
    result = LinesField(
        label=gettext_lazy("Ce qui en est sorti"), max_length=2_000, required=False, widget=SHORT
    )


class MemoForm(OnPage, forms.Form):
    """What one notes for oneself."""

    name = "memo"
    text = LinesField(
        label=gettext_lazy("Pour vous seulement"),
        max_length=5_000,
        widget=SHORT,
        help_text=gettext_lazy("Personne d'autre ne le lit, quel que soit son rôle."),
    )


class InputForm(forms.ModelForm[OutsideInput]):
    """A need of somebody from outside."""

    class Meta:
        model = OutsideInput
        formfield_callback = plain_text
        fields = ["need", "question", "action", "who"]
        widgets = {"need": SHORT, "who": SHORT}
        help_texts = {"who": gettext_lazy("Une idée par ligne : une fonction, un lieu.")}

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        """Offer the questions and the actions of the programme."""
        super().__init__(*args, **kwargs)
        self.fields["question"].queryset = programme.questions.all()  # type: ignore[attr-defined]
        offered = programme.actions.select_related("notebook")
        self.fields["action"].queryset = offered  # type: ignore[attr-defined]


# The forms of gathering in which somebody comes.
FORMATS = (
    Gathering.Kind.TALK, Gathering.Kind.CAFE, Gathering.Kind.VISIT, Gathering.Kind.WORKSHOP,
    Gathering.Kind.MARCH, Gathering.Kind.OTHER,
)  # fmt: skip


class GatheringForm(OnPage, forms.Form):
    """The gathering where somebody from outside comes."""

    name = "gathering"
    title = LineField(label=gettext_lazy("Titre de la rencontre"), max_length=160)
    kind = forms.ChoiceField(
        label=gettext_lazy("Forme"), choices=[(one.value, one.label) for one in FORMATS]
    )
    starts_at = LocalDateTimeField(label=gettext_lazy("Début"))
    ends_at = LocalDateTimeField(label=gettext_lazy("Fin"))

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        begin, end = data.get("starts_at"), data.get("ends_at")
        if begin and end and end <= begin:
            self.add_error("ends_at", _("La fin vient après le début."))
        return data


class RemainsForm(OnPage, forms.Form):
    """What remained of an outside input, one note a line."""

    name = "remains"
    key = KeyField()
    texts = LinesField(
        label=gettext_lazy("Ce qui en reste"),
        max_length=20_000,
        widget=TALL,
        help_text=gettext_lazy("Une note par ligne."),
    )

    def clean_texts(self) -> list[str]:
        """Return the notes."""
        found = [line.strip() for line in self.cleaned_data["texts"].split("\n") if line.strip()]
        if len(found) > MOST_REMAINS:
            raise ValidationError(_("Vingt notes au plus à la fois."))
        return found
