"""What is typed in a round of consent."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.expertise.models import Cahier, ConsentRound, Objection, Passage, Reply
from entraide.people.models import Collective, Person
from entraide.ui.fields import KeyField, LinesField, in_our_time

Says = Reply.Says
TALL = forms.Textarea(attrs={"rows": 3, "dir": "auto"})


class RoundForm(forms.Form):
    """Until when members answer."""

    closes_on = forms.DateField(
        label=gettext_lazy("Réponses jusqu'au"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_closes_on(self) -> date:
        """Refuse a day that is over."""
        day: date = self.cleaned_data["closes_on"]
        in_our_time(day.year)
        if day < timezone.localdate():
            raise ValidationError(_("Ce jour est passé. Donnez une date à venir."))
        return day


class ReplyForm(forms.Form):
    """Consent, abstention, or an objection with its words."""

    says = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"), choices=Says.choices, widget=forms.RadioSelect
    )
    words = LinesField(
        label=gettext_lazy("Votre objection, et ce qui la lèverait"),
        max_length=2_000,
        required=False,
        widget=TALL,
        help_text=gettext_lazy("Lue par le collectif, sans votre nom."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the words of an objection."""
        data = super().clean() or {}
        if data.get("says") == Says.OBJECTION and not data.get("words") and not self.errors:
            self.add_error("words", _("Dites ce qui ne va pas : sans mots, on ne peut rien lever."))
        return data


class PaperReplyForm(ReplyForm):
    """A reply on paper, typed for a member or for somebody without name."""

    key = KeyField()
    person = forms.ModelChoiceField(
        label=gettext_lazy("De qui"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=gettext_lazy("sans nom"),
    )

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer the members of this collective."""
        super().__init__(*args, **kwargs)
        members = Person.objects.filter(memberships__collective=collective).order_by("name")
        self.fields["person"].queryset = members  # type: ignore[attr-defined]


class ObjectionForm(forms.Form):
    """What answers an objection, or the sentence that takes it in."""

    answer = LinesField(
        label=gettext_lazy("La réponse du collectif, donnée à qui objecte"),
        max_length=2_000,
        required=False,
        widget=TALL,
    )
    passage = forms.ModelChoiceField(
        label=gettext_lazy("Ou la phrase qui l'intègre"),
        queryset=Passage.objects.none(),
        required=False,
        empty_label=gettext_lazy("aucune"),
    )

    def __init__(self, *args: Any, cahier: Cahier, **kwargs: Any):
        """Offer the sentences of this cahier."""
        super().__init__(*args, **kwargs)
        offered = Passage.objects.filter(section__cahier=cahier).exclude(kind=Passage.Kind.QUOTE)
        passage = self.fields["passage"]
        passage.queryset = offered.select_related("note").order_by(  # type: ignore[attr-defined]
            "section__position", "position"
        )
        passage.label_from_instance = lambda one: one.note.text[:90]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        data = super().clean() or {}
        if bool(data.get("answer")) == bool(data.get("passage")) and not self.errors:
            raise ValidationError(_("Écrivez une réponse, ou choisissez la phrase qui l'intègre."))
        return data


def own_reply(asked: ConsentRound, person: Person) -> dict[str, Any]:
    """Return what a member has said in a round, as the form shows it."""
    said = asked.replies.filter(person=person).first()
    if said is None:
        return {}
    objection = Objection.objects.filter(reply=said).select_related("note").first()
    return {"says": said.says, "words": objection.note.text if objection else ""}
