"""Papers about people: badges, attendance, emergency."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entraide.gatherings.hand_codes import badge_code
from entraide.gatherings.models import Gathering, Party, SignUp
from entraide.gatherings.queries.plans import Step, plans
from entraide.people.known import folded
from entraide.places.models import Place
from entraide.ui import wording

Data = dict[str, Any]
MIDDAY = time(13)
# Where a name was: a line to write on.
NO_NAME = "…"


def confirmed(gathering: Gathering) -> list[SignUp]:
    """Return who comes, in the order of names whatever their accents."""
    people = SignUp.objects.filter(
        party__gathering=gathering, party__state=Party.State.CONFIRMED
    ).select_related("party", "peer_group")
    return sorted(people, key=lambda person: (folded(person.name), person.name, person.pk))


def group(person: SignUp) -> dict[str, str]:
    """Return a peer group as a paper shows it."""
    return {"name": person.peer_group.name, "dye": person.peer_group.dye}


def badges(gathering: Gathering) -> Data:
    """Return a badge a person."""
    plan_of = plans(gathering)
    several = lasts_days(gathering)
    return {
        "badges": [
            {
                "name": person.name or NO_NAME,
                "group": group(person),
                "steps": [
                    badge_step(step, several) for step in plan_of.get(person.pk, []) if step.own
                ],
                "qr": f"ENTRAIDE:{badge_code(person.party.uid, person.position)}",
            }
            for person in confirmed(gathering)
        ]
    }


def badge_step(step: Step, several: bool) -> Data:
    """Return one line of a personal plan."""
    what = step.option.title if step.option else step.moment.get_kind_display()
    return {
        "hour": clock(step.starts_at, several, "D"),
        "table": step.number,
        "what": str(what),
        "where": step.room or step.place,
    }


def lasts_days(gathering: Gathering) -> bool:
    """Tell whether a gathering lasts more than a day."""
    first, last = map(timezone.localtime, (gathering.starts_at, gathering.ends_at))
    return first.date() != last.date()


def clock(moment: datetime, several: bool, day: str = "l") -> str:
    """Return "9 h 30", or "lundi 9 h 30" over several days; `day` is a format of Django's."""
    hour = wording.hour(moment)
    return f"{date_format(timezone.localtime(moment), day)} {hour}" if several else hour


def attendance(gathering: Gathering) -> Data:
    """Return one list to sign for each half-day."""
    rows = [
        [str(person.pk), person.name, person.structure, person.peer_group.name]
        for person in confirmed(gathering)
    ]
    return {"sessions": half_days(gathering), "rows": rows}


def half_days(gathering: Gathering) -> list[str]:
    """Return the mornings and afternoons in which something happens, split at one o'clock."""
    times = list(gathering.moments.values_list("starts_at", "ends_at"))
    times = times or [(gathering.starts_at, gathering.ends_at)]
    found: dict[tuple[str, bool], str] = {}
    for begin, end in sorted((begin, end or begin) for begin, end in times):
        for day, late in _halves(timezone.localtime(begin), timezone.localtime(end)):
            half = _("après-midi") if late else _("matin")
            found[day.isoformat(), late] = f"{date_format(day, 'l j F Y')}, {half}"
    return [found[key] for key in sorted(found)]


def _halves(begin: datetime, end: datetime) -> Iterable[tuple[date, bool]]:
    """Return (day, whether after midday) of each half-day that a span of time touches."""
    day = begin.date()
    while day <= end.date():
        first = begin.time() if day == begin.date() else time.min
        last = end.time() if day == end.date() else time.max
        if first < MIDDAY:
            yield day, False
        if last > MIDDAY or first >= MIDDAY:
            yield day, True
        day += timedelta(days=1)


def emergency(gathering: Gathering) -> Data:
    """Return, place by place, everyone who is expected there, for a roll call."""
    people = confirmed(gathering)
    plan_of = plans(gathering)
    expected: dict[Place | None, dict[SignUp, list[Step]]] = {}
    for person in people:
        steps = plan_of.get(person.pk, [])
        for step in steps:
            if step.spot:
                expected.setdefault(step.spot, {}).setdefault(person, []).append(step)
        if not any(step.spot for step in steps):
            expected.setdefault(None, {})[person] = []
    places = [_roll(place, found) for place, found in expected.items()]
    return {
        "places": sorted(places, key=lambda place: place["from"]),
        "people": len(people),
        "children": _children(people),
    }


def _roll(place: Place | None, people: dict[SignUp, list[Step]]) -> Data:
    steps = [step for found in people.values() for step in found]
    begin = min((step.starts_at for step in steps), default=None)
    end = max((step.ends_at or step.starts_at for step in steps), default=None)
    return {
        "name": place.name if place else _("Lieu non précisé"),
        "address": place.address if place else "",
        "when": wording.span(begin, end) if begin and end else "",
        "from": begin.isoformat() if begin else "~",
        "children": _children(people),
        "people": [{"name": person.name, "step_free": person.party.step_free} for person in people],
    }


def _children(people: Iterable[SignUp]) -> int:
    """Return how many children are looked after, each party counted once."""
    return sum({person.party_id: person.party.children for person in people}.values())
