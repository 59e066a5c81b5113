"""Polls are prepared, opened, closed; their statements rest on voices."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from entraide.notebooks.actions import anchoring, reading, writing
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective, Person
from entraide.votes.models import Poll, Reckoning
from entraide.votes.queries import polls


class NothingToVote(ValueError):
    """No statement was read by two people yet."""


class VotedOn(ValueError):
    """The words of a statement that has votes stay as they are."""


@transaction.atomic
def make(collective: Collective, *, title: str, question: str, key: str = "") -> Poll:
    """Make a poll without statements; the same key twice is the same poll."""
    uid = writing.uid_of(f"poll {collective.pk}", key, title)
    given = {"collective": collective, "kind": Notebook.Kind.POLL, "title": title}
    notebook, _new = Notebook.objects.get_or_create(uid=uid, defaults=given | {"subject": question})
    return Poll.objects.get_or_create(notebook=notebook)[0]


@transaction.atomic
def rename(poll: Poll, *, title: str, question: str) -> None:
    """Change the title and the question."""
    poll.notebook.title, poll.notebook.subject = title, question
    poll.notebook.save(update_fields=["title", "subject"])


@transaction.atomic
def put(poll: Poll, text: str, voices: Iterable[Note], *, by: Person, key: str = "") -> Note:
    """Add a statement that rests on voices; whoever words it is the first of its two readers."""
    line = writing.Line(
        writing.uid_of(f"statement {poll.pk}", key, text), text, kind=Note.Kind.CLAIM
    )
    writing.write(poll.notebook, [line])
    note = Note.objects.get(uid=line.uid)
    anchoring.anchor(note, voices)
    reading.read(note, reader=by, shows=True)
    return note


@transaction.atomic
def reword(note: Note, text: str, *, by: Person) -> None:
    """Change the words of a statement nobody voted on; it must be read by two people again.

    Raises:
        VotedOn: when somebody voted on it, or raised a hand for it.
    """
    if note.votes.exists() or note.raised_hands.exists():
        raise VotedOn
    writing.correct(note, text, by=by)
    reading.read(note, reader=by, shows=True)


@transaction.atomic
def open_poll(poll: Poll) -> None:
    """Let people vote; its statements that may be shown are public from now on.

    Raises:
        NothingToVote: when there is none.
    """
    if not polls.voted_on(poll).exists():
        raise NothingToVote
    _become(poll, Poll.State.OPEN)
    poll.notebook.access = Notebook.Access.PUBLIC
    poll.notebook.save(update_fields=["access"])


@transaction.atomic
def close_poll(poll: Poll) -> None:
    """Let nobody vote any more; it may be opened again."""
    _become(poll, Poll.State.CLOSED)


def _become(poll: Poll, state: str) -> None:
    poll.state = state
    poll.save(update_fields=["state"])


def show_results(poll: Poll, *, shown: bool) -> None:
    """Let everybody read what the votes say, or not."""
    poll.results_shown = shown
    poll.save(update_fields=["results_shown"])


@transaction.atomic
def ask_to_count(poll: Poll) -> Reckoning:
    """Ask for the votes to be counted; what was counted before stays until then."""
    asked = {"state": Reckoning.State.ASKED, "asked_at": timezone.now()}
    return Reckoning.objects.update_or_create(poll=poll, defaults=asked)[0]
