"""What institutions were asked, and what they answered: read by everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from entraide.expertise.models import Addressee
from entraide.expertise.queries import proposals as queries
from entraide.notebooks.models import Notebook
from entraide.ui.pages import cached_page


@cached_page(queries.version)
def asked(request: HttpRequest) -> HttpResponse:
    """Every institution that was asked something."""
    context = {"institutions": queries.institutions()}
    return render(request, "expertise/asked.html", context)


@cached_page(queries.version)
def institution(request: HttpRequest, slug: str) -> HttpResponse:
    """What one institution was asked, and what it answered."""
    found = get_object_or_404(Addressee.objects.select_related("organisation"), slug=slug)
    told = queries.told(queries.public().filter(addressee=found), timezone.localdate())
    context = {"addressee": found, "proposals": told}
    return render(request, "expertise/institution.html", context)


@cached_page(queries.version)
def proposal(request: HttpRequest, slug: str) -> HttpResponse:
    """A proposal that was sent."""
    found = get_object_or_404(queries.public().select_related("merged_into__notebook"), slug=slug)
    (told,) = queries.told(queries.public().filter(pk=found.pk), timezone.localdate())
    shown = [one for one in told.experiments if one.notebook.access == Notebook.Access.PUBLIC]
    context = {
        "proposal": told.proposal,
        "told": told,
        "trials": [(one, queries.observations(one)) for one in shown],
    }
    return render(request, "expertise/proposal.html", context)
