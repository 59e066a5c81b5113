"""The four words of a receipt, as people type them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from entraide.people import receipt_words


class ReceiptForm(forms.Form):
    """Four words in any case, with any separator."""

    words = forms.CharField(
        label=_("Vos quatre mots"),
        help_text=_("Ils sont sur votre billet. Sans accents, dans l'ordre."),
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
                    gettext("« %(word)s » n'est pas un mot de billet. Est-ce « %(close)s » ?")
                    % {"word": word, "close": gettext(" » ou « ").join(close)}
                )
            raise ValidationError(
                gettext("« %(word)s » n'est pas un mot de billet.") % {"word": word}
            )
        if len(words) != receipt_words.WORDS_ON_A_RECEIPT:
            raise ValidationError(gettext("Il faut quatre mots, séparés par des espaces."))
        return " ".join(words)
