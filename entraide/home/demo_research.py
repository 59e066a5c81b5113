"""The three years of the demonstration: a programme, its people, its seminars. All invented.

The words are in a file beside this one. It counts time in quarters and in weeks of a quarter.
"""

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F
from django.utils import timezone

from entraide.gatherings.models import Arrival, Gathering, Party, SignUp
from entraide.home import demo, demo_calendar
from entraide.people import receipt_words
from entraide.people.models import (
    Collective,
    Membership,
    Organisation,
    PeerGroup,
    Person,
    Role,
    TellBy,
)
from entraide.places.models import Place
from entraide.research.actions import participating, programmes
from entraide.research.models import (
    Agreement,
    CollectiveAction,
    Entry,
    Participant,
    Presence,
    Programme,
    Seminar,
)
from entraide.research.quarters import months_later
from entraide.research.queries import participants

FILE = Path(__file__).parent / "demo_research.json"
QUARTERS = 12
SEMINAR_WEEK = 11
# Who may be tried, with an e-mail; the coordinator and the researcher are known already.
WITH_EMAIL = {"malika", "ines", "nadege"}
# How often somebody could not come.
AWAY = 0.12
Json = Any


@dataclass
class Years:
    """The programme while it is loaded: its people, actions and lines by the keys of the file."""

    programme: Programme
    begins: date
    today: date
    by: Person
    draw: random.Random
    people: dict[str, Participant] = field(default_factory=dict)
    actions: dict[str, CollectiveAction] = field(default_factory=dict)
    # The lines of each action, in the order of the file.
    lines: dict[str, list[Entry]] = field(default_factory=dict)

    def quarter(self, number: int) -> date:
        """Return the first day of a quarter, numbered from 1."""
        return months_later(self.begins, 3 * (number - 1))

    def on(self, quarter: int, week: int, extra: int = 0) -> date:
        """Return a day of a week of a quarter, numbered from 1; never one to come."""
        day = self.quarter(quarter) + timedelta(weeks=week - 1, days=extra % 7)
        return min(day, self.today)

    def seminar(self, quarter: int) -> date:
        """Return the day of the seminar of a quarter: a Thursday; the last is still to come."""
        if quarter == QUARTERS:
            return demo_calendar.last_seminar(self.today)
        day = self.quarter(quarter) + timedelta(weeks=SEMINAR_WEEK)
        return day + timedelta(days=(3 - day.weekday()) % 7)

    def left(self, quarter: int) -> date:
        """Return the day after the seminar of a quarter, when somebody left."""
        return self.seminar(quarter) + timedelta(days=1)


def begin(collective: Collective, place: Place, told: Json, *, today: date, by: Person) -> Years:
    """Begin the programme: structures, people, twelve seminars, eleven of them held."""
    begins = demo_calendar.programme(today)
    last = demo_calendar.last_seminar(today)
    values = {
        "title": told["programme"]["title"],
        "intention": told["programme"]["intention"],
        "charter": told["programme"]["charter"],
        "charter_review_on": months_later(begins, 37),
        "starts_on": begins,
        "ends_on": max(last, months_later(begins, 36) - timedelta(days=1)),
        "access": Programme.Access.PUBLIC,
    }
    made = programmes.begin(collective, values, by=by)
    years = Years(made, begins, today, by, random.Random(12))
    agreements = _agreements(years, told["structures"])
    for one in sorted(told["members"], key=lambda one: one["from_q"]):
        years.people[one["key"]] = _participant(years, one, agreements)
    days = [years.seminar(number) for number in range(1, QUARTERS + 1)]
    for seminar in programmes.plan_seminars(made, days, place=place, by=by):
        _hold(years, seminar)
    return years


def _agreements(years: Years, told: Json) -> dict[str, Agreement]:
    found = {}
    for one in told:
        organisation, _new = Organisation.objects.get_or_create(name=one["name"])
        made = Agreement.objects.create(
            programme=years.programme,
            organisation=organisation,
            starts_on=years.quarter(one["from_q"]),
            ends_on=months_later(years.begins, 36) - timedelta(days=1),
            hours_per_quarter=one["hours"],
            signatory=one["signatory"],
            signed_on=years.quarter(one["from_q"]) + timedelta(days=9),
        )
        if early := one["ended_early"]:
            day = years.left(early["q"])
            participating.end_agreement(made, day=day, why=early["why"])
        found[one["key"]] = made
    return found


def _participant(years: Years, told: Json, agreements: Mapping[str, Agreement]) -> Participant:
    agreement = agreements.get(told["structure"])
    return Participant.objects.create(
        programme=years.programme,
        person=_person(years, told, agreement),
        name=told["name"],
        kind=told["role"],
        function=told["function"],
        peer_group=PeerGroup.objects.get(slug=_peer_group(told)),
        agreement=agreement,
        tutor=years.people.get(told["tutor"]),
        joined_on=years.quarter(told["from_q"]),
        charter_read_on=years.quarter(told["from_q"]) + timedelta(days=7),
        until=_term(years, told),
    )


def _term(years: Years, told: Json) -> date | None:
    """Return when a student's term ends, or somebody leaves."""
    if told["role"] != Participant.Kind.STUDENT:
        return years.left(told["to_q"]) if told["to_q"] else None
    return years.quarter((told["to_q"] or QUARTERS + 3) + 1) - timedelta(days=1)


def _peer_group(told: Json) -> str:
    function = told["function"]
    if told["role"] == Participant.Kind.STUDENT:
        return "etudiants"
    if told["role"] == Participant.Kind.OBSERVER:
        return "institutions"
    if function.startswith("habitant"):
        return "habitants"
    taught = "chercheur" in function or "format" in function
    return "chercheurs-formateurs" if taught else "travailleurs-sociaux"


def _person(years: Years, told: Json, agreement: Agreement | None) -> Person:
    email = f"{told['key']}@{demo.MAIL_DOMAIN}" if told["key"] in WITH_EMAIL else ""
    person = Person.objects.filter(email=email).first() if email else None
    person = person or Person.objects.make(name=told["name"], email=email)
    Membership.objects.get_or_create(
        person=person,
        collective=years.programme.collective,
        defaults={
            "role": Role.MEMBER,
            "seconded_by": agreement.organisation if agreement else None,
            "hours_per_quarter": agreement.hours_per_quarter if agreement else None,
        },
    )
    return person


def let_leave(years: Years, told: Json) -> None:
    """Let those leave who left, once what they shared is written."""
    for one in told["members"]:
        if one["to_q"] and one["role"] != Participant.Kind.STUDENT:
            participating.leave(years.people[one["key"]], day=years.left(one["to_q"]))


def _hold(years: Years, seminar: Seminar) -> None:
    """Publish a seminar and sign its people up; who came is marked when it is over."""
    gathering = seminar.gathering
    Gathering.objects.filter(pk=gathering.pk).update(
        state=Gathering.State.PUBLISHED, lead=SEMINAR_LEAD
    )
    there(years, gathering)


SEMINAR_LEAD = "Chaque action dit où elle en est, les pairs répondent, et l'on décide ensemble."


def there(years: Years, gathering: Gathering) -> None:
    """Sign up those who took part on the day of a gathering; mark who came when it is over.

    All at once, and without a letter: it is the past of a demonstration.
    """
    day = timezone.localdate(gathering.starts_at)
    people = list(participants.active(years.programme, day))
    parties = Party.objects.bulk_create(_party(gathering, one) for one in people)
    sign_ups = SignUp.objects.bulk_create(
        SignUp(
            party=party,
            name=one.name,
            peer_group=one.peer_group,
            structure=one.agreement.organisation.name if one.agreement else "",
        )
        for party, one in zip(parties, people, strict=True)
    )
    Presence.objects.bulk_create(
        Presence(gathering=gathering, participant=one, sign_up=sign_up)
        for sign_up, one in zip(sign_ups, people, strict=True)
    )
    Gathering.objects.filter(pk=gathering.pk).update(taken=F("taken") + len(people))
    if gathering.ends_at < timezone.now():
        _mark(years, gathering, [one for one in sign_ups if years.draw.random() > AWAY])


def _party(gathering: Gathering, one: Participant) -> Party:
    key = f"demo-{gathering.slug}-{one.pk}"
    return Party(
        gathering=gathering,
        key_digest=receipt_words.key_digest(key),
        receipt_digest=receipt_words.receipt_digest(receipt_words.receipt_for(key)),
        tell_by=TellBy.THROUGH,
        through=str(one.programme)[:120],
        entered_how=Party.EnteredHow.PHONE,
        size=1,
        state=Party.State.CONFIRMED,
        received_at=gathering.starts_at - timedelta(days=20),
    )


def _mark(years: Years, gathering: Gathering, people: Iterable[SignUp]) -> None:
    Arrival.objects.bulk_create(
        Arrival(
            gathering=gathering,
            sign_up=one,
            mark=Arrival.Mark.HERE,
            at=gathering.starts_at + timedelta(minutes=number),
            by=years.by,
        )
        for number, one in enumerate(people)
    )


def read() -> Json:
    """Return what the file tells."""
    return json.loads(FILE.read_text(encoding="utf-8"))
