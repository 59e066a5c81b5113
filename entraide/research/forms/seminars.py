"""What is typed about seminars: their days, reviews, feedbacks, improvements, decisions."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.places.models import Place
from entraide.research.actions.seminars import Told
from entraide.research.forms.lines import LinesOfLogbook
from entraide.research.models import (
    Entry,
    Feedback,
    Improvement,
    Participant,
    Programme,
    Question,
    StageReview,
)
from entraide.research.quarters import quarterly
from entraide.research.queries import participants
from entraide.research.queries.seminars import PART_OF
from entraide.ui.fields import DayField, KeyField, LineField, LinesField
from entraide.ui.forms import SHORT, TALL, OnPage

MOST_FEEDBACKS = 30
LONGEST_FEEDBACK = 2_000


class PlanForm(forms.Form):
    """The first seminar; the others follow each quarter, on the same weekday of the month."""

    first = DayField(
        label=gettext_lazy("Le premier séminaire"),
        past=False,
        help_text=gettext_lazy("Les suivants : chaque trimestre, le même jour du mois."),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Lieu"), queryset=Place.objects.all(), required=False, empty_label=""
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        """Know the years of the programme."""
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_first(self) -> Any:
        """Refuse a day that is not in the programme."""
        first = self.cleaned_data["first"]
        if not self.programme.starts_on <= first <= self.programme.ends_on:
            raise ValidationError(_("Ce jour n'est pas dans les années du programme."))
        return first

    def days(self) -> list[Any]:
        """Return the days of the seminars."""
        return quarterly(self.cleaned_data["first"], self.programme.ends_on)


class MoveForm(OnPage, forms.Form):
    """Another day for a seminar."""

    name = "move"
    day = DayField(label=gettext_lazy("Le déplacer au"), past=False)


class ReviewForm(forms.Form):
    """What an action tells: tried, happened, asked, and on which lines of its logbook it rests."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    tried = LinesField(
        label=gettext_lazy("Ce que nous avons essayé"),
        max_length=2_000,
        required=False,
        widget=TALL,
    )
    happened = LinesField(
        label=gettext_lazy("Ce qui s'est passé"), max_length=2_000, required=False, widget=TALL
    )
    asks = LinesField(
        label=gettext_lazy("Ce que nous demandons aux pairs"),
        max_length=2_000,
        required=False,
        widget=SHORT,
    )
    entries = LinesOfLogbook(label=gettext_lazy("Les notes du journal sur lesquelles il s'appuie"))

    def __init__(self, *args: Any, entries: Iterable[Entry], **kwargs: Any):
        """Offer the lines of the logbook since the last seminar."""
        super().__init__(*args, **kwargs)
        by_number = {str(one.pk): one for one in entries}
        self.fields["entries"].offer(by_number)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for something said."""
        data = super().clean() or {}
        if not any(data.get(name) for name in ("tried", "happened", "asks")):
            raise ValidationError(_("Écrivez une ligne au moins : essayé, arrivé, ou demandé."))
        return data

    def told(self) -> Told:
        """Return what was typed."""
        data = self.cleaned_data
        return Told(data["tried"].strip(), data["happened"].strip(), data["asks"].strip())


def initial_of(review: StageReview | None, entries: Iterable[Entry]) -> dict[str, Any]:
    """Return what a review says; before it is written, all that was shared is ticked."""
    if review is None or review.note is None:
        return {"seen": review.revision if review else 0, "entries": [one.pk for one in entries]}
    return {
        "seen": review.revision, "tried": review.tried, "happened": review.happened,
        "asks": review.asks, "entries": [one.pk for one in review.entries.all()],
    }  # fmt: skip


def drafted(entries: Iterable[Entry], typed: dict[str, str]) -> dict[str, str]:
    """Return a first text for each part from lines of the logbook, after what was typed."""
    parts = dict(typed)
    for one in entries:
        part = PART_OF[Entry.Kind(one.kind)]
        if one.words not in parts[part]:
            parts[part] = f"{parts[part]}\n{one.words}".strip()
    return parts


class FeedbackForm(OnPage, forms.Form):
    """What peers say, an empty line between two feedbacks."""

    name = "feedback"
    key = KeyField()
    texts = LinesField(
        label=gettext_lazy("Ce que disent les pairs"),
        max_length=20_000,
        widget=TALL,
        help_text=gettext_lazy("Une ligne vide entre deux retours. Jamais de nom."),
    )

    def clean_texts(self) -> list[str]:
        """Return the feedbacks."""
        blocks = [block.strip() for block in self.cleaned_data["texts"].split("\n\n")]
        found = [block for block in blocks if block]
        if len(found) > MOST_FEEDBACKS:
            raise ValidationError(_("Trente retours au plus à la fois."))
        if any(len(block) > LONGEST_FEEDBACK for block in found):
            raise ValidationError(_("Un de ces retours est trop long : 2 000 signes au plus."))
        return found


class TakeForm(forms.Form):
    """What a team changes after a feedback, or why it does not."""

    text = LinesField(
        label=gettext_lazy("Ce que nous changeons"), max_length=1_000, required=False, widget=SHORT
    )
    # Read once for all the feedbacks of a page.
    question = forms.TypedChoiceField(
        label=gettext_lazy("Cela aide à répondre à"), required=False, empty_value=None
    )
    why = LineField(label=gettext_lazy("Pourquoi"), max_length=500)

    def __init__(
        self, *args: Any, feedback: Feedback, questions: Sequence[Question], **kwargs: Any
    ):
        """Offer the questions of the programme; name the fields after the feedback."""
        super().__init__(*args, **kwargs)
        self.auto_id = f"take-{feedback.pk}-%s"
        by_number = {str(one.pk): one for one in questions}
        field: Any = self.fields["question"]
        field.choices = [("", _("aucune de nos questions"))]
        field.choices += [(name, str(one)) for name, one in by_number.items()]
        field.coerce = by_number.__getitem__


class OutcomeForm(forms.Form):
    """What became of an improvement, why, and what shows it."""

    state = forms.ChoiceField(
        label=gettext_lazy("Qu'est-elle devenue ?"), choices=Improvement.State.choices
    )
    why = LineField(label=gettext_lazy("Pourquoi"), max_length=500)
    effect = LinesOfLogbook(label=gettext_lazy("Les notes qui disent son effet"))
    day = DayField(label=gettext_lazy("Le"))

    def __init__(
        self, *args: Any, improvement: Improvement, entries: Iterable[Entry], **kwargs: Any
    ):
        """Offer the lines that may tell its effect; name the fields after the improvement."""
        super().__init__(*args, **kwargs)
        self.auto_id = f"outcome-{improvement.pk}-%s"
        by_number = {str(one.pk): one for one in entries}
        self.fields["effect"].offer(by_number)  # type: ignore[attr-defined]


class DecisionForm(OnPage, forms.Form):
    """What a seminar decides, who does it, until when."""

    name = "decision"
    key = KeyField()
    text = LinesField(label=gettext_lazy("Nous décidons"), max_length=1_000, widget=SHORT)
    by = forms.ModelChoiceField(
        label=gettext_lazy("Qui s'en charge"),
        queryset=Participant.objects.none(),
        required=False,
        empty_label=gettext_lazy("le collectif"),
    )
    due_on = DayField(label=gettext_lazy("Pour le"), past=False, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        """Offer those who take part."""
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = participants.active(programme)  # type: ignore[attr-defined]


class HoursField(forms.DecimalField):
    """A number of hours, typed with a comma or a point."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: Any) -> Any:
        """Return the number."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)


class MinutesForm(forms.Form):
    """Other hours than those of the programme of the day, and why."""

    hours = HoursField(
        label=gettext_lazy("Heures"),
        min_value=0,
        max_value=24,
        decimal_places=2,
        required=False,
        help_text=gettext_lazy("Vide : celles du programme de la journée."),
    )
    why = LineField(label=gettext_lazy("Pourquoi"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        """Ask why the hours are other ones."""
        data = super().clean() or {}
        if data.get("hours") is not None and not data.get("why"):
            self.add_error("why", _("Dites pourquoi : la structure le lira."))
        return data

    def minutes(self) -> int | None:
        """Return what was typed, in minutes."""
        typed = self.cleaned_data["hours"]
        return None if typed is None else round(typed * 60)
