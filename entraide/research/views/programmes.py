"""Programmes at the desk: begun, presented, their questions; and what everybody reads of them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS
from entraide.research.access import (
    MEMBERS,
    ProgrammeRequest,
    leaders,
    participants_only,
    programme_page,
)
from entraide.research.actions import programmes as actions
from entraide.research.forms.programmes import (
    ProgrammeForm,
    QuestionsForm,
    initial_of,
    written_questions,
)
from entraide.research.models import Participant, Programme
from entraide.research.queries import due, overview, participants
from entraide.ui.pages import compressed


@desk(MEMBERS)
def programmes(request: DeskRequest) -> HttpResponse:
    """The programmes of the collective that one may open."""
    found = Programme.objects.filter(notebook__collective=request.membership.collective)
    if not request.membership.listens:
        found = found.filter(pk__in=participants.programmes_of(request.user).values("pk"))
    context = {
        "membership": request.membership,
        "programmes": found.select_related("notebook"),
    }
    return render(request, "research/desk/programmes.html", context)


@desk(EDITORS)
def new(request: DeskRequest) -> HttpResponse:
    """Begin a programme."""
    form = ProgrammeForm(request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        made = actions.begin(request.membership.collective, form.values(), key=key)
        return redirect("research:programme", request.membership.collective.slug, made.slug)
    context = {"membership": request.membership, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "research/desk/programme_settings.html", context, status=status)


@programme_page
def programme(request: ProgrammeRequest) -> HttpResponse:
    """A programme: what comes, its questions, its actions."""
    found = overview.of(request.programme, request.user, timezone.now())
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "overview": found,
        "due": due.of(
            request.programme,
            request.viewer.participant,
            timezone.localdate(),
            leads=request.viewer.leads,
            candidates=found.candidates,
        ),
    }
    return render(request, "research/desk/programme.html", context)


@leaders
def settings(request: ProgrammeRequest) -> HttpResponse:
    """What a programme says of itself."""
    found = request.programme
    form = ProgrammeForm(request.POST or None, initial=initial_of(found))
    if form.is_valid():
        actions.settle(found, form.values())
        messages.success(request, _("C'est enregistré."))
        return redirect("research:programme", request.membership.collective.slug, found.slug)
    return _settings(request, form=form)


@leaders
@require_POST
def questions(request: ProgrammeRequest) -> HttpResponse:
    """The questions on which everybody works."""
    found = request.programme
    form = QuestionsForm(request.POST)
    if form.is_valid():
        actions.write_questions(found, form.cleaned_data["questions"])
        messages.success(request, _("C'est enregistré."))
        return redirect("research:programme", request.membership.collective.slug, found.slug)
    return _settings(request, questions=form)


def _settings(
    request: ProgrammeRequest,
    form: ProgrammeForm | None = None,
    questions: QuestionsForm | None = None,
) -> HttpResponse:
    """Return the page with both forms; what was refused is as it was typed."""
    found = request.programme
    context = {
        "membership": request.membership,
        "programme": found,
        "viewer": request.viewer,
        "form": form or ProgrammeForm(initial=initial_of(found)),
        "questions": questions or QuestionsForm(initial={"questions": written_questions(found)}),
    }
    refused = (form and form.is_bound) or questions
    status = 422 if refused else 200
    return render(request, "research/desk/programme_settings.html", context, status=status)


@participants_only
@require_POST
def charter(request: ProgrammeRequest) -> HttpResponse:
    """Say that one has read the charter."""
    mine = Participant.objects.filter(programme=request.programme, person=request.user)
    mine.update(charter_read_on=timezone.localdate())
    return redirect(
        "research:programme", request.membership.collective.slug, request.programme.slug
    )


@compressed
def acting(request: HttpRequest) -> HttpResponse:
    """The programmes that everybody may read."""
    found = Programme.objects.filter(access=Programme.Access.PUBLIC).select_related(
        "notebook__collective"
    )
    return render(request, "research/acting.html", {"programmes": found})


@compressed
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme as everybody reads it."""
    found = get_object_or_404(
        Programme.objects.select_related("notebook__collective"),
        access=Programme.Access.PUBLIC,
        slug=slug,
    )
    context = {"programme": found, "overview": overview.public(found, timezone.now())}
    return render(request, "research/programme.html", context)
