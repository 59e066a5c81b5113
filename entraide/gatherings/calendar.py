"""Calendar files (RFC 5545) that real clients follow: stable UIDs, SEQUENCE, Europe/Paris."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, vUri

from entraide.gatherings.models import Gathering, Moment, SignUp
from entraide.gatherings.queries.plans import Step


def for_gathering(gathering: Gathering) -> bytes:
    """Return the calendar of one gathering, one event for the whole of it."""
    return _calendar(gathering.title, [_gathering_event(gathering)])


def for_moment(moment: Moment) -> bytes:
    """Return the calendar of one moment."""
    return _calendar(moment.title, [_moment_event(moment)])


def for_plans(gathering: Gathering, plans: list[tuple[SignUp, list[Step]]]) -> bytes:
    """Return the calendar of what people of a party do: their choices and tables."""
    events = [
        _step_event(gathering, person, step, several=len(plans) > 1)
        for person, steps in plans
        for step in steps
    ]
    return _calendar(gathering.title, events)


def _step_event(gathering: Gathering, person: SignUp, step: Step, *, several: bool) -> Event:
    title = step.title
    if step.number:
        title += _(", table %(n)d") % {"n": step.number}
    if several:
        title += f" ({person.name})"
    # The version grows with every write: calendars take the later file.
    uid = f"{step.moment.uid}-{person.position}@entraide"
    event = _event(uid, gathering.version, gathering.changed_at, title)
    _time(event, step.starts_at, step.ends_at)
    if step.where:
        event.add("location", step.where)
    event.add("url", vUri(_page(gathering)))
    _status(event, gathering)
    return event


def for_all(gatherings: list[Gathering], name: str) -> bytes:
    """Return the feed of all gatherings; cancelled ones stay, marked as cancelled."""
    return _calendar(name, [_gathering_event(gathering) for gathering in gatherings])


def _calendar(name: str, events: list[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Entraide//FR")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for event in events:
        calendar.add_component(event)
    zone = timezone.get_default_timezone()
    calendar.add_component(Timezone.from_tzinfo(zone))
    return bytes(calendar.to_ical())


def _event(uid: str, sequence: int, changed_at: datetime, title: str) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("sequence", sequence)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("summary", title)
    return event


def _time(event: Event, begin: datetime, end: datetime | None) -> None:
    event.add("dtstart", timezone.localtime(begin))
    if end:
        event.add("dtend", timezone.localtime(end))


def _status(event: Event, gathering: Gathering) -> None:
    cancelled = gathering.state == Gathering.State.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")


def _page(gathering: Gathering) -> str:
    return settings.SITE_ADDRESS + gathering.get_absolute_url()


def _gathering_event(gathering: Gathering) -> Event:
    event = _event(
        f"{gathering.uid}@entraide", gathering.sequence, gathering.changed_at, gathering.title
    )
    _time(event, gathering.starts_at, gathering.ends_at)
    first = next((m for m in gathering.moments.all() if m.place), None)
    if first and first.place:
        event.add("location", ", ".join(p for p in [first.place.name, first.place.address] if p))
    if gathering.lead:
        event.add("description", gathering.lead)
    event.add("url", vUri(_page(gathering)))
    _status(event, gathering)
    return event


def _moment_event(moment: Moment) -> Event:
    gathering = moment.gathering
    event = _event(
        f"{moment.uid}@entraide",
        moment.sequence,
        gathering.changed_at,
        f"{moment.title} · {gathering.title}",
    )
    _time(event, moment.starts_at, moment.ends_at)
    if moment.place:
        event.add("location", ", ".join(p for p in [moment.place.name, moment.place.address] if p))
    if moment.description:
        event.add("description", moment.description)
    event.add("url", vUri(f"{_page(gathering)}#m{moment.pk}"))
    _status(event, gathering)
    return event
