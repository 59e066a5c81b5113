"""What somebody types to join, and to enter."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from entraide.exchanges.actions.circles import Joining
from entraide.exchanges.cells import cell_of
from entraide.exchanges.models import Neighbour
from entraide.people.known import folded
from entraide.people.models import PeerGroup, TellBy
from entraide.places.models import Neighbourhood, Place
from entraide.ui.fields import EmailField, KeyField, LineField, PhoneField

THEMSELVES = Neighbour.EnteredHow.SELF
# Who has one of these names would speak for the team.
OF_THE_TEAM = {
    "equipe", "coordination", "coordinatrice", "coordinateur", "moderation", "moderatrice",
    "moderateur", "entraide", "admin", "administration", "administratrice", "administrateur",
}  # fmt: skip


class JoiningForm(forms.Form):
    """Under which name, who one is, where about, how to be told."""

    key = KeyField()
    name = LineField(
        label=gettext_lazy("Comment vous appelle-t-on ?"),
        max_length=80,
        help_text=gettext_lazy("Un prénom ou un surnom suffit."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Vous êtes…"), choices=Neighbour.Kind.choices, widget=forms.RadioSelect,
        initial=Neighbour.Kind.PERSON,
    )  # fmt: skip
    peer_group = forms.ModelChoiceField(
        label=gettext_lazy("Votre collège"), queryset=PeerGroup.objects.all(), required=False,
        empty_label=gettext_lazy("je ne le dis pas"),
    )  # fmt: skip
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Votre quartier"), queryset=Neighbourhood.objects.all(), required=False,
        empty_label=gettext_lazy("je ne le dis pas"),
    )  # fmt: skip
    near = forms.ModelChoiceField(
        label=gettext_lazy("Un lieu près de chez vous"),
        queryset=Place.objects.exclude(latitude=None),
        required=False,
        empty_label=gettext_lazy("aucun"),
        help_text=gettext_lazy("On garde un carré de 200 mètres, jamais une adresse."),
    )
    languages = LineField(label=gettext_lazy("Vos langues"), max_length=120, required=False)
    tell_by = forms.ChoiceField(
        label=gettext_lazy("Comment vous prévenir ?"), choices=TellBy.choices,
        widget=forms.RadioSelect, initial=TellBy.COME_BACK,
    )  # fmt: skip
    email = EmailField(label=gettext_lazy("Votre e-mail"), required=False)
    phone = PhoneField(label=gettext_lazy("Votre téléphone"), max_length=30, required=False)
    through = LineField(label=gettext_lazy("Par qui vous joindre"), max_length=120, required=False)

    # Which contact each way needs, and what to say without it.
    NEEDED = {
        TellBy.EMAIL: ("email", gettext_lazy("Il manque votre e-mail.")),
        TellBy.PHONE: ("phone", gettext_lazy("Il manque votre téléphone.")),
        TellBy.THROUGH: ("through", gettext_lazy("Dites par qui.")),
    }

    def clean_name(self) -> str:
        """Refuse a name that would speak for the team."""
        name = str(self.cleaned_data["name"])
        words = folded(name).replace("’", "'").replace("'", " ").split()
        if OF_THE_TEAM & set(words):
            raise forms.ValidationError(
                _("Ce nom parlerait pour l'équipe : choisissez-en un autre.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        """Ask for the contact of the way that was chosen; keep no other."""
        data = super().clean() or {}
        wanted = self.NEEDED.get(data.get("tell_by", ""))
        if wanted and not data.get(wanted[0]):
            self.add_error(wanted[0], wanted[1])
        for name, _said in self.NEEDED.values():
            if wanted is None or name != wanted[0]:
                data[name] = ""
        return data

    @classmethod
    def initial_of(cls, neighbour: Neighbour) -> dict[str, Any]:
        """Return what somebody said of themselves."""
        names = ("name", "kind", "peer_group", "neighbourhood", "languages", "tell_by", "email",
                 "phone", "through", "looped")  # fmt: skip
        return {name: getattr(neighbour, name) for name in names}

    def joining(self) -> Joining:
        """Return what was typed."""
        data = dict(self.cleaned_data)
        del data["key"]
        near: Place | None = data.pop("near")
        if near and near.latitude is not None and near.longitude is not None:
            data["cell"] = cell_of(near.latitude, near.longitude)
        return Joining(**data)


class WelcomingForm(JoiningForm):
    """The same, typed by the team: on the phone, or from paper."""

    entered_how = forms.ChoiceField(
        label=gettext_lazy("Reçu comment ?"), widget=forms.RadioSelect,
        choices=[one for one in Neighbour.EnteredHow.choices if one[0] != THEMSELVES],
        initial=Neighbour.EnteredHow.PHONE,
    )  # fmt: skip


class DetailsForm(JoiningForm):
    """What somebody says otherwise of themselves, and what is proposed to them."""

    looped = forms.BooleanField(
        label=gettext_lazy("Me proposer des boucles d'entraide"), required=False,
        help_text=gettext_lazy("Un programme cherche qui pourrait aider qui, à trois ou quatre."),
    )  # fmt: skip
    nowhere = forms.BooleanField(
        label=gettext_lazy("Oublier où je suis"), required=False,
        help_text=gettext_lazy("Un carré de 200 mètres est gardé, d'après le lieu dit."),
    )  # fmt: skip

    def __init__(self, data: Any, *, neighbour: Neighbour):
        """Offer to forget a square that is kept."""
        super().__init__(data, initial=self.initial_of(neighbour))
        if neighbour.column is None:
            del self.fields["nowhere"]
