"""Words to search, and the notebook they are searched in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.ui.fields import LineField


class SearchForm(forms.Form):
    """A few words; sent by POST, so that they are in no address and no log."""

    text = LineField(
        label=_("Chercher dans les paroles"),
        help_text=_("Sans s'occuper des accents ni des pluriels."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "dir": "auto", "autocomplete": "off"}),
    )
