"""What was learned, question by question: for those who take part, and what everybody reads."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.research.access import ProgrammeRequest, only, programme_page
from entraide.research.actions import seminars as actions
from entraide.research.models import Improvement, Programme
from entraide.research.queries import lessons, logbooks
from entraide.ui.fields import number_typed
from entraide.ui.pages import compressed


@programme_page
def learned(request: ProgrammeRequest) -> HttpResponse:
    """Every improvement with its thread; a team lets everybody read its own."""
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "carried": logbooks.carried(request.programme, request.user),
        **_read(request, request.programme),
    }
    return render(request, "research/desk/learned.html", context)


@programme_page
@only(lambda viewer: viewer.takes_part)
@require_POST
def show(request: ProgrammeRequest, pk: int) -> HttpResponse:
    """Let everybody read an improvement and the feedback it answers, or not."""
    found = get_object_or_404(
        Improvement.objects.select_related("feedback__review__action"),
        feedback__review__seminar__programme=request.programme,
        pk=pk,
    )
    if not logbooks.carries(found.feedback.review.action, request.user):
        raise Http404
    actions.show_improvement(found, shown="hide" not in request.POST)
    messages.success(request, _("C'est noté."))
    return redirect("research:learned", request.membership.collective.slug, request.programme.slug)


@compressed
def public(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme learned, as everybody reads it."""
    programme = get_object_or_404(
        Programme.objects.select_related("notebook__collective"),
        access=Programme.Access.PUBLIC,
        slug=slug,
    )
    context = {"programme": programme, **_read(request, programme, public=True)}
    return render(request, "research/learned.html", context)


def _read(request: HttpRequest, programme: Programme, *, public: bool = False) -> dict[str, Any]:
    """Return the last lessons of each question, or a page of all those of one."""
    asked = request.GET.get("question", "")
    number = number_typed(asked)
    if number is None:
        return {"lessons": lessons.of(programme, public=public)}
    question = get_object_or_404(programme.questions, pk=number) if number else None
    page, one = lessons.on(programme, question, request.GET.get("page"), public=public)
    return {"page": page, "one": one, "asked": f"question={number}"}
