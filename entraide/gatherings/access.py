"""The one way a desk page reaches a gathering."""

from django.http import Http404

from entraide.gatherings.models import Gathering
from entraide.people.access import DeskRequest


def own_gathering(request: DeskRequest, slug: str) -> Gathering:
    """Return a gathering of the member's collective; anyone else's does not exist."""
    found = (
        Gathering.objects.select_related("collective__neighbourhood")
        .filter(collective=request.membership.collective, slug=slug)
        .first()
    )
    if found is None:
        raise Http404
    return found
