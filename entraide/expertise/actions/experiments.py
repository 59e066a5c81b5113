"""Proposals tried in a neighbourhood: a logbook, whose observations come back into the thread."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse

from entraide.expertise.models import Experiment, Proposal
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note, Notebook
from entraide.places.models import Neighbourhood


@dataclass(frozen=True)
class Trial:
    """What is tried, where, since when, and what would show that it works: said in advance."""

    title: str
    intention: str
    shows: str
    neighbourhood: Neighbourhood | None
    began_on: date


@transaction.atomic
def try_it(proposal: Proposal, trial: Trial, *, key: str = "") -> Experiment:
    """Try a proposal in a neighbourhood: its logbook begins with what is intended."""
    uid = writing.uid_of(f"experiment {proposal.pk}", key, trial.title)
    notebook, new = Notebook.objects.get_or_create(
        uid=uid,
        defaults={
            "collective": proposal.notebook.collective,
            "kind": Notebook.Kind.LOGBOOK,
            "title": trial.title,
            "occasion": str(trial.neighbourhood or ""),
        },
    )
    if not new:
        return notebook.experiment
    kind = Note.Kind.PROPOSAL
    note = writing.write_one(notebook, trial.intention, kind, day=trial.began_on, shown=True)
    anchoring.anchor(note, [proposal.note])
    return Experiment.objects.create(
        proposal=proposal, notebook=notebook, note=note, neighbourhood=trial.neighbourhood,
        shows=trial.shows, began_on=trial.began_on,
    )  # fmt: skip


@transaction.atomic
def observe(experiment: Experiment, text: str, *, day: date) -> Note:
    """Write what is observed: sentences of cahiers may rest on it."""
    kind = Note.Kind.OBSERVATION
    note = writing.write_one(experiment.notebook, text, kind, day=day, shown=True)
    anchoring.anchor(note, [experiment.note])
    return note


@transaction.atomic
def show_experiment(experiment: Experiment, *, shown: bool) -> None:
    """Let everybody read the logbook of an experiment, or not."""
    notebook = experiment.notebook
    notebook.access = Notebook.Access.PUBLIC if shown else Notebook.Access.LISTENERS
    notebook.page = reverse("expertise:proposal", args=[experiment.proposal.slug]) if shown else ""
    notebook.save(update_fields=["access", "page"])
