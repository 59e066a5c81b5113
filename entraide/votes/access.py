"""The one way a desk page reaches a poll."""

from uuid import UUID

from django.http import Http404

from entraide.people.access import DeskRequest
from entraide.votes.models import Poll
from entraide.votes.queries import polls


def own_poll(request: DeskRequest, uid: UUID) -> Poll:
    """Return a poll of the member's collective; anyone else's does not exist."""
    found = polls.by_uid(uid)
    if found is None or found.notebook.collective_id != request.membership.collective_id:
        raise Http404
    return found
