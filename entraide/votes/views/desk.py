"""Those who prepare a poll: its statements, its paper, its hands, its count."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.notebooks.actions import writing
from entraide.notebooks.models import Note
from entraide.notebooks.queries import notes as all_notes
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS, LISTENERS
from entraide.ui.fields import number_typed
from entraide.ui.qr import qr_svg
from entraide.votes import background
from entraide.votes.access import own_poll
from entraide.votes.actions import importing, polls as actions, voting
from entraide.votes.forms.polis import PolisForm
from entraide.votes.forms.polls import HandsForm, PaperForm, PollForm, RewordForm, StatementForm
from entraide.votes.models import Poll, Reckoning
from entraide.votes.queries import counting, polls
from entraide.votes.views.results import results_context

# A count whose process died is asked for again after this time.
LOST = timedelta(minutes=2)


def _back(request: DeskRequest, poll: Poll, page: str = "votes:desk_poll") -> HttpResponse:
    return redirect(page, request.membership.collective.slug, poll.notebook.uid)


@desk(LISTENERS)
def all_polls(request: DeskRequest) -> HttpResponse:
    """The polls of the collective."""
    collective = request.membership.collective
    context = {"membership": request.membership, "polls": polls.of(collective)}
    return render(request, "votes/desk/polls.html", context)


@desk(EDITORS)
def new(request: DeskRequest) -> HttpResponse:
    """A new poll."""
    form = PollForm(request.POST or None)
    if form.is_valid():
        data = form.cleaned_data
        collective = request.membership.collective
        poll = actions.make(
            collective, title=data["title"], question=data["question"], key=data["key"]
        )
        messages.success(request, _("Le vote est créé. Ajoutez ses phrases."))
        return _back(request, poll)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/new.html", context, status=status)


@desk(EDITORS)
def import_polis(request: DeskRequest) -> HttpResponse:
    """A poll from the files of Polis."""
    form = PolisForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        data = form.cleaned_data
        poll = importing.import_poll(
            request.membership.collective, form.imported(), title=data["title"], key=data["key"]
        )
        messages.success(request, _("Les votes sont là. Qui a voté n'est pas gardé."))
        return _back(request, poll)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/import.html", context, status=status)


@desk(LISTENERS)
def poll(request: DeskRequest, uid: UUID) -> HttpResponse:
    """A poll: its state, its statements, where to vote."""
    found = own_poll(request, uid)
    return render(request, "votes/desk/poll.html", _context(request, found))


def _context(request: DeskRequest, poll: Poll) -> dict[str, object]:
    prepared = polls.prepared(poll, request.user.pk)
    return {
        "leads": request.membership.leads,
        "prepared": prepared,
        "ready": sum(one.note.showing == Note.Showing.SHOWN for one in prepared),
        "cast": counting.cast(poll),
        **_door(request, poll),
    }


def _door(request: DeskRequest, poll: Poll) -> dict[str, object]:
    """Return where one votes, as it is shown and printed."""
    address = f"{settings.SITE_ADDRESS}{reverse('votes:poll', args=[poll.notebook.uid])}"
    return {
        "membership": request.membership,
        "poll": poll,
        "address": address,
        "code": polls.poll_code(poll),
        "code_address": f"{settings.SITE_ADDRESS}{reverse('votes:code')}",
        "qr": qr_svg(address, _("Adresse du vote")),
    }


@desk(EDITORS)
@require_POST
def decide(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Open, close, show what the votes say or not."""
    found = own_poll(request, uid)
    if "open" in request.POST:
        try:
            actions.open_poll(found)
        except actions.NothingToVote:
            messages.error(
                request, _("Aucune phrase n'est prête : deux personnes doivent relire chacune.")
            )
    elif "close" in request.POST:
        actions.close_poll(found)
    else:
        actions.show_results(found, shown="show" in request.POST)
    return _back(request, found)


@desk(EDITORS)
def statements(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Choose voices, and word the statement that rests on them."""
    found = own_poll(request, uid)
    collective = request.membership.collective
    form = StatementForm(request.POST if "add" in request.POST else None, collective=collective)
    if form.is_valid():
        data = form.cleaned_data
        actions.put(found, data["text"], data["voices"], by=request.user, key=data["key"])
        messages.success(
            request, _("La phrase est ajoutée. Une autre personne de l'équipe doit la relire.")
        )
        return _back(request, found)
    words = request.POST.get("words", "")
    ticked = [number_typed(one) for one in request.POST.getlist("voices")]
    chosen = Note.objects.filter(notebook__collective=collective, pk__in=filter(None, ticked))
    offered = all_notes.search(collective.pk, words) if words else polls.sources(collective)
    context = {
        "membership": request.membership,
        "poll": found,
        "form": form,
        "words": words,
        "ticked": set(ticked),
        "offered": list(dict.fromkeys([*chosen, *offered])),
    }
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/statements.html", context, status=status)


@desk(EDITORS)
def reword(request: DeskRequest, uid: UUID, number: int) -> HttpResponse:
    """Change the words of a statement that nobody voted on, or take it away."""
    found = own_poll(request, uid)
    note = get_object_or_404(polls.statements(found), number=number)
    if "withdraw" in request.POST:
        writing.withdraw(note, by=request.user)
        messages.success(request, _("La phrase est retirée, et ses votes ne comptent plus."))
        return _back(request, found)
    form = RewordForm(request.POST or None, initial={"text": note.text})
    if form.is_valid():
        try:
            actions.reword(note, form.cleaned_data["text"], by=request.user)
        except actions.VotedOn:
            form.add_error(
                "text",
                _(
                    "On a déjà voté sur ces mots : ils restent. Retirez la phrase, puis "
                    "ajoutez-en une autre."
                ),
            )
        else:
            messages.success(request, _("C'est corrigé. Une autre personne doit la relire."))
            return _back(request, found)
    context = {"membership": request.membership, "poll": found, "note": note, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/reword.html", context, status=status)


# Paper and hands


@desk(LISTENERS)
def sheet(request: DeskRequest, uid: UUID) -> HttpResponse:
    """The ballot to print, and the poster that says where to vote."""
    found = own_poll(request, uid)
    context = {
        **_door(request, found),
        "statements": polls.voted_on(found),
        "groups": polls.peer_groups(),
    }
    return render(request, "votes/desk/sheet.html", context)


@desk(EDITORS)
def paper(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Type a ballot of paper; then the next."""
    found = own_poll(request, uid)
    notes = list(polls.voted_on(found))
    form = PaperForm(request.POST or None, statements=notes)
    if form.is_valid():
        data = form.cleaned_data
        typed = voting.fill(found, data["key"], data["peer_group"], form.values())
        if typed:
            messages.success(request, _("Le bulletin est enregistré. Voici le suivant."))
        else:
            messages.success(
                request, _("Ce bulletin était déjà là : il est comme vous venez de dire.")
            )
        return _back(request, found, "votes:paper")
    context = {"membership": request.membership, "poll": found, "form": form, "notes": notes}
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/paper.html", context, status=status)


@desk(EDITORS)
def hands(request: DeskRequest, uid: UUID, number: int) -> HttpResponse:
    """Read a statement aloud, count the hands of each peer group."""
    found = own_poll(request, uid)
    notes = list(polls.voted_on(found))
    note = next((one for one in notes if one.number == number), None)
    if note is None:
        note = get_object_or_404(polls.statements(found), number=number)
    following = next((one.number for one in notes if one.number > number), None)
    raised = polls.hands(found).get(note.pk, {})
    data = request.POST if request.method == "POST" else None
    form = HandsForm(data, groups=polls.peer_groups(), raised=raised)
    if form.is_valid():
        voting.raise_hands(note, form.counted())
        messages.success(request, _("Les mains sont comptées."))
        if following:
            slug = request.membership.collective.slug
            return redirect("votes:hands", slug, uid, following)
        return _back(request, found)
    context = {"membership": request.membership, "poll": found, "note": note, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "votes/desk/hands.html", context, status=status)


# What they say


@desk(LISTENERS)
def results(request: DeskRequest, uid: UUID) -> HttpResponse:
    """What the votes say; while it is computed, the page comes back by itself."""
    found = own_poll(request, uid)
    context = {
        "membership": request.membership,
        "poll": found,
        "leads": request.membership.leads,
        "cast": counting.cast(found),
        **results_context(found, list(polls.counted(found))),
    }
    reckoning = context["reckoning"]
    context["state"] = _state(found, reckoning)
    response = render(request, "votes/desk/results.html", context)
    if context["state"] == "running":
        response.headers["Refresh"] = "2"
    return response


def _state(poll: Poll, reckoning: Reckoning | None) -> str:
    """Return how a count stands: never asked, running, lost, old or new."""
    if reckoning is None:
        return "never"
    if reckoning.state == Reckoning.State.ASKED:
        return "running" if timezone.now() - reckoning.asked_at < LOST else "lost"
    if reckoning.state == Reckoning.State.LOST:
        return "lost"
    return "new" if reckoning.digest == counting.digest(poll) else "old"


@desk(LISTENERS)
@require_POST
def count(request: DeskRequest, uid: UUID) -> HttpResponse:
    """Ask for the votes to be counted."""
    found = own_poll(request, uid)
    background.reckon.enqueue(actions.ask_to_count(found).pk)
    return _back(request, found, "votes:desk_results")
