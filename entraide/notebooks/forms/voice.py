"""What whoever spoke may change of a voice."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.ui.fields import LinesField


class CorrectionForm(forms.Form):
    """The words, as they should be."""

    text = LinesField(
        label=_("Votre parole, comme elle doit être"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
