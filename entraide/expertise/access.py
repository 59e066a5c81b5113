"""The one way a desk page reaches a cahier, a passage, a proposal."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from entraide.expertise.models import Cahier, Passage, Proposal, Section
from entraide.people.access import DeskRequest, desk
from entraide.people.models import Membership, Role

# Every member of the collective is asked for consent, and reads what they are asked about.
MEMBERS = tuple(Role.values)


def own_cahier(request: DeskRequest, slug: str) -> Cahier:
    """Return a cahier of the member's collective; anyone else's does not exist."""
    found = Cahier.objects.select_related("notebook__collective", "topic", "neighbourhood")
    return get_object_or_404(found, notebook__collective=request.membership.collective, slug=slug)


def may_write(cahier: Cahier, membership: Membership) -> bool:
    """Tell whether a member may write in a cahier."""
    if membership.coordinates:
        return True
    if cahier.writing == Cahier.Writing.TEAM:
        return membership.listens
    return cahier.writers.filter(pk=membership.person_id).exists()


def writable(request: DeskRequest, slug: str) -> Cahier:
    """Return a cahier in which the member may write; for anyone else the page does not exist."""
    cahier = own_cahier(request, slug)
    if not may_write(cahier, request.membership):
        raise Http404
    return cahier


def writers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a page of a cahier to who writes in it; the view gets the cahier instead of its slug."""

    @wraps(view)
    @desk(MEMBERS)
    def answer(request: DeskRequest, slug: str, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, writable(request, slug), *args, **kwargs)

    return answer


def own_section(cahier: Cahier, number: int) -> Section:
    """Return a part of a cahier."""
    return get_object_or_404(cahier.sections, pk=number)


def own_passage(cahier: Cahier, uid: UUID) -> Passage:
    """Return a passage of a cahier."""
    found = Passage.objects.select_related("note__notebook", "section__cahier__notebook")
    return get_object_or_404(found, section__cahier=cahier, note__uid=uid)


def own_proposal(request: DeskRequest, slug: str) -> Proposal:
    """Return a proposal of the member's collective; anyone else's does not exist."""
    found = Proposal.objects.select_related(
        "notebook__collective", "note", "addressee__organisation", "merged_into__notebook"
    )
    return get_object_or_404(found, notebook__collective=request.membership.collective, slug=slug)
