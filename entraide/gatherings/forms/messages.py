"""A message with fixed fields, and who it goes to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.actions import messages
from entraide.gatherings.models import Gathering, Message, MessageTemplate, Option, Party
from entraide.people.models import PeerGroup
from entraide.ui.fields import plain_text


class TextForm(forms.ModelForm[Any]):
    """What a message and a template share: texts in which only fixed fields stand in braces."""

    def clean_subject(self) -> str:
        """Refuse unknown fields and several lines."""
        return self._known_fields(" ".join(self.cleaned_data["subject"].split()))

    def clean_body(self) -> str:
        """Refuse unknown fields."""
        return self._known_fields(self.cleaned_data["body"])

    def _known_fields(self, text: str) -> str:
        if unknown := messages.unknown_fields(text):
            known = ", ".join(f"{{{name}}}" for name in messages.FIELDS)
            raise ValidationError(
                _("{%(unknown)s} n'est pas un champ. Les champs sont : %(known)s."),
                params={"unknown": unknown[0], "known": known},
            )
        return text


class TemplateForm(TextForm):
    """A text to use again."""

    class Meta:
        model = MessageTemplate
        formfield_callback = plain_text
        fields = ["title", "subject", "body"]


class MessageForm(TextForm):
    """A text for many, and a filter of recipients."""

    state = forms.ChoiceField(
        label=_("À qui"),
        required=False,
        choices=[
            ("", _("tout le monde, liste d'attente comprise")),
            (Party.State.CONFIRMED, _("les personnes inscrites")),
            (Party.State.WAITING, _("la liste d'attente")),
        ],
    )
    peer_group = forms.ModelChoiceField(
        label=_("Collège"), required=False, queryset=PeerGroup.objects.none(), empty_label=_("tous")
    )
    option = forms.ModelChoiceField(
        label=_("Qui a ce choix"),
        required=False,
        queryset=Option.objects.none(),
        empty_label=_("peu importe"),
    )
    need = forms.ChoiceField(
        label=_("Qui a demandé"),
        required=False,
        choices=[
            ("", _("peu importe")),
            ("children", _("une garde d'enfants")),
            ("interpreting", _("une interprétation")),
            ("step_free", _("un accès sans marche")),
        ],
    )

    class Meta:
        model = Message
        formfield_callback = plain_text
        fields = ["subject", "body"]

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        """Offer what this gathering has."""
        super().__init__(*args, **kwargs)
        groups, options = self.fields["peer_group"], self.fields["option"]
        groups.queryset = PeerGroup.objects.all()  # type: ignore[attr-defined]
        options.queryset = Option.objects.filter(moment__gathering=gathering)  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial |= self.instance.recipients

    def recipients(self) -> dict[str, Any]:
        """Return the filter as it is kept."""
        data = self.cleaned_data
        chosen = {
            "state": data["state"],
            "peer_group": data["peer_group"].pk if data["peer_group"] else None,
            "option": data["option"].pk if data["option"] else None,
            "need": data["need"],
        }
        return {name: value for name, value in chosen.items() if value}
