"""The shared diagnosis, global and local side by side."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.expertise.access import may_write
from entraide.expertise.actions import drafting
from entraide.expertise.models import Cahier, Passage
from entraide.notebooks.actions import anchoring
from entraide.notebooks.models import Anchor
from entraide.places.models import Neighbourhood
from entraide.research.access import ProgrammeRequest, only, programme_page, writers
from entraide.research.queries import diagnoses as queries
from entraide.ui.fields import number_typed


def back(request: ProgrammeRequest) -> HttpResponse:
    """Return to the diagnosis."""
    return redirect(
        "research:diagnosis", request.membership.collective.slug, request.programme.slug
    )


@programme_page
def diagnosis(request: ProgrammeRequest) -> HttpResponse:
    """The common diagnosis beside those of the neighbourhoods."""
    found = queries.of(request.programme)
    context = {
        "membership": request.membership,
        "programme": request.programme,
        "viewer": request.viewer,
        "diagnosis": found,
        "writes": {c.pk for c, _lines in found.common if may_write(c, request.membership)},
        "joined": {
            line.note.pk for _c, lines in found.common for one in lines for line in one.joins
        },
    }
    return render(request, "research/desk/diagnosis.html", context)


@programme_page
@only(lambda viewer: viewer.membership.listens)
@require_POST
def begin(request: ProgrammeRequest) -> HttpResponse:
    """Begin the diagnosis of a neighbourhood, or the common one."""
    number = request.POST.get("neighbourhood", "")
    where = None
    if number:
        where = get_object_or_404(Neighbourhood, pk=number_typed(number) or 0)
    title = _("Diagnostic partagé : %(where)s") % {"where": where or _("tous les quartiers")}
    values = {"title": title, "kind": Cahier.Kind.DIAGNOSIS, "neighbourhood": where}
    key = f"diagnosis {request.programme.pk} {where.pk if where else ''}"
    made = drafting.begin(request.programme.collective, values, by=request.user, key=key)
    return redirect("expertise:cahier", request.membership.collective.slug, made.slug)


@writers
@require_POST
def join(request: ProgrammeRequest, uid: UUID) -> HttpResponse:
    """Say in which neighbourhoods a sentence of the common diagnosis holds: which it joins."""
    passage = get_object_or_404(
        Passage.objects.select_related("note", "section__cahier__notebook"),
        section__cahier__in=queries.cahiers(request.programme).filter(neighbourhood=None),
        note__uid=uid,
    )
    if not may_write(passage.section.cahier, request.membership):
        raise Http404
    local = queries.local_claims(request.programme)
    numbers = [number_typed(one) or 0 for one in request.POST.getlist("joins")]
    chosen = list(local.filter(pk__in=numbers))
    passage.note.anchors.filter(rests_on__in=local, how=Anchor.How.JOINS).exclude(
        rests_on__in=chosen
    ).delete()
    try:
        anchoring.anchor(passage.note, chosen, how=Anchor.How.JOINS)
    except anchoring.Circle:
        messages.error(request, _("L'une de ces phrases s'appuie déjà sur celle-ci."))
    else:
        messages.success(request, _("C'est enregistré."))
    return back(request)
