"""Who wants to take part says so, without account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from entraide.people import throttle
from entraide.research.actions import participating
from entraide.research.forms.public import WantsForm
from entraide.research.models import Programme
from entraide.ui.pages import compressed

# Requests of one device, slowed after some: a closing sheet is typed at the desk.
WANTS = "wants"


@compressed
def wants(request: HttpRequest, slug: str) -> HttpResponse:
    """Say that one wants to take part, after the study day: without account."""
    programme = get_object_or_404(Programme, access=Programme.Access.PUBLIC, slug=slug)
    form = WantsForm(request.POST or None)
    if form.is_bound and throttle.pause_left(request, WANTS):
        form.add_error(None, _("Trop de demandes d'affilée : réessayez dans une minute."))
    if form.is_valid():
        throttle.count_failure(request, WANTS)
        participating.want(programme, **form.cleaned_data)
        return render(request, "research/wanted.html", {"programme": programme})
    context = {"programme": programme, "form": form}
    return render(request, "research/wants.html", context, status=422 if form.is_bound else 200)
