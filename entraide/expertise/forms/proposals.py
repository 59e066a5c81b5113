"""What is typed about proposals, and what institutions type."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from entraide.expertise.actions.answers import Said
from entraide.expertise.actions.experiments import Trial
from entraide.expertise.actions.proposals import Asked, addressee_named
from entraide.expertise.models import Addressee, Answer, Commitment, Experiment, Proposal
from entraide.expertise.queries import proposals as queries
from entraide.notebooks.models import Note
from entraide.people.models import Collective
from entraide.places.models import Neighbourhood
from entraide.ui.fields import DayField, KeyField, LineField, LinesField
from entraide.ui.forms import SHORT, TALL, OnPage

# The steps that are written by hand; the others follow from answers, commitments, merging.
BY_HAND = (
    Proposal.State.CONSENTED,
    Proposal.State.SENT,
    Proposal.State.ACKNOWLEDGED,
    Proposal.State.REFUSED,
    Proposal.State.DONE,
)


class ProposalForm(forms.Form):
    """What is asked, of whom, and on which sentences it rests."""

    key = KeyField()
    title = LineField(label=gettext_lazy("En un titre"), max_length=160)
    institution = LineField(
        label=gettext_lazy("À quelle institution"),
        max_length=120,
        widget=forms.TextInput(attrs={"list": "institutions"}),
    )
    text = LinesField(
        label=gettext_lazy("Ce que nous demandons"),
        max_length=4_000,
        widget=TALL,
        help_text=gettext_lazy("Quoi, pour qui, à partir de quand."),
    )
    claims = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Sur quelles phrases elle s'appuie"),
        queryset=Note.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Une proposition s'appuie sur une phrase au moins.")
        },
    )

    def __init__(self, *args: Any, collective: Collective, **kwargs: Any):
        """Offer the sentences of the cahiers of this collective, published ones first."""
        super().__init__(*args, **kwargs)
        claims = self.fields["claims"]
        claims.queryset = queries.claims(collective)  # type: ignore[attr-defined]
        claims.label_from_instance = lambda n: f"{n.text} ({n.notebook.title})"  # type: ignore[attr-defined]

    @property
    def institutions(self) -> list[str]:
        """Return the institutions that were asked before."""
        return [str(one) for one in Addressee.objects.select_related("organisation")]

    def asked(self) -> Asked:
        """Return what was typed."""
        data = self.cleaned_data
        return Asked(
            data["title"],
            data["text"],
            addressee_named(data["institution"]),
            list(data["claims"]),
        )


class StepForm(OnPage, forms.Form):
    """A step and its day."""

    name = "step"
    state = forms.ChoiceField(
        label=gettext_lazy("Étape"),
        choices=[(state.value, state.label) for state in BY_HAND],
    )
    day = DayField(label=gettext_lazy("Le"))
    words = LineField(label=gettext_lazy("En quelques mots"), max_length=500, required=False)


class MergeForm(OnPage, forms.Form):
    """The proposal that takes this one in."""

    name = "merge"
    into = forms.ModelChoiceField(
        label=gettext_lazy("La réunir à"), queryset=Proposal.objects.none()
    )

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any):
        """Offer the other living proposals of the collective."""
        super().__init__(*args, **kwargs)
        offered = queries.living(proposal.notebook.collective).exclude(pk=proposal.pk)
        self.fields["into"].queryset = offered  # type: ignore[attr-defined]


class SplitForm(OnPage, forms.Form):
    """The parts of a proposal: a title, what is asked on the next lines, an empty line between."""

    name = "split"
    parts = LinesField(
        label=gettext_lazy("La partager : un titre, puis ce qui est demandé"),
        max_length=10_000,
        widget=TALL,
        help_text=gettext_lazy("Une ligne vide entre deux propositions."),
    )

    def clean_parts(self) -> list[tuple[str, str]]:
        """Return (title, text) for each part, two at least."""
        blocks = [block.strip() for block in self.cleaned_data["parts"].split("\n\n")]
        parts = [block.split("\n", 1) for block in blocks if block]
        if len(parts) < 2 or any(len(part) < 2 for part in parts):
            raise ValidationError(
                _("Il faut deux propositions au moins, chacune avec un titre et un texte.")
            )
        return [(title.strip()[:160], text.strip()) for title, text in parts]


class AnswerForm(forms.Form):
    """What an institution answers, by its private link or typed from its letter."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("Votre réponse"),
        choices=Answer.Verdict.choices,
        widget=forms.RadioSelect,
    )
    words = LinesField(label=gettext_lazy("En quelques phrases"), max_length=5_000, widget=TALL)
    signed = LineField(
        label=gettext_lazy("Votre fonction et votre service"),
        max_length=160,
        help_text=gettext_lazy("Une fonction, pas un nom : « direction de la vie associative »."),
    )

    def said(self) -> Said:
        """Return what was typed."""
        data = self.cleaned_data
        return Said(data["verdict"], data["words"], data["signed"])


class TypedAnswerForm(OnPage, AnswerForm):
    """An answer that came by letter or by voice, with its day."""

    name = "answer"
    day = DayField(label=gettext_lazy("Reçue le"))


class CommitmentForm(OnPage, forms.Form):
    """What an institution commits to, until when."""

    name = "commitment"
    text = LinesField(
        label=gettext_lazy("L'engagement, tel qu'il est pris"), max_length=1_000, widget=SHORT
    )
    due_on = DayField(label=gettext_lazy("Pour le"), past=False)


class ProofForm(OnPage, forms.Form):
    """What shows that a commitment was kept."""

    name = "kept"
    proof = LinesField(
        label=gettext_lazy("Ce qui montre qu'il est tenu"), max_length=1_000, widget=SHORT
    )
    day = DayField(label=gettext_lazy("Vu le"))


class TrialForm(OnPage, forms.Form):
    """What is tried, where, and what would show that it works."""

    name = "trial"
    key = KeyField()
    title = LineField(label=gettext_lazy("Ce que nous essayons"), max_length=160)
    intention = LinesField(label=gettext_lazy("L'intention"), max_length=2_000, widget=SHORT)
    shows = LinesField(
        label=gettext_lazy("Ce qui montrerait que cela marche"),
        max_length=1_000,
        widget=SHORT,
        help_text=gettext_lazy("Dit avant de commencer."),
    )
    neighbourhood = forms.ModelChoiceField(
        label=gettext_lazy("Quartier"), queryset=Neighbourhood.objects.all(), required=False
    )
    began_on = DayField(label=gettext_lazy("Commence le"), past=False)

    def trial(self) -> Trial:
        """Return what was typed."""
        data = self.cleaned_data
        return Trial(
            data["title"],
            data["intention"],
            data["shows"],
            data["neighbourhood"],
            data["began_on"],
        )


class ObservationForm(OnPage, forms.Form):
    """What was observed, and when."""

    name = "observation"
    text = LinesField(label=gettext_lazy("Ce que nous observons"), max_length=5_000, widget=SHORT)
    day = DayField(label=gettext_lazy("Le"))


class AddressForm(OnPage, forms.ModelForm[Addressee]):
    """Where letters to an institution go."""

    name = "address"

    class Meta:
        model = Addressee
        fields = ["address"]
        widgets = {"address": SHORT}


# The page of a proposal has them all: each has its own identifiers there.


def of_proposal(proposal: Proposal) -> dict[str, forms.BaseForm]:
    """Return the empty forms of the page of a proposal, by their names."""
    found: list[OnPage] = [
        StepForm(), TypedAnswerForm(), CommitmentForm(), TrialForm(), SplitForm(),
        MergeForm(proposal=proposal), AddressForm(instance=proposal.addressee),
    ]  # fmt: skip
    return {form.name: form for form in found}


def of_commitment(one: Commitment, typed: Any = None) -> ProofForm:
    """Return the form of one commitment."""
    form = ProofForm(typed)
    form.name = f"kept-{one.pk}"
    form.auto_id = f"{form.name}-%s"
    return form


def of_trial(one: Experiment, typed: Any = None) -> ObservationForm:
    """Return the form of one trial."""
    form = ObservationForm(typed)
    form.name = f"trial-{one.pk}"
    form.auto_id = f"{form.name}-%s"
    return form
