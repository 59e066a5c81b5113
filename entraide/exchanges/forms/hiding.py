"""What is typed when something is hidden."""

from django import forms
from django.utils.translation import gettext_lazy

from entraide.ui.fields import LineField
from entraide.ui.forms import OnPage


class HidingForm(OnPage, forms.Form):
    """Why something is hidden: its author reads it."""

    name = "hide"
    why = LineField(label=gettext_lazy("Pourquoi ? La personne le lira."), max_length=300)
