"""What is typed to write a cahier."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.expertise.actions.drafting import TOPICS, topic_named
from entraide.expertise.models import Cahier, Topic
from entraide.expertise.queries import figures, sources
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective, Person
from entraide.places.models import Neighbourhood
from entraide.ui.fields import KeyField, LineField, LinesField, in_our_time

LONGEST_SENTENCE = 600
MOST_SENTENCES = 60
TALL = forms.Textarea(attrs={"rows": 3, "dir": "auto"})


class CahierForm(forms.Form):
    """What a cahier is called, what it is about, where its voices come from, who writes it."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=180)
    kind = forms.ChoiceField(label=gettext_lazy("Sorte de cahier"), choices=Cahier.Kind.choices)
    topic = LineField(
        label=gettext_lazy("Thème de la bibliothèque"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Choisissez dans la liste, ou écrivez un nouveau thème."),
        widget=forms.TextInput(attrs={"list": "topics"}),
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Quartier"),
        queryset=Neighbourhood.objects.all(),
        required=False,
        empty_label=gettext_lazy("toute la ville"),
    )
    summary = LinesField(
        label=gettext_lazy("En quelques phrases"), max_length=1_000, required=False, widget=TALL
    )
    sources = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Les carnets qu'il doit entendre"),
        queryset=Notebook.objects.none(),
        required=False,
        help_text=gettext_lazy("Sans choix : toutes les paroles du collectif."),
        widget=forms.CheckboxSelectMultiple,
    )
    writing = forms.ChoiceField(
        label=gettext_lazy("Qui peut l'écrire"),
        choices=Cahier.Writing.choices,
        initial=Cahier.Writing.TEAM,
        widget=forms.RadioSelect,
    )
    writers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Personnes nommées"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer the notebooks and the members of this collective only."""
        super().__init__(*args, **kwargs)
        said = Notebook.objects.filter(collective=collective, kind=Notebook.Kind.TABLE)
        heard = self.fields["sources"]
        heard.queryset = said.order_by("pk")  # type: ignore[attr-defined]
        heard.label_from_instance = _named  # type: ignore[attr-defined]
        members = Person.objects.filter(memberships__collective=collective)
        self.fields["writers"].queryset = members.order_by("name")  # type: ignore[attr-defined]

    @property
    def topics(self) -> list[str]:
        """Return the shelves to choose from."""
        known = set(Topic.objects.values_list("name", flat=True))
        return sorted(known | {_(name) for name in TOPICS})

    def values(self) -> dict[str, Any]:
        """Return what was typed, ready for the actions."""
        data = dict(self.cleaned_data)
        data.pop("key")
        data["topic"] = topic_named(data["topic"])
        return data


def _named(notebook: Notebook) -> str:
    return f"{notebook.title} · {notebook.occasion}" if notebook.occasion else notebook.title


def initial_of(cahier: Cahier) -> dict[str, Any]:
    """Return what the form shows of a cahier that is there."""
    return {
        "title": cahier.notebook.title,
        "kind": cahier.kind,
        "topic": cahier.topic,
        "neighbourhood": cahier.neighbourhood_id,
        "summary": cahier.summary,
        "sources": list(cahier.sources.values_list("pk", flat=True)),
        "writing": cahier.writing,
        "writers": list(cahier.writers.values_list("pk", flat=True)),
    }


class SectionForm(forms.Form):
    """The title of a part."""

    title = LineField(label=gettext_lazy("Titre de la partie"), max_length=200)


class SentencesForm(forms.Form):
    """Sentences to add, one a line."""

    key = KeyField()
    sentences = LinesField(
        label=gettext_lazy("Ajouter des phrases, une par ligne"), max_length=20_000, widget=TALL
    )

    def clean_sentences(self) -> list[str]:
        """Return the lines that say something; one that is too long is told by its beginning."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["sentences"].split("\n")]
        found = [line for line in lines if re.search(r"\w", line)]
        if not found:
            raise ValidationError(_("Écrivez au moins une phrase."))
        for line in found:
            _short_enough(line)
        if len(found) > MOST_SENTENCES:
            raise ValidationError(
                _("%(n)s phrases au plus à la fois."), params={"n": MOST_SENTENCES}
            )
        return found


def _short_enough(line: str) -> str:
    if len(line) > LONGEST_SENTENCE:
        raise ValidationError(
            _("« %(begin)s… » est trop long : %(most)s signes au plus. Coupez-la en deux."),
            params={"begin": line[:40], "most": LONGEST_SENTENCE},
        )
    return line


class WordsForm(forms.Form):
    """The words of a sentence, and why it stands without anchors when it has none."""

    text = LinesField(label=gettext_lazy("La phrase"), max_length=5_000, widget=TALL)
    reason = LineField(
        label=gettext_lazy("Pourquoi le collectif l'affirme sans parole"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Seulement si elle ne s'appuie sur rien. Ce sera publié avec elle."),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Return the sentence on one line."""
        line = " ".join(self.cleaned_data["text"].split())
        if not re.search(r"\w", line):
            raise ValidationError(_("Écrivez la phrase, ou retirez-la du cahier."))
        return _short_enough(line)


class TieForm(forms.Form):
    """A sentence, and what it rests on."""

    phrase = forms.UUIDField(
        error_messages={
            "required": gettext_lazy("Choisissez d'abord une phrase."),
            "invalid": gettext_lazy("Choisissez d'abord une phrase."),
        }
    )
    notes = forms.ModelMultipleChoiceField(
        queryset=Note.objects.none(),
        error_messages={
            "required": gettext_lazy("Cochez au moins une parole."),
            "invalid_choice": gettext_lazy("Cette note n'est pas à vous, ou ne peut rien porter."),
            "invalid_pk_value": gettext_lazy("Cette page est abîmée. Rechargez-la."),
        },
    )

    def __init__(self, *args: Any, cahier: Cahier, person: Person, **kwargs: Any):
        """Take what this person may tie; what was withdrawn is told apart, by the action."""
        super().__init__(*args, **kwargs)
        offered = sources.anchorable(cahier, person) | Note.objects.filter(
            withdrawn=True, notebook__collective=cahier.notebook.collective_id
        )
        self.fields["notes"].queryset = offered  # type: ignore[attr-defined]


class QuoteForm(forms.Form):
    """The voice to quote."""

    voice = forms.ModelChoiceField(
        label=gettext_lazy("La parole à citer, entière et exacte"),
        queryset=Note.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, cahier: Cahier, **kwargs: Any):
        """Offer the voices that two people found could be shown."""
        super().__init__(*args, **kwargs)
        voice = self.fields["voice"]
        voice.queryset = sources.quotable(cahier)  # type: ignore[attr-defined]
        voice.label_from_instance = lambda note: note.text  # type: ignore[attr-defined]


class FigureForm(forms.Form):
    """A figure of today's, or a number from elsewhere, and the sentence that says it."""

    key = KeyField()
    figure = forms.ChoiceField(label=gettext_lazy("Le chiffre"), required=False)
    text = LinesField(
        label=gettext_lazy("La phrase qui dit ce chiffre"),
        max_length=LONGEST_SENTENCE,
        widget=TALL,
    )
    title = LineField(
        label=gettext_lazy("Ou un chiffre venu d'ailleurs : de quoi"),
        max_length=200,
        required=False,
    )
    value = LineField(label=gettext_lazy("Combien, avec l'unité"), max_length=80, required=False)
    source = LineField(label=gettext_lazy("D'où il vient"), max_length=200, required=False)
    day = forms.DateField(
        label=gettext_lazy("À quelle date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, offered: list[figures.Choice], **kwargs: Any):
        """Offer the figures of today."""
        super().__init__(*args, **kwargs)
        self.offered = {one.key: one for one in offered}
        names = [(one.key, one.name) for one in offered]
        choice = self.fields["figure"]
        choice.choices = [("", _("un chiffre venu d'ailleurs")), *names]  # type: ignore[attr-defined]

    def clean_day(self) -> date | None:
        """Refuse a year that no figure is of."""
        day: date | None = self.cleaned_data["day"]
        if day:
            in_our_time(day.year)
        return day

    def clean(self) -> dict[str, Any]:
        """Ask for everything that says where a number from elsewhere comes from."""
        data = super().clean() or {}
        if not data.get("figure"):
            for name in ("title", "value", "source", "day"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Un chiffre venu d'ailleurs se donne avec tout cela."))
        return data

    def chosen(self) -> tuple[dict[str, Any], list[Note]]:
        """Return the figure as it is kept, and what it leads to."""
        data = self.cleaned_data
        choice = self.offered.get(data["figure"])
        if choice:
            return choice.figure, choice.rests_on
        made = figures.by_hand(data["title"], data["value"], data["source"], data["day"])
        return made, []


class SearchForm(forms.Form):
    """Words that voices hold."""

    text = LineField(
        label=gettext_lazy("Chercher dans les paroles"), max_length=200, required=False
    )
