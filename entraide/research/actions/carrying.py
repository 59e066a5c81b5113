"""Collective actions: begun on what was said, carried by a team, ended with why."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.expertise.actions.drafting import free_slug
from entraide.expertise.models import Experiment
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note, Notebook
from entraide.places.models import Neighbourhood
from entraide.research.models import Carrying, CollectiveAction, Participant, Programme

State = CollectiveAction.State


@dataclass(frozen=True)
class Intended:
    """What an action is to be: where, with whom, and what would show that it works."""

    title: str
    intention: str
    shows: str
    public: str
    neighbourhood: Neighbourhood | None
    began_on: date


class NobodyLeft(ValueError):
    """An action that runs is carried by somebody."""


@transaction.atomic
def begin(
    programme: Programme,
    intended: Intended,
    *,
    sources: Iterable[Note] = (),
    team: Iterable[Participant] = (),
    key: str = "",
) -> CollectiveAction:
    """Begin an action; its logbook begins with what it intends, which rests on where it comes from.

    Args:
        programme: of which it is.
        intended: what it is to be.
        sources: the proposals or sentences it comes from.
        team: who carries it; the first leads.
        key: the number of the form; the same twice is the same action.
    """
    notebook, new = Notebook.objects.get_or_create(
        uid=writing.uid_of(f"action {programme.pk}", key, intended.title),
        defaults={
            "collective": programme.collective,
            "kind": Notebook.Kind.LOGBOOK,
            "title": intended.title,
            "occasion": str(intended.neighbourhood or ""),
        },
    )
    if not new:
        return notebook.action
    kind = Note.Kind.PROPOSAL
    note = writing.write_one(notebook, intended.intention, kind, day=intended.began_on, shown=True)
    anchoring.anchor(note, sources)
    return _begin(programme, notebook, note, intended, team)


@transaction.atomic
def take_over(
    programme: Programme, trial: Experiment, *, team: Iterable[Participant] = ()
) -> CollectiveAction:
    """Go on with the trial of a proposal as an action of the programme: the same logbook."""
    known = CollectiveAction.objects.filter(notebook=trial.notebook).first()
    if known:
        return known
    intended = Intended(
        title=trial.notebook.title, intention=trial.note.text, shows=trial.shows, public="",
        neighbourhood=trial.neighbourhood, began_on=trial.began_on,
    )  # fmt: skip
    return _begin(programme, trial.notebook, trial.note, intended, team)


def _begin(
    programme: Programme,
    notebook: Notebook,
    note: Note,
    intended: Intended,
    team: Iterable[Participant],
) -> CollectiveAction:
    action = CollectiveAction.objects.create(
        programme=programme, notebook=notebook, note=note,
        slug=free_slug(CollectiveAction, intended.title), neighbourhood=intended.neighbourhood,
        public=intended.public, shows=intended.shows, began_on=intended.began_on,
        state=State.RUNNING if intended.began_on <= timezone.localdate() else State.PREPARED,
    )  # fmt: skip
    for rank, one in enumerate(team):
        carry(action, one, leads=rank == 0)
    return action


@transaction.atomic
def settle(action: CollectiveAction, intended: Intended) -> None:
    """Change what an action says of itself; what it intends is corrected, its thread stays."""
    notebook = action.notebook
    notebook.title, notebook.occasion = intended.title, str(intended.neighbourhood or "")
    notebook.save(update_fields=["title", "occasion"])
    if intended.intention != action.note.text:
        writing.correct(action.note, intended.intention)
        # What an action intends is told with the action, nobody reads it first.
        Note.objects.filter(pk=action.note_id).update(showing=Note.Showing.SHOWN)
    action.public, action.shows = intended.public, intended.shows
    action.neighbourhood, action.began_on = intended.neighbourhood, intended.began_on
    action.save()


@transaction.atomic
def show(action: CollectiveAction, *, shown: bool) -> None:
    """Let everybody read the page of an action and the lines shared with everybody, or not."""
    notebook = action.notebook
    notebook.access = Notebook.Access.PUBLIC if shown else Notebook.Access.LISTENERS
    notebook.page = reverse("research:action", args=[action.slug]) if shown else ""
    notebook.save(update_fields=["access", "page"])


@transaction.atomic
def carry(action: CollectiveAction, participant: Participant, *, leads: bool = False) -> Carrying:
    """Let somebody carry an action, once."""
    found, _new = Carrying.objects.get_or_create(
        action=action, participant=participant, until=None, defaults={"leads": leads}
    )
    if leads and not found.leads:
        found.leads = True
        found.save(update_fields=["leads"])
    return found


@transaction.atomic
def put_down(carrying: Carrying, *, day: date | None = None) -> None:
    """Let somebody leave a team; whoever has been there longest leads in their place.

    An action without anybody is paused: it says so, and waits for somebody.
    """
    carrying.until = day or timezone.localdate()
    carrying.save(update_fields=["until"])
    action = carrying.action
    left = list(action.team.filter(until=None).order_by("since", "pk"))
    if left and not any(one.leads for one in left):
        left[0].leads = True
        left[0].save(update_fields=["leads"])
    if not left and action.state == State.RUNNING:
        set_state(action, State.PAUSED, why=_("personne ne la porte plus"))


@transaction.atomic
def set_state(action: CollectiveAction, state: str, *, why: str, day: date | None = None) -> None:
    """Pause, end or take up an action, with why.

    Raises:
        NobodyLeft: when an action should run that nobody carries.
    """
    if state == State.RUNNING and not action.team.filter(until=None).exists():
        raise NobodyLeft
    action.state, action.ended_why = state, why
    action.ended_on = (day or timezone.localdate()) if state == State.ENDED else None
    action.save(update_fields=["state", "ended_on", "ended_why"])
