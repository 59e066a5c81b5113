"""What people without account type: four words, a short code, their peer group."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from entraide.people import receipt_words, short_codes
from entraide.people.models import PeerGroup


class ReceiptForm(forms.Form):
    """Four words in any case, with any separator."""

    words = forms.CharField(
        label=_("Vos quatre mots"),
        help_text=_("Ils sont sur votre billet ou votre reçu. Sans accents, dans l'ordre."),
        max_length=200,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )

    def clean_words(self) -> str:
        """Return the words normalised; a misspelt one is told with what looks like it."""
        words = receipt_words.normalise(self.cleaned_data["words"])
        for word, close in receipt_words.unknown_words(words):
            if close:
                raise ValidationError(
                    gettext("« %(word)s » n'est pas un de nos mots. Est-ce « %(close)s » ?")
                    % {"word": word, "close": gettext(" » ou « ").join(close)}
                )
            raise ValidationError(
                gettext("« %(word)s » n'est pas un de nos mots.") % {"word": word}
            )
        if len(words) != receipt_words.WORDS_ON_A_RECEIPT:
            raise ValidationError(gettext("Il faut quatre mots, séparés par des espaces."))
        return " ".join(words)


class ShortCodeField(forms.CharField):
    """A short code, returned as it is printed."""

    def __init__(self, *, label: Any, help_text: Any):
        """Say what the code opens and where it is."""
        super().__init__(
            label=label,
            help_text=help_text,
            max_length=40,
            widget=forms.TextInput(
                attrs={
                    "autocomplete": "off",
                    "autocapitalize": "characters",
                    "spellcheck": "false",
                }
            ),
        )

    def clean(self, value: object) -> str:
        """Refuse what has not the length of a code."""
        code = short_codes.normalised(super().clean(value))
        if len(code) != short_codes.LENGTH:
            raise ValidationError(_("Le code a six lettres ou chiffres. Relisez-le."))
        return code


class PeersField(forms.ModelChoiceField[PeerGroup]):
    """The peer group of who speaks, never a name."""

    def __init__(self, label: Any = None) -> None:
        """Offer every peer group, and nobody in particular."""
        super().__init__(
            label=label or _("Qui parle ? (collège, jamais un nom)"),
            queryset=PeerGroup.objects.all(),
            required=False,
            empty_label=_("on ne le dit pas"),
        )
