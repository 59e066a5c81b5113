"""The two pages of a sign-up, and what they say together."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from entraide.gatherings.forms.behalf import BehalfForm
from entraide.gatherings.forms.day_fields import (
    ANY,
    companion_fields,
    diet_fields,
    moment_fields,
)
from entraide.gatherings.models import Gathering, Moment, Party, SignUp
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.people.models import PeerGroup, TellBy
from entraide.ui.fields import EmailField, LineField, PhoneField

LARGEST_PARTY = 8
RANKS = 3
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


class WhoForm(forms.Form):
    """Page one: who you are, how many you are, how to tell you."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = LineField(
        label=_("Comment vous appelle-t-on ?"),
        help_text=_("Un prénom ou un surnom suffit."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name", "dir": "auto"}),
    )
    peer_group = forms.ModelChoiceField(
        label=_("Vous venez comme…"),
        help_text=_("Le matin, on discute entre personnes du même collège."),
        queryset=PeerGroup.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    size = forms.TypedChoiceField(
        label=_("Combien venez-vous ensemble ?"), coerce=int, choices=[], initial=1
    )
    tell_by = forms.ChoiceField(
        label=_("Comment vous prévenir si quelque chose change ?"),
        choices=TellBy.choices,
        initial=TellBy.COME_BACK,
        widget=forms.RadioSelect,
    )
    email = EmailField(label=_("Votre e-mail"), required=False, max_length=254)
    phone = PhoneField(label=_("Votre téléphone"), required=False, max_length=30)
    through = LineField(
        label=_("Par qui vous joindre ?"),
        help_text=_("Une personne ou une structure qui vous connaît."),
        required=False,
        max_length=120,
    )
    another = forms.BooleanField(
        label=_("C'est pour une autre personne : l'inscrire quand même"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer every peer group, and parties of one to eight."""
        super().__init__(*args, **kwargs)
        self.fields["peer_group"].queryset = PeerGroup.objects.all()  # type: ignore[attr-defined]
        self.fields["size"].choices = [  # type: ignore[attr-defined]
            (n, ngettext("%(n)d personne", "%(n)d personnes", n) % {"n": n})
            for n in range(1, LARGEST_PARTY + 1)
        ]
        self.ask_another = False

    def clean_key(self) -> str:
        """Return the key of this form; a strange one is refused rather than trusted."""
        key: str = self.cleaned_data["key"]
        if not KEY.fullmatch(key):
            raise ValidationError(damaged_sentence())
        return key

    def clean(self) -> dict[str, Any]:
        """Ask for the contact that the chosen way of telling needs."""
        data = super().clean() or {}
        needed = {
            TellBy.EMAIL: ("email", gettext("Écrivez votre e-mail, ou choisissez autrement.")),
            TellBy.PHONE: ("phone", gettext("Écrivez votre téléphone, ou choisissez autrement.")),
            TellBy.THROUGH: ("through", gettext("Écrivez qui peut vous prévenir.")),
        }
        field, sentence = needed.get(data.get("tell_by", ""), ("", ""))
        if field and not data.get(field) and field not in self.errors:
            self.add_error(field, sentence)
        return data


class DayForm(forms.Form):
    """Page two: those who come along, wishes, meal, needs."""

    step_free = forms.BooleanField(label=_("Un accès sans marche"), required=False)
    interpreting = LineField(
        label=_("Une interprétation, en quelle langue ?"),
        help_text=_("Par exemple : arabe, langue des signes."),
        required=False,
        max_length=80,
    )
    children = forms.IntegerField(
        label=_("Une garde d'enfants, pour combien d'enfants ?"),
        required=False,
        min_value=0,
        max_value=12,
    )
    other_needs = LineField(
        label=_("Autre chose à prévoir pour vous ?"), required=False, max_length=500
    )
    structure = LineField(
        label=_("Vous venez sur vos heures de travail ? Votre structure"),
        help_text=_("Pour la feuille à signer. Sinon, laissez vide."),
        required=False,
        max_length=120,
    )
    together_word = LineField(
        label=_("Un mot pour être avec d'autres inscrits"),
        help_text=_("Choisissez un mot ensemble ; chacune et chacun écrit le même."),
        required=False,
        max_length=40,
    )

    def __init__(
        self,
        *args: Any,
        gathering: Gathering,
        size: int,
        first_group: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Make the fields that depend on the programme and on how many come."""
        super().__init__(*args, **kwargs)
        self.size = size
        self.moments = list(
            gathering.moments.exclude(choosing=Moment.Choosing.NONE).prefetch_related("options")
        )
        self.has_meal = any(m.kind == Moment.Kind.MEAL for m in self.moments)
        made: dict[str, forms.Field] = {}
        for position in range(1, size):
            made |= companion_fields(position, first_group)
        for moment in self.moments:
            made |= moment_fields(moment)
        if self.has_meal:
            for position in range(size):
                made |= diet_fields(position)
        self.fields = made | self.fields

    @property
    def companions(self) -> list[list[forms.BoundField]]:
        """The fields of each person who comes along."""
        return [[self[f"name_{n}"], self[f"peer_group_{n}"]] for n in range(1, self.size)]

    @property
    def choices(self) -> list[tuple[Moment, list[forms.BoundField]]]:
        """The fields of each moment where something is chosen."""
        return [
            (m, [self[name] for name in self.fields if name.startswith(f"moment_{m.pk}_")])
            for m in self.moments
        ]

    @property
    def diets(self) -> list[list[forms.BoundField]]:
        """The diet fields of each person."""
        if not self.has_meal:
            return []
        return [[self[f"diet_{n}"], self[f"diet_note_{n}"]] for n in range(self.size)]

    @property
    def needs(self) -> list[forms.BoundField]:
        """The fields of what is to be prepared for the party."""
        names = ["step_free", "interpreting", "children", "other_needs", "structure"]
        return [self[name] for name in names]

    def clean_together_word(self) -> str:
        """Return the word in one case, so that everyone's is the same."""
        word: str = self.cleaned_data["together_word"]
        return word.casefold()[:40]

    def clean(self) -> dict[str, Any]:
        """Refuse the same wish twice, with a sentence beside the second."""
        data = super().clean() or {}
        for moment in self.moments:
            seen: set[str] = set()
            for name in _rank_names(moment):
                wish = data.get(name) or ""
                if wish and wish in seen:
                    self.add_error(name, gettext("Ce souhait est déjà donné au-dessus."))
                seen.add(wish)
        return data

    def wishes(self) -> dict[int, tuple[int | None, ...]]:
        """Return the wishes of each moment, best first, without holes."""
        found: dict[int, tuple[int | None, ...]] = {}
        for moment in self.moments:
            ranked: list[int | None] = []
            for name in _rank_names(moment):
                wish = self.cleaned_data.get(name)
                if wish == ANY:
                    ranked.append(None)
                    break
                if wish:
                    ranked.append(int(wish))
            if ranked:
                found[moment.pk] = tuple(ranked)
        return found

    def attendees(self, who: dict[str, Any]) -> tuple[Attendee, ...]:
        """Return those who come: the first from page one, the others from here."""
        data = self.cleaned_data
        people = []
        for n in range(self.size):
            name = who["name"] if n == 0 else data[f"name_{n}"] or _with(who["name"])
            group = who["peer_group"] if n == 0 else data[f"peer_group_{n}"]
            people.append(
                Attendee(
                    name=name,
                    peer_group_id=group.pk,
                    diet=data.get(f"diet_{n}") or SignUp.Diet.ALL,
                    diet_note=data.get(f"diet_note_{n}") or "",
                    structure=data["structure"],
                )
            )
        return tuple(people)


def damaged_sentence() -> str:
    """Return what is said of a form that cannot be used any more."""
    return gettext("Cette page est abîmée. Ouvrez l'inscription à nouveau.")


def build_request(
    who: WhoForm, day: DayForm, *, language: str, behalf: BehalfForm | None = None
) -> SignUpRequest:
    """Return what the pages said together."""
    first, second = who.cleaned_data, day.cleaned_data
    contact = {
        name: first[name] if first["tell_by"] == way else ""
        for name, way in [("email", "email"), ("phone", "phone"), ("through", "through")]
    }
    extra = behalf.cleaned_data if behalf else {}
    return SignUpRequest(
        attendees=day.attendees(first),
        tell_by=first["tell_by"],
        wishes=day.wishes(),
        language=language,
        step_free=second["step_free"],
        interpreting=second["interpreting"],
        children=second["children"] or 0,
        other_needs=second["other_needs"],
        together_word=second["together_word"],
        entered_how=extra.get("entered_how", Party.EnteredHow.SELF),
        received_at=extra.get("received_at"),
        **contact,
    )


def initial_of(party: Party) -> dict[str, Any]:
    """Return what the two pages show when a party changes its sign-up."""
    people = list(party.sign_ups.all())
    first: dict[str, Any] = {
        "name": people[0].name,
        "peer_group": people[0].peer_group_id,
        "size": party.size,
    }
    for field in ["tell_by", "email", "phone", "through", "step_free", "interpreting"]:
        first[field] = getattr(party, field)
    first |= {
        "children": party.children or None,
        "other_needs": party.other_needs,
        "together_word": party.together_word,
        "structure": people[0].structure,
    }
    for n, person in enumerate(people):
        first |= {
            f"name_{n}": person.name,
            f"peer_group_{n}": person.peer_group_id,
            f"diet_{n}": person.diet,
            f"diet_note_{n}": person.diet_note,
        }
    for wish in party.wishes.all():
        first[f"moment_{wish.moment_id}_{wish.rank}"] = wish.option_id or ANY
    return first


def _with(name: str) -> str:
    """Return how someone is called who comes along and gave no name."""
    return gettext("avec %(name)s") % {"name": name[:70]}


def _rank_names(moment: Moment) -> list[str]:
    return [f"moment_{moment.pk}_{rank}" for rank in range(1, RANKS + 1)]
