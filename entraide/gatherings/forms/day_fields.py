"""The fields of page two that follow from the programme and from how many come."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext, ngettext

from entraide.gatherings.models import Moment, Option, SignUp
from entraide.people.models import PeerGroup
from entraide.ui.fields import LineField

ANY = "any"


def companion_fields(position: int, first_group: int | None) -> dict[str, forms.Field]:
    """Return the fields of someone who comes along."""
    return {
        f"name_{position}": LineField(
            label=gettext("Son prénom ou surnom"),
            required=False,
            max_length=80,
            widget=forms.TextInput(attrs={"dir": "auto"}),
        ),
        f"peer_group_{position}": forms.ModelChoiceField(
            label=gettext("Vient comme…"),
            queryset=PeerGroup.objects.all(),
            empty_label=None,
            initial=first_group,
        ),
    }


def moment_fields(moment: Moment) -> dict[str, forms.Field]:
    """Return the fields of a moment where something is chosen."""
    options = list(moment.options.all())
    if moment.choosing == Moment.Choosing.IMMEDIATE:
        return {f"moment_{moment.pk}_1": _immediate_field(moment, options)}
    ranks = [gettext("Premier souhait"), gettext("Deuxième souhait"), gettext("Troisième souhait")]
    choices = [
        ("", "—"),
        *((str(option.pk), option.title) for option in options),
        (ANY, gettext("Peu importe")),
    ]
    return {
        f"moment_{moment.pk}_{rank}": forms.ChoiceField(
            label=label, choices=choices, required=False
        )
        for rank, label in enumerate(ranks[: max(1, len(options))], start=1)
    }


def _immediate_field(moment: Moment, options: Iterable[Option]) -> forms.ChoiceField:
    nothing = (
        gettext("Je ne mange pas sur place")
        if moment.kind == Moment.Kind.MEAL
        else gettext("Rien, merci")
    )
    choices = [
        (str(option.pk), f"{option.title} ({places_sentence(option)})") for option in options
    ]
    return forms.ChoiceField(
        label=moment.title,
        choices=[*choices, ("", nothing)],
        required=False,
        widget=forms.RadioSelect,
    )


def places_sentence(option: Option) -> str:
    """Return how many places are left, in words."""
    if option.free is None:
        return gettext("places pour tout le monde")
    if option.full:
        return gettext("complet, liste d'attente")
    return ngettext("%(n)d place libre", "%(n)d places libres", option.free) % {"n": option.free}


def diet_fields(position: int) -> dict[str, forms.Field]:
    """Return the fields of what a person eats."""
    return {
        f"diet_{position}": forms.ChoiceField(
            label=gettext("Ce que vous mangez"), choices=SignUp.Diet.choices, required=False
        ),
        f"diet_note_{position}": LineField(
            label=gettext("À dire à la cuisine"),
            help_text=gettext("Une allergie, ce que vous ne mangez pas."),
            required=False,
            max_length=200,
        ),
    }
