"""People vote: a code or a link opens the poll, no account."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.people.asking import Question, ask
from entraide.ui.fields import number_typed
from entraide.votes import background
from entraide.votes.actions import polls as actions, voting
from entraide.votes.forms.public import BeginForm, CodeForm, VoteForm
from entraide.votes.models import Ballot, Poll, Vote
from entraide.votes.queries import polls
from entraide.votes.views.results import results_context

# The ballots of this device: {poll: ballot}.
COOKIE, SALT, KEPT = "votes", "entraide.votes", 90 * 24 * 3600
MOST_POLLS = 20
CODE = Question(
    purpose="poll",
    template="votes/code.html",
    form=CodeForm,
    field="code",
    unknown=_lazy("Ce code n'ouvre aucun vote maintenant. Relisez-le."),
)


def _ballots(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return {}
    return found


def _keep(response: HttpResponse, ballots: dict[str, str]) -> None:
    last = dict(list(ballots.items())[-MOST_POLLS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(last, salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _own_ballot(request: HttpRequest, poll: Poll) -> Ballot | None:
    """Return the ballot that this device has begun."""
    kept = _ballots(request).get(poll.notebook.uid.hex)
    return polls.ballot_of(poll, UUID(kept)) if kept else None


def _poll(uid: UUID) -> Poll:
    """Return a poll that was opened once, or 404."""
    poll = polls.by_uid(uid)
    if poll is None or poll.state == Poll.State.DRAFT:
        raise Http404
    return poll


@never_cache
def code(request: HttpRequest) -> HttpResponse:
    """Type the code of a poll."""

    def opened(poll: Poll, _code: str) -> HttpResponse:
        return redirect("votes:poll", poll.notebook.uid)

    return ask(request, CODE, find=polls.by_code, opened=opened)


@never_cache
def poll(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is voted on, and the first step."""
    found = _poll(uid)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            ballot = voting.begin(found, data["key"], data["peer_group"])
        except voting.PollClosed:
            messages.error(request, closed_sentence())
            return redirect("votes:poll", uid)
        response = redirect("votes:statement", uid)
        _keep(response, {**_ballots(request), found.notebook.uid.hex: ballot.uid.hex})
        return response
    context = {
        "poll": found,
        "form": form,
        "ballot": _own_ballot(request, found),
        "count": polls.voted_on(found).count(),
    }
    return render(request, "votes/poll.html", context, status=422 if form.is_bound else 200)


def closed_sentence() -> str:
    """Return what to say when nobody votes any more."""
    return _("Ce vote est fermé. Ce que vous avez voté avant est gardé.")


@never_cache
def statement(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One statement, three answers; then the next, in an order drawn for this ballot."""
    found = _poll(uid)
    ballot = _own_ballot(request, found)
    if ballot is None:
        return redirect("votes:poll", uid)
    if found.state != Poll.State.OPEN:
        messages.error(request, closed_sentence())
        return redirect("votes:poll", uid)
    if request.method == "POST":
        return _vote(request, ballot)
    notes, said = polls.in_its_order(ballot), polls.said(ballot)
    again = number_typed(request.GET.get("phrase", ""))
    todo = [note for note in notes if note.number == again] or [
        note for note in notes if note.pk not in said
    ]
    if not todo:
        return redirect("votes:ballot", uid)
    done = sum(note.pk in said for note in notes)
    context = {
        "poll": found,
        "note": todo[0],
        "said": said.get(todo[0].pk),
        "done": done,
        "count": len(notes),
        "values": Vote.Value.choices,
    }
    return render(request, "votes/statement.html", context)


def _vote(request: HttpRequest, ballot: Ballot) -> HttpResponse:
    uid = ballot.poll.notebook.uid
    form = VoteForm(request.POST)
    if form.is_valid():
        number = form.cleaned_data["statement"]
        note = polls.voted_on(ballot.poll).filter(number=number).first()
        if note is None:
            messages.error(request, _("Cette phrase n'est plus au vote. Voici la suivante."))
        else:
            try:
                voting.vote(ballot, note, form.cleaned_data["value"])
            except voting.PollClosed:
                messages.error(request, closed_sentence())
                return redirect("votes:poll", uid)
    else:
        messages.error(request, _("Choisissez une des trois réponses."))
    return redirect("votes:statement", uid)


@never_cache
def ballot(request: HttpRequest, uid: UUID) -> HttpResponse:
    """All my votes: change one, erase them, or let somebody else vote on this device."""
    found = _poll(uid)
    mine = _own_ballot(request, found)
    if mine is None:
        return redirect("votes:poll", uid)
    said = polls.said(mine)
    rows = [(note, said.get(note.pk)) for note in polls.in_its_order(mine)]
    context = {
        "poll": found,
        "rows": [
            (note, Vote.Value(value).label if value is not None else "") for note, value in rows
        ],
        "left": sum(value is None for _note, value in rows),
    }
    return render(request, "votes/ballot.html", context)


@never_cache
@require_POST
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Leave the ballot on this device: kept, so that somebody else may vote; or erased."""
    found = _poll(uid)
    mine = _own_ballot(request, found)
    if mine and "erase" in request.POST:
        if voting.erase(mine):
            background.reckon.enqueue(actions.ask_to_count(found).pk)
        messages.success(request, _("Vos votes sont effacés."))
    response = redirect("votes:poll", uid)
    kept = _ballots(request)
    kept.pop(found.notebook.uid.hex, None)
    _keep(response, kept)
    return response


@never_cache
def results(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the votes say, when it is shown to everybody."""
    found = _poll(uid)
    if not found.tells:
        raise Http404
    context = results_context(found, list(polls.voted_on(found)))
    return render(request, "votes/results.html", {"poll": found, **context})
