"""What is typed about an action and in its logbook."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.models import Note
from entraide.places.actions import neighbourhood_named
from entraide.places.models import Neighbourhood
from entraide.research.actions.carrying import Intended
from entraide.research.actions.logbook import Line
from entraide.research.forms.lines import LinesOfLogbook
from entraide.research.models import CollectiveAction, Entry, Participant, Programme
from entraide.research.queries import origins, participants
from entraide.ui import queued
from entraide.ui.fields import YEARS, DayField, KeyField, LineField, LinesField
from entraide.ui.forms import SHORT, TALL, OnPage
from entraide.ui.pictures import NotAPicture, Picture, small

MOST_AT_ONCE = 60
LONGEST_LINE = 5_000
LARGEST_FILE = 20_000_000  # bytes


class ActionForm(forms.Form):
    """What an action intends, where, with whom, on what it rests, what would show that it works."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=160)
    neighbourhood = LineField(
        label=gettext_lazy("Quartier"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "neighbourhoods"}),
    )
    public = LineField(
        label=gettext_lazy("Avec qui"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Un public, jamais des personnes : « les familles de l'école »."),
    )
    intention = LinesField(label=gettext_lazy("L'intention"), max_length=2_000, widget=TALL)
    shows = LinesField(
        label=gettext_lazy("Ce qui montrerait que cela marche"),
        max_length=1_000,
        required=False,
        widget=SHORT,
        help_text=gettext_lazy("Dit avant de commencer."),
    )
    began_on = DayField(label=gettext_lazy("Commence le"), past=False)
    sources = forms.ModelMultipleChoiceField(
        label=gettext_lazy("De quelle proposition ou phrase elle vient"),
        queryset=Note.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    team = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Qui la porte"),
        queryset=Participant.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, programme: Programme, new: bool = True, **kwargs: Any):
        """Offer what an action may come from, and who may carry it."""
        super().__init__(*args, **kwargs)
        if new:
            offered = origins.of(programme.collective)
            self.fields["sources"].queryset = offered  # type: ignore[attr-defined]
            carriers = participants.carriers(programme)
            self.fields["team"].queryset = carriers  # type: ignore[attr-defined]
        else:
            # What it rests on and who carries it change on their own forms.
            del self.fields["sources"], self.fields["team"]

    @property
    def neighbourhoods(self) -> QuerySet[Neighbourhood]:
        """Those that have a name already."""
        return Neighbourhood.objects.all()

    def intended(self) -> Intended:
        """Return what was typed; a neighbourhood that nobody named yet is made."""
        data = self.cleaned_data
        return Intended(
            title=data["title"], intention=data["intention"], shows=data["shows"],
            public=data["public"], neighbourhood=neighbourhood_named(data["neighbourhood"]),
            began_on=data["began_on"],
        )  # fmt: skip


def initial_of(action: CollectiveAction) -> dict[str, Any]:
    """Return what an action says, as its form has it."""
    return {
        "title": str(action), "intention": action.note.text, "shows": action.shows,
        "public": action.public, "neighbourhood": str(action.neighbourhood or ""),
        "began_on": action.began_on,
    }  # fmt: skip


class StateForm(OnPage, forms.Form):
    """Where an action is, and why."""

    name = "state"
    state = forms.ChoiceField(
        label=gettext_lazy("Où en est l'action"), choices=CollectiveAction.State.choices
    )
    why = LineField(label=gettext_lazy("Pourquoi"), max_length=300, required=False)
    day = DayField(label=gettext_lazy("Depuis le"))

    def clean(self) -> dict[str, Any]:
        """Ask why an action ends or pauses: it is what the others learn from."""
        data = super().clean() or {}
        stops = (CollectiveAction.State.ENDED, CollectiveAction.State.PAUSED)
        if data.get("state") in stops and not data.get("why"):
            self.add_error("why", _("Dites pourquoi : c'est ce que les autres en apprennent."))
        return data


class TeamForm(OnPage, forms.Form):
    """Somebody who joins the team of an action."""

    name = "team"
    participant = forms.ModelChoiceField(
        label=gettext_lazy("Qui rejoint l'équipe"), queryset=Participant.objects.none()
    )
    leads = forms.BooleanField(label=gettext_lazy("La porte"), required=False)

    def __init__(self, *args: Any, action: CollectiveAction, **kwargs: Any):
        """Offer those who take part and are not in the team."""
        super().__init__(*args, **kwargs)
        there = action.team.filter(until=None).values("participant")
        offered = participants.carriers(action.programme).exclude(pk__in=there)
        self.fields["participant"].queryset = offered  # type: ignore[attr-defined]


class EntryForm(forms.Form):
    """A line of a logbook."""

    key = KeyField()
    text = LinesField(
        label=gettext_lazy("Ce que vous notez"),
        max_length=LONGEST_LINE,
        widget=SHORT,
        help_text=gettext_lazy("Ni nom, ni situation d'une personne."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("C'est…"),
        choices=[one for one in Entry.Kind.choices if one[0] != Entry.Kind.PHOTOGRAPH],
        widget=forms.RadioSelect,
        initial=Entry.Kind.OBSERVATION,
    )
    sharing = forms.ChoiceField(
        label=gettext_lazy("Qui peut la lire"),
        choices=Entry.Sharing.choices,
        initial=Entry.Sharing.PRIVATE,
    )
    day = DayField(label=gettext_lazy("Le"))
    on = LinesOfLogbook(label=gettext_lazy("Elle s'appuie sur"))

    def __init__(self, *args: Any, earlier: Iterable[Entry], **kwargs: Any):
        """Offer the lines that it may rest on; a photograph stays one."""
        super().__init__(*args, **kwargs)
        if self.initial.get("kind") == Entry.Kind.PHOTOGRAPH:
            only = [(Entry.Kind.PHOTOGRAPH.value, Entry.Kind.PHOTOGRAPH.label)]
            self.fields["kind"] = forms.ChoiceField(choices=only, widget=forms.HiddenInput)
        self.fields["on"].offer({str(one.uid): one for one in earlier})  # type: ignore[attr-defined]

    def line(self, uid: UUID, *, revision: int = 0) -> Line:
        """Return what was typed, as the next state of a line."""
        data = self.cleaned_data
        return Line(
            uid=uid, text=data["text"], kind=data["kind"], day=data["day"],
            sharing=data["sharing"], revision=revision, base=max(revision - 1, 0),
            on=tuple(one.uid for one in data["on"]),
        )  # fmt: skip


class DictatedForm(OnPage, forms.Form):
    """Several lines typed later, from paper or from what somebody dictated."""

    name = "dictated"
    key = KeyField()
    lines = LinesField(
        label=gettext_lazy("Une note par ligne"),
        max_length=40_000,
        widget=TALL,
        help_text=gettext_lazy(
            "Un signe au début dit le genre : « ! » difficulté, « = » décision, « # » chiffre."
        ),
    )
    sharing = forms.ChoiceField(
        label=gettext_lazy("Qui peut les lire"),
        choices=Entry.Sharing.choices,
        initial=Entry.Sharing.TEAM,
    )
    day = DayField(label=gettext_lazy("Dit ou vu le"))

    def clean_lines(self) -> list[tuple[str, str]]:
        """Return (kind, text) for each line."""
        typed = [line.strip() for line in self.cleaned_data["lines"].split("\n")]
        found = [told_kind(line) for line in typed if line]
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(_("Soixante notes au plus à la fois."))
        if any(len(text) > LONGEST_LINE for _kind, text in found):
            raise ValidationError(_("Une de ces notes est trop longue : 5 000 signes au plus."))
        return found


class PhotographForm(OnPage, forms.Form):
    """A picture of a thing or a place, and what it shows."""

    name = "photograph"
    key = KeyField()
    file = forms.FileField(
        label=gettext_lazy("La photo"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text=gettext_lazy("Le lieu, l'heure et l'appareil en sont retirés."),
    )
    text = LinesField(
        label=gettext_lazy("Ce qu'elle montre"),
        max_length=300,
        widget=SHORT,
        help_text=gettext_lazy("Pour qui ne la voit pas."),
    )
    no_face = forms.BooleanField(label=gettext_lazy("Personne n'y est reconnaissable"))
    sharing = forms.ChoiceField(
        label=gettext_lazy("Qui peut la voir"),
        choices=Entry.Sharing.choices,
        initial=Entry.Sharing.PRIVATE,
    )
    day = DayField(label=gettext_lazy("Prise le"))

    def clean_file(self) -> Picture:
        """Return the picture drawn anew; refuse what is none."""
        found = self.cleaned_data["file"]
        if found.size > LARGEST_FILE:
            raise ValidationError(_("Ce fichier dépasse 20 Mo."))
        try:
            return small(found.read())
        except NotAPicture as fault:
            said = _("Ce fichier n'est pas une photo que l'on sait lire : JPEG, PNG ou WebP.")
            raise ValidationError(said) from fault

    def line(self, uid: UUID) -> Line:
        """Return the line that tells what it shows."""
        data = self.cleaned_data
        return Line(
            uid=uid, text=data["text"], kind=Entry.Kind.PHOTOGRAPH, day=data["day"],
            sharing=data["sharing"],
        )  # fmt: skip


SIGNS = {
    "!": Entry.Kind.DIFFICULTY,
    "=": Entry.Kind.DECISION,
    "#": Entry.Kind.FIGURE,
    "-": Entry.Kind.OBSERVATION,
}


def told_kind(line: str) -> tuple[str, str]:
    """Return the kind that the sign first on a line says, and the words."""
    rest = line[1:].strip()
    if line[0] in SIGNS and rest:
        return SIGNS[line[0]], rest
    return Entry.Kind.OBSERVATION, line


def read_entry(one: Any) -> Line:
    """Return one line that a device queued.

    `{uid, text, kind, sharing, day, on, revision, base}`
    """
    day = date.fromisoformat(str(one["day"]))
    if day.year not in YEARS:
        raise ValueError("no such year")
    return Line(
        uid=UUID(str(one["uid"])),
        text=queued.words(one["text"], LONGEST_LINE),
        kind=Entry.Kind(one["kind"]).value,
        # The clock of a phone may be wrong: nothing is noted before it happened.
        day=min(day, timezone.localdate()),
        sharing=Entry.Sharing(one.get("sharing") or Entry.Sharing.PRIVATE).value,
        revision=queued.count(one.get("revision")),
        base=queued.count(one.get("base")),
        on=queued.numbers(one.get("on")),
    )
