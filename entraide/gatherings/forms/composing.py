"""What to compose, how, for whom; people kept together or apart; who leads a table."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.gatherings.models import Composition, Gathering, Moment, Seat, SignUp, Table, Tie
from entraide.gatherings.queries import composing

MOST_TABLES = 500


class ComposeForm(forms.Form):
    """The moments to compose, with their tables and rooms."""

    way = forms.ChoiceField(
        label=gettext_lazy("Comment"),
        choices=Composition.Way.choices,
        initial=Composition.Way.NEW,
        widget=forms.RadioSelect,
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Pour qui"),
        choices=Composition.Who.choices,
        initial=Composition.Who.CONFIRMED,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, gathering: Gathering, people: int, **kwargs: Any) -> None:
        """Offer every moment that can be composed."""
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.gathering = gathering
        self.moments = composing.composable(gathering)
        self.before = composing.rooms_before(gathering)
        made: dict[str, forms.Field] = {}
        for moment in self.moments:
            made[f"part_{moment.pk}"] = forms.BooleanField(
                label=moment.title, required=False, initial=True
            )
            if composing.has_tables(moment) and moment.choosing == Moment.Choosing.NONE:
                made |= self.table_fields(moment, people)
        self.fields = made | self.fields

    def table_fields(self, moment: Moment, people: int) -> dict[str, forms.Field]:
        """Return how many tables, and in which rooms."""
        now = moment.tables.count()
        fields: dict[str, forms.Field] = {
            f"tables_{moment.pk}": forms.IntegerField(
                label=_("Nombre de tables"),
                min_value=1,
                max_value=MOST_TABLES,
                initial=now or max(1, -(-people // composing.SEATS_AT_A_TABLE)),
                required=False,
            )
        }
        rooms = moment.place.rooms.all() if moment.place else []
        if rooms:
            fields[f"rooms_{moment.pk}"] = forms.MultipleChoiceField(
                label=_("Dans quelles salles ?"),
                choices=[(str(room.pk), room.name) for room in rooms],
                initial=[
                    str(room.pk) for room in rooms if room.pk in self.before.get(moment.pk, ())
                ],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        return fields

    @property
    def parts(self) -> list[tuple[Moment, list[forms.BoundField]]]:
        """The fields of each moment."""
        return [
            (
                moment,
                [
                    self[f"{name}_{moment.pk}"]
                    for name in ("part", "tables", "rooms")
                    if f"{name}_{moment.pk}" in self.fields
                ],
            )
            for moment in self.moments
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for one moment at least, and for the number of tables of those chosen."""
        data = super().clean() or {}
        chosen = [moment for moment in self.moments if data.get(f"part_{moment.pk}")]
        if not chosen:
            raise ValidationError(_("Choisissez au moins un moment à composer."))
        for moment in chosen:
            name = f"tables_{moment.pk}"
            if name in self.fields and name not in self.errors and not data.get(name):
                self.add_error(name, _("Dites combien il y a de tables."))
        return data

    def chosen(self) -> list[dict[str, Any]]:
        """Return the parts of the composition asked for."""
        data = self.cleaned_data
        return [
            {
                "moment": moment.pk,
                "tables": data.get(f"tables_{moment.pk}") or 0,
                "rooms": [int(room) for room in data.get(f"rooms_{moment.pk}", [])],
            }
            for moment in self.moments
            if data[f"part_{moment.pk}"]
        ]


class TieForm(forms.Form):
    """Two people, together or apart; no reason is asked, none is kept."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Le lien"), choices=Tie.Kind.choices, widget=forms.RadioSelect
    )
    one = forms.ModelChoiceField(label=gettext_lazy("Qui"), queryset=SignUp.objects.none())
    other = forms.ModelChoiceField(label=gettext_lazy("Avec qui"), queryset=SignUp.objects.none())

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer those who come."""
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
            self.fields[name].label_from_instance = labelled  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse someone with themselves."""
        data = super().clean() or {}
        if data.get("one") and data.get("one") == data.get("other"):
            self.add_error("other", _("Choisissez deux personnes différentes."))
        return data


def labelled(person: SignUp) -> str:
    """Return a name that tells namesakes apart."""
    return f"{person.name} ({person.peer_group.name}, n° {person.party_id})"


def by_row(value: str) -> int | None:
    """Read the number of a person among the choices; nothing is nobody."""
    return int(value) if value else None


class RolesForm(forms.Form):
    """Who leads a table and who writes there: two people who sit at it."""

    facilitator = forms.TypedChoiceField(
        label=gettext_lazy("Qui anime"), required=False, coerce=by_row, empty_value=None
    )
    scribe = forms.TypedChoiceField(
        label=gettext_lazy("Qui écrit"), required=False, coerce=by_row, empty_value=None
    )

    def __init__(self, *args: Any, table: Table, seats: Sequence[Seat], **kwargs: Any) -> None:
        """Offer the people of the table, read once for all tables."""
        kwargs.setdefault(
            "initial", {"facilitator": table.facilitator_id, "scribe": table.scribe_id}
        )
        kwargs["prefix"] = f"t{table.pk}"
        super().__init__(*args, **kwargs)
        self.people = {seat.sign_up_id: seat.sign_up for seat in seats}
        choices = [("", _("personne encore"))]
        choices += [(str(pk), person.name) for pk, person in self.people.items()]
        for name in ("facilitator", "scribe"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse the same person twice, and two people of the same structure."""
        data = super().clean() or {}
        for name in ("facilitator", "scribe"):
            data[name] = self.people.get(data.get(name) or 0)
        pair: Sequence[SignUp | None] = (data["facilitator"], data["scribe"])
        one, other = pair
        if one and other:
            if one == other:
                self.add_error("scribe", _("Une personne anime, une autre écrit."))
            elif one.structure and one.structure.casefold() == other.structure.casefold():
                self.add_error(
                    "scribe", _("Les deux viennent de la même structure : choisissez autrement.")
                )
        return data
