"""Who came to the gatherings of a programme, and how many hours that makes: computed, never typed.

Somebody came when their last mark at the reception says so. A day counts the minutes of its
programme without the meals, or what was written by hand with why.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from entraide.gatherings.models import Arrival, Gathering, Moment
from entraide.research.models import Agreement, Participant, Presence, Programme
from entraide.research.quarters import Quarter, quarters

NOT_WORKED = (Moment.Kind.MEAL,)


@dataclass(frozen=True)
class Day:
    """A gathering of a programme as a participant lived it."""

    presence: Presence
    came: bool
    minutes: int

    @property
    def hours(self) -> float:
        """The hours that count, to the quarter of an hour."""
        return in_hours(self.counted)

    @property
    def counted(self) -> int:
        """The minutes that count: none when they did not come."""
        return self.minutes if self.came else 0


def in_hours(minutes: int) -> float:
    """Return minutes as hours, to the quarter of an hour."""
    return round(minutes / 15) / 4


def minutes_of(gathering: Gathering, moments: Iterable[Moment]) -> int:
    """Return the minutes of the programme of a day without the meals.

    Without hours in its programme, the day from its beginning to its end.
    """
    timed = [one for one in moments if one.ends_at]
    worked = sum(
        (
            one.ends_at - one.starts_at
            for one in timed
            if one.ends_at and one.kind not in NOT_WORKED
        ),
        timedelta(),
    )
    whole = worked if timed else gathering.ends_at - gathering.starts_at
    return int(whole.total_seconds() // 60)


def days(presences: Sequence[Presence]) -> list[Day]:
    """Return who came and for how long; two queries, whatever the number of presences."""
    gatherings = {one.gathering_id for one in presences}
    moments: dict[int, list[Moment]] = defaultdict(list)
    for moment in Moment.objects.filter(gathering__in=gatherings):
        moments[moment.gathering_id].append(moment)
    people = {one.sign_up_id for one in presences if one.sign_up_id}
    marks = Arrival.objects.filter(sign_up__in=people).order_by("at", "pk")
    last = dict(marks.values_list("sign_up", "mark"))
    length = {
        one.gathering_id: minutes_of(one.gathering, moments[one.gathering_id]) for one in presences
    }
    return [
        Day(
            presence=one,
            came=one.minutes is not None or last.get(one.sign_up_id or 0) == Arrival.Mark.HERE,
            minutes=one.minutes if one.minutes is not None else length[one.gathering_id],
        )
        for one in presences
    ]


def of_gathering(gathering: Gathering) -> list[Day]:
    """Return the participants of a gathering, by name."""
    found = gathering.presences.select_related("participant__agreement__organisation", "gathering")
    return days(list(found.order_by("participant__name", "pk")))


@dataclass(frozen=True)
class Hours:
    """The hours of a participant in a quarter: done, against what their structure agreed to."""

    participant: Participant
    quarter: Quarter
    minutes: int
    days: int
    agreed: int

    @property
    def done(self) -> float:
        """Return the hours done, to the quarter of an hour."""
        return in_hours(self.minutes)


def agreed(participant: Participant, quarter: Quarter) -> int:
    """Return the hours that a structure owes somebody in a quarter.

    None before the agreement begins, after it ended (also early), or once they left.
    """
    agreement = participant.agreement
    if agreement is None:
        return 0
    begin = max(agreement.starts_on, participant.joined_on, quarter.starts_on)
    end = min(
        agreement.ended_on or agreement.ends_on, participant.until or quarter.ends_on,
        quarter.ends_on,
    )  # fmt: skip
    return agreement.hours_per_quarter if begin <= end else 0


def hours(
    programme: Programme, *, agreement: Agreement | None = None, until: date | None = None
) -> list[Hours]:
    """Return the hours of each participant, quarter by quarter; four queries.

    Args:
        programme: which one.
        agreement: only those whom this one seconds.
        until: quarters that begin after this day are left out; today when nothing is said.
    """
    until = until or timezone.localdate()
    people = programme.participants.exclude(kind=Participant.Kind.CANDIDATE)
    if agreement:
        people = people.filter(agreement=agreement)
    found = list(people.select_related("agreement__organisation"))
    presences = Presence.objects.filter(participant__in=found).select_related("gathering")
    by_person: dict[int, list[Day]] = defaultdict(list)
    for day in days(list(presences)):
        by_person[day.presence.participant_id].append(day)
    passed = quarters(programme.starts_on, programme.ends_on)
    return [
        _hours(one, quarter, by_person[one.pk])
        for one in found
        for quarter in passed
        if quarter.starts_on <= until
    ]


def _hours(participant: Participant, quarter: Quarter, lived: Iterable[Day]) -> Hours:
    inside = [
        one
        for one in lived
        if quarter.holds(timezone.localdate(one.presence.gathering.starts_at)) and one.came
    ]
    return Hours(
        participant=participant,
        quarter=quarter,
        minutes=sum(one.counted for one in inside),
        days=len(inside),
        agreed=agreed(participant, quarter),
    )
