"""What those who prepare a poll type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.notebooks.models import Note
from entraide.people.models import Collective, PeerGroup
from entraide.people.open_forms import PeersField
from entraide.ui.fields import KeyField, LineField, LinesField
from entraide.votes.models import RaisedHands, Vote

LONGEST_STATEMENT = 280
MOST_HANDS = 9_999
HANDS = {
    "agree": gettext_lazy("D'accord"),
    "disagree": gettext_lazy("Pas d'accord"),
    "passed": gettext_lazy("Passent"),
}


class PollForm(forms.Form):
    """The title of a poll, and what it asks."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=200)
    question = LinesField(
        label=gettext_lazy("De quoi s'agit-il ?"),
        help_text=gettext_lazy("Une ou deux phrases, que lisent les personnes qui votent."),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def statement_field() -> LineField:
    """Return the field of a statement: short, one idea."""
    return LineField(
        label=gettext_lazy("La phrase mise au vote"),
        help_text=gettext_lazy("Une seule idée, sans « et » ni « ou », sans nom de personne."),
        max_length=LONGEST_STATEMENT,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


class StatementForm(forms.Form):
    """A statement, and the voices it rests on."""

    key = KeyField()
    voices = forms.ModelMultipleChoiceField(
        queryset=Note.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = statement_field()

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Take the living notes of this collective only."""
        super().__init__(*args, **kwargs)
        living = Note.objects.filter(notebook__collective=collective, withdrawn=False)
        self.fields["voices"].queryset = living  # type: ignore[attr-defined]


class RewordForm(forms.Form):
    """A statement in other words."""

    text = statement_field()


class PaperForm(forms.Form):
    """A ballot of paper: the peer group, and a vote for each statement."""

    key = KeyField()
    peer_group = PeersField(gettext_lazy("Collège écrit sur le bulletin"))

    def __init__(self, *args: Any, statements: list[Note], **kwargs: Any):
        """Ask about every statement; one that was left blank has no vote."""
        super().__init__(*args, **kwargs)
        self.statements = {f"s{note.number}": note for note in statements}
        for name, note in self.statements.items():
            self.fields[name] = forms.TypedChoiceField(
                label=f"{note.number}. {note.text}",
                choices=[*Vote.Value.choices, ("", _("laissé blanc"))],
                coerce=int,
                empty_value=None,
                required=False,
                initial="",
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a ballot without any vote."""
        data = super().clean() or {}
        if not self.errors and not self.values():
            raise ValidationError(_("Ce bulletin est vide. Cochez au moins une réponse."))
        return data

    def values(self) -> dict[Note, int]:
        """Return the votes of the ballot."""
        found = {note: self.cleaned_data.get(name) for name, note in self.statements.items()}
        return {note: value for note, value in found.items() if value is not None}


class HandsForm(forms.Form):
    """How many hands of each peer group were raised for a statement."""

    def __init__(
        self, *args: Any, groups: list[PeerGroup], raised: dict[int, RaisedHands], **kwargs: Any
    ):
        """Ask three numbers of each group."""
        super().__init__(*args, **kwargs)
        self.groups = groups
        for group in groups:
            row = raised.get(group.pk)
            for name, label in HANDS.items():
                self.fields[f"{name}{group.pk}"] = forms.IntegerField(
                    label=label,
                    min_value=0,
                    max_value=MOST_HANDS,
                    required=False,
                    initial=getattr(row, name, None) or None,
                )

    def rows(self) -> list[tuple[PeerGroup, list[forms.BoundField]]]:
        """Return the fields of each group."""
        return [(group, [self[f"{name}{group.pk}"] for name in HANDS]) for group in self.groups]

    def counted(self) -> dict[PeerGroup, tuple[int, int, int]]:
        """Return the hands of each group."""
        data = self.cleaned_data

        def number(name: str, group: PeerGroup) -> int:
            return data[f"{name}{group.pk}"] or 0

        return {
            group: (number("agree", group), number("disagree", group), number("passed", group))
            for group in self.groups
        }
