"""What an animator adds when signing up someone else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entraide.gatherings.models import Gathering, PaperSheet, Party
from entraide.ui.fields import LineField, LocalDateTimeField


class BehalfForm(forms.Form):
    """What an animator adds: how and when the request came, and the code of a paper sheet."""

    entered_how = forms.ChoiceField(
        label=_("Comment la demande est-elle venue ?"),
        choices=[
            (Party.EnteredHow.PHONE, _("au téléphone")),
            (Party.EnteredHow.PAPER, _("sur papier")),
            (Party.EnteredHow.DESK, _("sur place")),
        ],
        initial=Party.EnteredHow.PHONE,
        widget=forms.RadioSelect,
    )
    received_at = LocalDateTimeField(
        label=_("Quand l'avons-nous reçue ?"),
        help_text=_("C'est l'ordre de la liste d'attente. Vide : maintenant."),
        required=False,
    )
    sheet = LineField(
        label=_("Code de la feuille"),
        help_text=_("En haut de la feuille de papier. Tapée deux fois, elle compte une fois."),
        required=False,
        max_length=12,
    )

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        """Know which sheets were printed."""
        super().__init__(*args, **kwargs)
        self.gathering = gathering

    def clean_sheet(self) -> str:
        """Return the code of a sheet printed for this gathering, or nothing."""
        code: str = self.cleaned_data["sheet"].upper().replace(" ", "")
        known = PaperSheet.objects.filter(gathering=self.gathering, code=code)
        if code and not known.exists():
            raise ValidationError(_("Cette feuille n'est pas de cette rencontre. Relisez le code."))
        return code

    def clean_received_at(self) -> Any:
        """Refuse a request from the future."""
        received_at = self.cleaned_data["received_at"]
        if received_at and received_at > timezone.now():
            raise ValidationError(_("Cette heure n'est pas encore passée."))
        return received_at
