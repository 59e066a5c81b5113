"""A text under discussion, as it is typed or pasted."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.ui.fields import KeyField, LineField, LinesField

MOST_PARAGRAPHS = 300


class TextForm(forms.Form):
    """A title, and paragraphs with an empty line between them."""

    key = KeyField()
    title = LineField(label=_("Titre"), max_length=200)
    text = LinesField(
        label=_("Texte"),
        help_text=_("Une ligne vide entre deux paragraphes : chacun aura son numéro."),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
    )

    def clean_text(self) -> list[str]:
        """Return the paragraphs."""
        found = [one.strip() for one in re.split(r"\n\s*\n", self.cleaned_data["text"])]
        paragraphs = [one for one in found if one]
        if len(paragraphs) > MOST_PARAGRAPHS:
            raise ValidationError(
                gettext("%(n)s paragraphes, c'est trop : %(most)s au plus."),
                params={"n": len(paragraphs), "most": MOST_PARAGRAPHS},
            )
        for number, one in enumerate(paragraphs, 1):
            if len(one) > LONGEST_TEXT:
                raise ValidationError(
                    gettext("Le paragraphe %(n)s est trop long : %(most)s signes au plus."),
                    params={"n": number, "most": LONGEST_TEXT},
                )
        return paragraphs
