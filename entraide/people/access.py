"""The one way a desk page reaches a collective."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from entraide.people.models import Membership, Person
from entraide.people.queries import membership_or_404


class DeskRequest(HttpRequest):
    """A request of a member at the desk of a collective."""

    user: Person
    membership: Membership


def desk(
    roles: Iterable[str],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Open a page to the members of the collective in its address who hold one of these roles.

    Who is not logged in is asked to; for anyone else the page does not exist (404).
    """
    allowed = tuple(roles)

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def answer(
            request: DeskRequest, collective: str, *args: object, **kwargs: object
        ) -> HttpResponse:
            request.membership = membership_or_404(request.user, collective, allowed)
            response = view(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", "no-store")
            return response

        return answer

    return decorate
