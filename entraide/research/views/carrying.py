"""Actions at the desk: begun, carried, shown; and what everybody reads of one."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.notebooks.models import Notebook
from entraide.research.access import ProgrammeRequest, action_page, changers, writers
from entraide.research.actions import carrying as actions
from entraide.research.forms.actions import ActionForm, StateForm, TeamForm, initial_of
from entraide.research.models import CollectiveAction, Entry
from entraide.research.queries import logbooks, origins
from entraide.ui.fields import number_typed
from entraide.ui.pages import compressed

ON_A_PAGE = 50


def _lines(request: HttpRequest, readable: QuerySet[Entry]) -> dict[str, object]:
    """Return a page of the lines of a logbook, the last first."""
    page = Paginator(readable, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "entries": page.object_list}


def back(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Return to an action."""
    return redirect(
        "research:desk_action",
        request.membership.collective.slug,
        request.programme.slug,
        action.slug,
    )


@writers
def new(request: ProgrammeRequest) -> HttpResponse:
    """Begin an action."""
    mine = request.viewer.participant
    initial = {"team": [mine.pk] if mine else []}
    form = ActionForm(request.POST or None, programme=request.programme, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        team = sorted(data["team"], key=lambda one: one != mine)
        made = actions.begin(
            request.programme, form.intended(), sources=data["sources"], team=team,
            key=data["key"],
        )  # fmt: skip
        return back(request, made)
    trials = origins.trials(request.membership.collective)
    return _page(request, "research/desk/action_settings.html", form=form, trials=trials)


@writers
@require_POST
def take_over(request: ProgrammeRequest) -> HttpResponse:
    """Go on with the trial of a proposal as an action of the programme."""
    number = request.POST.get("trial", "")
    trial = get_object_or_404(
        origins.trials(request.membership.collective), pk=number_typed(number) or 0
    )
    mine = request.viewer.participant
    made = actions.take_over(request.programme, trial, team=[mine] if mine else [])
    messages.success(request, _("L'action continue ici, avec le journal de bord de l'essai."))
    return back(request, made)


def _page(
    request: ProgrammeRequest, template: str, *, status: int = 0, **context: object
) -> HttpResponse:
    form = context.get("form")
    everything = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        **context,
    }
    refused = 422 if getattr(form, "is_bound", False) else 200
    return render(request, template, everything, status=status or refused)


@action_page
def desk_action(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """An action: what it intends, who carries it, the lines of its logbook that one may read."""
    return show(request, action)


def show(
    request: ProgrammeRequest,
    action: CollectiveAction,
    *,
    state: StateForm | None = None,
    team: TeamForm | None = None,
) -> HttpResponse:
    """Return the page of an action; a form that was refused is as it was typed."""
    carries, readable = request.carries, logbooks.readable
    return _page(
        request,
        "research/desk/action.html",
        status=422 if state or team else 200,
        action=action,
        carries=carries,
        changes=carries or request.viewer.leads,
        team=request.team,
        **_lines(request, readable(action, request.user, carrying=carries)),
        is_public=action.notebook.access == Notebook.Access.PUBLIC,
        state_form=state or StateForm(initial={"state": action.state}),
        team_form=team or TeamForm(action=action),
    )


@changers
def settings(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """What an action says of itself."""
    form = ActionForm(
        request.POST or None, programme=request.programme, new=False, initial=initial_of(action)
    )
    if form.is_valid():
        actions.settle(action, form.intended())
        messages.success(request, _("C'est enregistré."))
        return back(request, action)
    return _page(request, "research/desk/action_settings.html", form=form, action=action)


@changers
@require_POST
def state(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Pause, end or take up an action; let everybody read it, or not."""
    if "show" in request.POST or "hide" in request.POST:
        actions.show(action, shown="show" in request.POST)
        return back(request, action)
    form = StateForm(request.POST)
    if form.is_valid():
        try:
            actions.set_state(action, **form.cleaned_data)
        except actions.NobodyLeft:
            form.add_error("state", _("Personne ne la porte : ajoutez d'abord quelqu'un."))
        else:
            messages.success(request, _("C'est noté."))
            return back(request, action)
    return show(request, action, state=form)


@changers
@require_POST
def team(request: ProgrammeRequest, action: CollectiveAction) -> HttpResponse:
    """Let somebody join the team of an action, or leave it."""
    if number := request.POST.get("put_down", ""):
        gone = get_object_or_404(action.team, until=None, pk=number_typed(number) or 0)
        actions.put_down(gone)
        messages.success(request, _("C'est noté : l'action continue avec les autres."))
        return back(request, action)
    form = TeamForm(request.POST, action=action)
    if form.is_valid():
        actions.carry(action, form.cleaned_data["participant"], leads=form.cleaned_data["leads"])
        return back(request, action)
    return show(request, action, team=form)


@compressed
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """An action as everybody reads it."""
    found = CollectiveAction.objects.select_related(
        "notebook__collective", "note", "neighbourhood", "programme__notebook"
    )
    action = get_object_or_404(found, notebook__access=Notebook.Access.PUBLIC, slug=slug)
    context = {"action": action, **_lines(request, logbooks.public(action))}
    return render(request, "research/action.html", context)


@action_page
def desk_photograph(request: ProgrammeRequest, action: CollectiveAction, uid: UUID) -> HttpResponse:
    """The picture of a line, for who may read the line."""
    return _picture(logbooks.readable(action, request.user, carrying=request.carries), uid)


def photograph(request: HttpRequest, slug: str, uid: UUID) -> HttpResponse:
    """The picture of a line that everybody may read."""
    action = get_object_or_404(CollectiveAction, notebook__access=Notebook.Access.PUBLIC, slug=slug)
    return _picture(logbooks.public(action), uid)


def _picture(readable: QuerySet[Entry], uid: UUID) -> HttpResponse:
    entry = get_object_or_404(readable, uid=uid, photograph__isnull=False)
    response = HttpResponse(bytes(entry.photograph.content), content_type="image/jpeg")
    # Taken back, it is gone: no cache keeps it.
    response["Cache-Control"] = "private, no-store"
    return response
