"""What people who vote type."""

from django import forms
from django.utils.translation import gettext_lazy as _

from entraide.people.open_forms import PeersField, ShortCodeField
from entraide.ui.fields import KeyField
from entraide.votes.models import Vote


class CodeForm(forms.Form):
    """The short code of a poll."""

    code = ShortCodeField(
        label=_("Le code du vote"), help_text=_("Six lettres ou chiffres, sous le carré à lire.")
    )


class BeginForm(forms.Form):
    """Before the first statement: the peer group, if one wants to say it."""

    key = KeyField()
    peer_group = PeersField(_("Vous êtes… (si vous voulez le dire)"))


class VoteForm(forms.Form):
    """A vote on one statement."""

    statement = forms.IntegerField(min_value=1)
    value = forms.TypedChoiceField(choices=Vote.Value.choices, coerce=int)
