"""The one way a desk page reaches a programme, an action, a line of a logbook.

What one may do follows from taking part, not from a role at the desk: who coordinates the
collective administers, and reads no line that its author did not share.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from entraide.people.access import DeskRequest, desk
from entraide.people.models import Membership, Role
from entraide.research.models import (
    Carrying,
    CollectiveAction,
    Entry,
    Participant,
    Programme,
    Seminar,
)
from entraide.research.queries import logbooks, participants

MEMBERS = tuple(Role.values)


@dataclass(frozen=True)
class Viewer:
    """Somebody at the pages of a programme: their role at the desk, and whether they take part."""

    membership: Membership
    participant: Participant | None

    @property
    def leads(self) -> bool:
        """Tell whether they organise: dates, people, agreements."""
        return self.membership.leads

    @property
    def takes_part(self) -> bool:
        """Tell whether they write: members and students do, who observes reads."""
        return self.participant is not None and self.participant.kind in (
            Participant.Kind.MEMBER,
            Participant.Kind.STUDENT,
        )

    @property
    def writes(self) -> bool:
        """Tell whether they write what belongs to the programme."""
        return self.leads or self.takes_part


class ProgrammeRequest(DeskRequest):
    """A request at a page of a programme."""

    programme: Programme
    viewer: Viewer
    # At a page of an action: who carries it today, and whether the viewer does.
    team: list[Carrying]
    carries: bool


Page = Callable[..., HttpResponse]


def programme_page(view: Page) -> Page:
    """Open a page to those who take part in the programme of its address, or listen.

    For anyone else, whatever their role, the page does not exist (404).
    """

    @wraps(view)
    @desk(MEMBERS)
    def answer(
        request: ProgrammeRequest, programme: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        mine = participants.taking_part(
            request.user, collective=request.membership.collective, slug=programme
        )
        request.programme = mine.programme if mine else _listened_to(request, programme)
        request.viewer = Viewer(request.membership, mine)
        return view(request, *args, **kwargs)

    return answer


def _listened_to(request: DeskRequest, slug: str) -> Programme:
    """Return a programme in which somebody takes no part, when they listen in the collective."""
    if not request.membership.listens:
        raise Http404
    found = Programme.objects.select_related("notebook__collective")
    return get_object_or_404(found, notebook__collective=request.membership.collective, slug=slug)


def leaders(view: Page) -> Page:
    """Open a page of a programme to those who organise it."""

    @wraps(view)
    @programme_page
    @only(lambda viewer: viewer.leads)
    def answer(request: ProgrammeRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    return answer


def participants_only(view: Page) -> Page:
    """Open a page of a programme to those who take part, whatever their place."""

    @wraps(view)
    @programme_page
    @only(lambda viewer: viewer.participant is not None)
    def answer(request: ProgrammeRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    return answer


def writers(view: Page) -> Page:
    """Open a page of a programme to those who organise it or take part."""

    @wraps(view)
    @programme_page
    @only(lambda viewer: viewer.writes)
    def answer(request: ProgrammeRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    return answer


def only(may: Callable[[Viewer], bool]) -> Callable[[Page], Page]:
    """Open a page of a programme to some; for others it does not exist."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        def answer(request: ProgrammeRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not may(request.viewer):
                raise Http404
            return view(request, *args, **kwargs)

        return answer

    return decorate


def own_action(request: ProgrammeRequest, slug: str) -> CollectiveAction:
    """Return an action of the programme; another's does not exist."""
    found = CollectiveAction.objects.select_related(
        "notebook__collective", "note", "neighbourhood", "programme__notebook"
    )
    return get_object_or_404(found, programme=request.programme, slug=slug)


def _with_action(
    may: Callable[[ProgrammeRequest, CollectiveAction], bool],
) -> Callable[[Page], Page]:
    """Open a page of an action to some; the view gets the action instead of its slug."""

    def decorate(view: Page) -> Page:
        @wraps(view)
        @programme_page
        def answer(
            request: ProgrammeRequest, slug: str, *args: object, **kwargs: object
        ) -> HttpResponse:
            action = own_action(request, slug)
            read_team(request, action)
            if not may(request, action):
                raise Http404
            return view(request, action, *args, **kwargs)

        return answer

    return decorate


def _reads(request: ProgrammeRequest, action: CollectiveAction) -> bool:
    return action.programme_id == request.programme.pk


def _carries(request: ProgrammeRequest, _action: CollectiveAction) -> bool:
    return request.carries


def _changes(request: ProgrammeRequest, _action: CollectiveAction) -> bool:
    return request.viewer.leads or request.carries


def read_team(request: ProgrammeRequest, action: CollectiveAction) -> None:
    """Read who carries an action, once for the page."""
    request.team = list(logbooks.team(action))
    request.carries = any(one.participant.person_id == request.user.pk for one in request.team)


# For whoever reads the programme, for who carries the action, for these and who organises.
action_page = _with_action(_reads)
carriers = _with_action(_carries)
changers = _with_action(_changes)


def own_entry(request: ProgrammeRequest, action: CollectiveAction, uid: UUID) -> Entry:
    """Return a line that its author opens; for anyone else, whatever their role, it is not."""
    found = Entry.objects.select_related("note", "action__notebook", "action__note")
    return get_object_or_404(found, action=action, author=request.user, uid=uid)


def own_seminar(request: ProgrammeRequest, number: int) -> Seminar:
    """Return a seminar of the programme by its number."""
    found = Seminar.objects.select_related("gathering", "programme__notebook")
    return get_object_or_404(found, programme=request.programme, number=number)
