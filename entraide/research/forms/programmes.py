"""What is typed about a programme, those who take part, and what structures agree to."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from entraide.people.models import Organisation, PeerGroup
from entraide.research.actions.participating import Welcomed
from entraide.research.actions.programmes import YEARS
from entraide.research.models import Agreement, Participant, Programme
from entraide.research.quarters import months_later
from entraide.research.queries import participants as queries
from entraide.ui.fields import (
    DayField,
    EmailField,
    KeyField,
    LineField,
    LinesField,
    plain_text,
)
from entraide.ui.forms import TALL, OnPage

MOST_QUESTIONS = 12


class ProgrammeForm(forms.Form):
    """What a programme is called, what it looks for, its charter and its years."""

    key = KeyField()
    title = LineField(label=gettext_lazy("Titre"), max_length=160)
    intention = LinesField(
        label=gettext_lazy("Ce que nous cherchons"), max_length=2_000, required=False, widget=TALL
    )
    starts_on = DayField(label=gettext_lazy("Commence le"), past=False)
    ends_on = DayField(
        label=gettext_lazy("Finit le"),
        past=False,
        required=False,
        help_text=gettext_lazy("Vide : trois ans après."),
    )
    charter = LinesField(
        label=gettext_lazy("Charte"), max_length=10_000, required=False, widget=TALL
    )
    charter_review_on = DayField(
        label=gettext_lazy("Charte à relire le"), past=False, required=False
    )
    access = forms.ChoiceField(
        label=gettext_lazy("Qui voit la page du programme"),
        choices=Programme.Access.choices,
        widget=forms.RadioSelect,
        initial=Programme.Access.TEAM,
    )

    def clean(self) -> dict[str, Any]:
        """Let three years pass when nothing else is said; refuse an end before the beginning."""
        data = super().clean() or {}
        begin, end = data.get("starts_on"), data.get("ends_on")
        if begin and not end and "ends_on" not in self.errors:
            data["ends_on"] = months_later(begin, 12 * YEARS)
        elif begin and end and end <= begin:
            self.add_error("ends_on", _("La fin vient après le début."))
        return data

    def values(self) -> dict[str, Any]:
        """Return what was typed, without the number of the form."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


def initial_of(programme: Programme) -> dict[str, Any]:
    """Return what a programme says, as its form has it."""
    names = ("intention", "starts_on", "ends_on", "charter", "charter_review_on", "access")
    return {"title": str(programme)} | {name: getattr(programme, name) for name in names}


class QuestionsForm(OnPage, forms.Form):
    """The research questions, one a line: a few words, a colon, the question."""

    name = "questions"
    questions = LinesField(
        label=gettext_lazy("Les questions de recherche"),
        max_length=6_000,
        widget=TALL,
        help_text=gettext_lazy("Une par ligne : deux ou trois mots, puis « : », puis la question."),
    )

    def clean_questions(self) -> list[tuple[str, str]]:
        """Return (label, text) for each line."""
        lines = [line.strip() for line in self.cleaned_data["questions"].split("\n")]
        found = [tuple(part.strip() for part in line.split(":", 1)) for line in lines if line]
        for line in found:
            if len(line) < 2 or not all(line):
                raise ValidationError(
                    _("« %(line)s » : il manque les deux-points et la question."),
                    params={"line": line[0][:60]},
                )
            if len(line[0]) > 80 or len(line[1]) > 500:
                raise ValidationError(
                    _("« %(line)s… » est trop long."), params={"line": line[0][:40]}
                )
        if len(found) > MOST_QUESTIONS:
            raise ValidationError(_("Douze questions au plus : au-delà, on n'y répond plus."))
        return [(line[0], line[1]) for line in found]


def written_questions(programme: Programme) -> str:
    """Return the questions of a programme as its form has them."""
    return "\n".join(f"{one.label} : {one.text}" for one in programme.questions.all())


class AgreementForm(forms.Form):
    """What a structure agrees to."""

    organisation = LineField(
        label=gettext_lazy("Structure"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "structures"}),
    )
    hours_per_quarter = forms.IntegerField(
        label=gettext_lazy("Heures par personne et par trimestre"), min_value=1, max_value=600
    )
    starts_on = DayField(label=gettext_lazy("À partir du"), past=False)
    ends_on = DayField(label=gettext_lazy("Jusqu'au"), past=False)
    signatory = LineField(
        label=gettext_lazy("Qui signe"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Une fonction, pas un nom : « la directrice »."),
    )
    signed_on = DayField(label=gettext_lazy("Signée le"), required=False, initial=None)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data = super().clean() or {}
        begin, end = data.get("starts_on"), data.get("ends_on")
        if begin and end and end <= begin:
            self.add_error("ends_on", _("La fin vient après le début."))
        return data

    def save(self, programme: Programme, agreement: Agreement | None = None) -> Agreement:
        """Write what was typed."""
        data = dict(self.cleaned_data)
        data["organisation"] = Organisation.objects.get_or_create(name=data["organisation"])[0]
        made = agreement or Agreement(programme=programme)
        for name, value in data.items():
            setattr(made, name, value)
        made.save()
        return made


class EndAgreementForm(OnPage, forms.Form):
    """That a structure ends its agreement early, and why."""

    name = "end"
    day = DayField(label=gettext_lazy("Terminée le"), past=False, initial=timezone.localdate)
    why = LineField(label=gettext_lazy("Pourquoi"), max_length=300, required=False)


class WelcomeForm(forms.Form):
    """Somebody who joins a programme."""

    name = LineField(label=gettext_lazy("Prénom ou surnom"), max_length=80)
    kind = forms.ChoiceField(
        label=gettext_lazy("Sa place"),
        choices=[one for one in Participant.Kind.choices if one[0] != Participant.Kind.CANDIDATE],
        widget=forms.RadioSelect,
        initial=Participant.Kind.MEMBER,
    )
    peer_group = forms.ModelChoiceField(
        label=gettext_lazy("Parmi quels pairs"), queryset=PeerGroup.objects.all(), empty_label=None
    )
    function = LineField(label=gettext_lazy("Fonction"), max_length=120, required=False)
    email = EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy(
            "Avec un e-mail, la personne entre par un code. Sans, quelqu'un écrit pour elle."
        ),
    )
    contact = LineField(
        label=gettext_lazy("Sinon, comment la joindre"), max_length=120, required=False
    )
    agreement = forms.ModelChoiceField(
        label=gettext_lazy("Détachée ou détaché par"),
        queryset=Agreement.objects.none(),
        required=False,
        empty_label=gettext_lazy("personne : sur son temps"),
    )
    tutor = forms.ModelChoiceField(
        label=gettext_lazy("Tutrice ou tuteur (pour une étudiante, un étudiant)"),
        queryset=Participant.objects.none(),
        required=False,
        empty_label="",
    )
    until = DayField(
        label=gettext_lazy("Jusqu'au"),
        past=False,
        required=False,
        help_text=gettext_lazy("Fin du stage ; vide : tout le programme."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any):
        """Offer the agreements and the members of this programme."""
        super().__init__(*args, **kwargs)
        open_ones = programme.agreements.filter(ended_on=None).select_related("organisation")
        self.fields["agreement"].queryset = open_ones  # type: ignore[attr-defined]
        members = queries.active(programme).filter(kind=Participant.Kind.MEMBER)
        self.fields["tutor"].queryset = members  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask who follows a student, and until when."""
        data = super().clean() or {}
        if data.get("kind") == Participant.Kind.STUDENT:
            if not data.get("tutor"):
                self.add_error("tutor", _("Qui suit cette personne ? Choisissez quelqu'un."))
            if not data.get("until"):
                self.add_error("until", _("Jusqu'à quand dure le stage ?"))
        return data

    def welcomed(self) -> Welcomed:
        """Return what was typed."""
        return Welcomed(**self.cleaned_data)


class ParticipantForm(forms.ModelForm[Participant]):
    """What is known of somebody who takes part."""

    class Meta:
        model = Participant
        formfield_callback = plain_text
        fields = ["name", "function", "peer_group", "contact", "agreement", "tutor"]

    def __init__(self, *args: Any, **kwargs: Any):
        """Offer the agreements and the members of the programme."""
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        self.fields["agreement"].queryset = programme.agreements.all()  # type: ignore[attr-defined]
        others = queries.active(programme).exclude(pk=self.instance.pk)
        self.fields["tutor"].queryset = others  # type: ignore[attr-defined]


class LeaveForm(OnPage, forms.Form):
    """The day somebody leaves."""

    name = "leave"
    day = DayField(label=gettext_lazy("Depuis le"))
