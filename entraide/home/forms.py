"""The first form of an empty instance."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from entraide.ui.fields import LineField


class FirstStartForm(forms.Form):
    """Who founds the neighbourhood; the code proves that they started the program."""

    code = forms.CharField(
        label=_("Code de premier démarrage"),
        help_text=_("Il est écrit dans la fenêtre où vous avez lancé Entraide."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    neighbourhood = LineField(label=_("Nom du quartier"), max_length=80)
    collective = LineField(label=_("Nom de votre collectif ou association"), max_length=120)
    name = LineField(label=_("Comment vous appelle-t-on ?"), max_length=80)
    email = forms.EmailField(
        label=_("Votre e-mail"),
        help_text=_("Pour entrer la prochaine fois, avec un code envoyé à cette adresse."),
    )

    def clean_code(self) -> str:
        """Refuse a wrong code."""
        code: str = self.cleaned_data["code"].replace(" ", "")
        if not constant_time_compare(code, settings.FIRST_START_CODE):
            raise ValidationError(_("Ce n'est pas le code. Regardez la fenêtre de démarrage."))
        return code
