"""Loads the demonstration: a neighbourhood, its gatherings, its invented people."""

import random
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from entraide.gatherings.actions.programme import moved
from entraide.gatherings.actions.sign_up import sign_up
from entraide.gatherings.models import Gathering, MessageTemplate, Moment, Option, Party
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.home import (
    demo,
    demo_calendar,
    demo_exchanges,
    demo_learning,
    demo_listening,
    demo_logbooks,
    demo_programme,
    demo_research,
)
from entraide.home.actions import make_peer_groups
from entraide.home.demo_people import FIRST_NAMES
from entraide.people.models import Collective, Membership, Organisation, PeerGroup, Person, Role
from entraide.places.models import Neighbourhood, Place, Room
from entraide.research.models import Seminar

STUDY_DAY = "journee-entraide-travail-social"
FORUM = "forum-economie-de-l-entraide"
CAFE = "cafe-citoyen-du-pile"
# How the peer groups share the room: skewed, as study days are.
SHARES = [42, 27, 8, 10, 9, 4]
REMINDER = """Bonjour {nom},

nous vous attendons {quand}.
Rendez-vous : {lieu}.

Un empêchement ? Votre billet : {billet}"""
DIET_NOTES = ["", "", "", "", "sans arachide", "sans gluten", "sans porc"]


def is_loaded() -> bool:
    """Tell whether the demonstration is there."""
    return Gathering.objects.filter(slug=STUDY_DAY).exists()


@transaction.atomic
def load(today: date | None = None, *, seed: int = 8) -> None:
    """Load the demonstration as it looks on this day."""
    today = today or timezone.localdate()
    draw = random.Random(seed)
    make_peer_groups()
    places = _places()
    collectives = _collectives()
    _members(collectives)
    _templates(collectives["upc"])
    day = demo_programme.study_day(
        collectives["upc"], places, demo_calendar.study_day(today), STUDY_DAY
    )
    forum = demo_programme.forum(collectives["upc"], places, demo_calendar.forum(today), FORUM)
    demo_programme.cafe(collectives["pile"], places, demo_calendar.cafe(today), CAFE)
    demo_programme.seminar(
        collectives["formation"], places, demo_calendar.cafe(today) + timedelta(weeks=4)
    )
    _samira(day)
    _sign_up_people(day, 104, draw, until=timezone.now())
    _sign_up_people(forum, 170, draw, until=forum.starts_at - timedelta(days=2))
    demo_listening.load(forum, draw)
    _programme(collectives["upc"], places, forum, today)
    by = Person.objects.get(email=f"malika@{demo.MAIL_DOMAIN}")
    demo_exchanges.load(collectives["upc"], places, today=today, by=by)


def _programme(
    collective: Collective, places: dict[str, Place], forum: Gathering, today: date
) -> None:
    """Load the three years of the collective, and the second forum."""
    told = demo_research.read()
    second = timezone.localdate(forum.starts_at) + timedelta(days=364)
    demo_programme.forum(
        collective, places, second, demo_learning.SECOND_FORUM, demo_programme.SECOND_FORUM
    )
    by = Person.objects.get(email=f"malika@{demo.MAIL_DOMAIN}")
    years = demo_research.begin(collective, places["baraka"], told, today=today, by=by)
    demo_logbooks.load(years, told)
    demo_learning.load(years, told)
    demo_research.let_leave(years, told)


@transaction.atomic
def refresh(today: date | None = None) -> None:
    """Move the demonstration's gatherings on when the calendar has passed them."""
    today = today or timezone.localdate()
    # The forum stays: what was said there has its dates.
    days = {STUDY_DAY: demo_calendar.study_day(today)}
    cafe = Gathering.objects.filter(slug=CAFE).first()
    if cafe and timezone.localdate(cafe.starts_at) < today:
        days[CAFE] = demo_calendar.cafe(today)
    coming = _seminar_to_come()
    if coming and timezone.localdate(coming.starts_at) < today:
        days[coming.slug] = demo_calendar.last_seminar(today)
    for slug, begin in days.items():
        gathering = Gathering.objects.filter(slug=slug).first()
        if gathering:
            _move(gathering, (begin - timezone.localdate(gathering.starts_at)).days)


def _seminar_to_come() -> Gathering | None:
    """Return the gathering of the last seminar of the programme, which is always ahead."""
    last = Seminar.objects.select_related("gathering").order_by("-number").first()
    return last.gathering if last else None


def _move(gathering: Gathering, days: int) -> None:
    if days == 0:
        return
    moments = list(gathering.moments.all())
    gathering.starts_at = moved(gathering.starts_at, days)
    gathering.ends_at = moved(gathering.ends_at, days)
    if gathering.sign_up_closes_at:
        gathering.sign_up_closes_at = moved(gathering.sign_up_closes_at, days)
    gathering.sequence += 1
    gathering.version += 1
    gathering.edition += 1
    gathering.save()
    for moment in moments:
        moment.starts_at = moved(moment.starts_at, days)
        moment.ends_at = moved(moment.ends_at, days) if moment.ends_at else None
        moment.sequence += 1
        moment.save()


def _places() -> dict[str, Place]:
    trichon = Neighbourhood.objects.create(name="Trichon", slug="trichon")
    pile = Neighbourhood.objects.create(name="Pile", slug="pile")
    city = {"postcode": "59100", "city": "Roubaix"}
    baraka = Place.objects.create(
        name="Baraka, tiers-lieu de la transition",
        street="20 rue de Sébastopol",
        neighbourhood=trichon,
        step_free="yes",
        accessible_toilets=True,
        transport="Métro Eurotéléport, puis 8 minutes à pied.",
        **city,
    )
    school = Place.objects.create(
        name="ENPJJ",
        street="16 rue du Curoir",
        neighbourhood=trichon,
        step_free="yes",
        accessible_toilets=True,
        hearing_loop=True,
        transport="À 10 minutes à pied de Baraka ; on y va ensemble.",
        **city,
    )
    farm = Place.objects.create(
        name="Ferme du Trichon",
        street="quartier du Trichon",
        neighbourhood=trichon,
        step_free="partly",
        transport="À 3 minutes à pied de Baraka.",
        **city,
    )
    centre = Place.objects.create(
        name="Maison du Pile", street="quartier du Pile", neighbourhood=pile, **city
    )
    rooms = [
        (baraka, "grande salle", 120), (baraka, "cuisine", 60),
        (school, "amphithéâtre", 220), (school, "réfectoire", 150), (school, "salle 1", 40),
        (school, "salle 2", 40), (school, "salle 3", 40), (school, "salle 4", 30),
        (farm, "serre", 60), (farm, "atelier", 60), (farm, "grange", 60), (centre, "salle", 40),
    ]  # fmt: skip
    for place, name, capacity in rooms:
        Room.objects.create(place=place, name=name, capacity=capacity)
    return {"baraka": baraka, "school": school, "farm": farm, "centre": centre}


def _collectives() -> dict[str, Collective]:
    trichon = Neighbourhood.objects.get(slug="trichon")
    pile = Neighbourhood.objects.get(slug="pile")
    upc = Collective.objects.create(
        name="Université populaire et citoyenne de Roubaix",
        slug="upc",
        neighbourhood=trichon,
        purpose="Des paroles citoyennes aux propositions, dans les quartiers de la ville.",
        contact_email=f"contact@{demo.MAIL_DOMAIN}",
        contact_phone="03 53 01 00 08",
    )
    formation = Collective.objects.create(
        name="Collectif des formateurs et chercheurs",
        slug="formation",
        neighbourhood=trichon,
        purpose="Former et chercher avec le travail social.",
        contact_email=f"formation@{demo.MAIL_DOMAIN}",
    )
    other = Collective.objects.create(
        name="Collectif du Pile",
        slug="pile",
        neighbourhood=pile,
        purpose="Un café-citoyen chaque mois.",
        contact_phone="03 53 01 00 09",
    )
    return {"upc": upc, "formation": formation, "pile": other}


def _members(collectives: dict[str, Collective]) -> None:
    institute = Organisation.objects.create(name="Institut de formation en travail social")
    centre = Organisation.objects.create(name="Centre social du Pile")
    team = [
        ("Malika", "malika", "upc", Role.COORDINATOR, None, None),
        ("Youcef", "youcef", "upc", Role.FACILITATOR, centre, 12),
        ("Théo", "theo", "upc", Role.RECEPTION, None, None),
        ("Inès", "ines", "formation", Role.COORDINATOR, institute, 21),
        ("Karim", "karim", "pile", Role.COORDINATOR, centre, 14),
    ]
    for name, mail, collective, role, organisation, hours in team:
        person = Person.objects.make(name=name, email=f"{mail}@{demo.MAIL_DOMAIN}")
        Membership.objects.create(
            person=person,
            collective=collectives[collective],
            role=role,
            seconded_by=organisation,
            hours_per_quarter=hours,
        )
    ines = Person.objects.get(email=f"ines@{demo.MAIL_DOMAIN}")
    Membership.objects.create(person=ines, collective=collectives["upc"], role=Role.RESEARCHER)


def _templates(collective: Collective) -> None:
    texts = [
        (
            "Rappel",
            "À bientôt",
            REMINDER,
        ),
        (
            "Changement de lieu",
            "Un changement",
            "Bonjour {nom},\n\nnous changeons de lieu : {lieu}.\nToujours {quand}.",
        ),
        (
            "Annulation",
            "Un changement important",
            "Bonjour {nom},\n\nla rencontre « {rencontre} » n'aura pas lieu. Nous vous rappelons.",
        ),
    ]
    for title, subject, body in texts:
        MessageTemplate.objects.create(
            collective=collective, title=title, subject=subject, body=body
        )


def _samira(day: Gathering) -> None:
    """Sign up the inhabitant one may try the demonstration as, with her sister."""
    group = PeerGroup.objects.get(slug="habitants").pk
    visits = day.moments.get(choosing="wishes")
    meal = day.moments.get(choosing="immediate")
    options = list(visits.options.values_list("pk", flat=True))
    request = SignUpRequest(
        attendees=(Attendee("Samira", group), Attendee("Nawel", group, diet="vegetarian")),
        tell_by="come_back",
        wishes={
            visits.pk: (options[1], options[0], None),
            meal.pk: (meal.options.order_by("position").last().pk,),  # type: ignore[union-attr]
        },
        interpreting="arabe",
        children=2,
        received_at=timezone.now() - timedelta(days=6),
    )
    sign_up(day, request, key=demo.INHABITANT_KEY)


def _sign_up_people(
    gathering: Gathering, people: int, draw: random.Random, *, until: datetime
) -> None:
    """Sign people up until the gathering has this many, in the order of their requests."""
    groups = list(PeerGroup.objects.order_by("position"))
    moments = list(gathering.moments.exclude(choosing="none").prefetch_related("options"))
    taken = Gathering.objects.get(pk=gathering.pk).taken
    names = FIRST_NAMES * 2
    draw.shuffle(names)
    number = 0
    while taken < people:
        size = min(draw.choices([1, 2, 3, 4], [78, 15, 5, 2])[0], people - taken)
        group = draw.choices(groups, SHARES)[0]
        attendees = tuple(
            Attendee(
                names[(taken + extra) % len(names)],
                group.pk,
                draw.choices(["all", "vegetarian", "vegan"], [70, 24, 6])[0],
                draw.choice(DIET_NOTES),
            )
            for extra in range(size)
        )
        request = SignUpRequest(
            attendees=attendees,
            wishes={m.pk: _wish(m, draw) for m in moments},
            received_at=until - timedelta(minutes=(people - taken) * 97),
            **_contact(draw, number),
            **_needs(draw),
        )
        party, _new = sign_up(gathering, request, key=f"demo-{gathering.slug}-{number}")
        if request.tell_by == "email":
            # Given afterwards, so that loading the demonstration writes no letter.
            Party.objects.filter(pk=party.pk).update(email=f"p{number}@{demo.MAIL_DOMAIN}")
        number += 1
        taken += size


def _wish(moment: Moment, draw: random.Random) -> tuple[int | None, ...]:
    options: list[Option] = list(moment.options.all())
    if moment.choosing == Moment.Choosing.IMMEDIATE:
        chosen = draw.choices([*options, None], [5, 2, 2][: len(options) + 1])[0]
        return (chosen.pk,) if chosen else ()
    if draw.random() < 0.12:
        return (None,)
    weights = [3 + 2 * (len(options) - place) for place in range(len(options))]
    ranked = sorted(options, key=lambda o: -(draw.random() ** (1 / weights[options.index(o)])))
    return tuple(option.pk for option in ranked[:3])


def _contact(draw: random.Random, number: int) -> dict[str, Any]:
    way = draw.choices(["email", "phone", "come_back", "through"], [30, 38, 22, 10])[0]
    how = Party.EnteredHow.SELF if way == "email" else draw.choice(["self", "phone", "paper"])
    contact = {"tell_by": way, "entered_how": str(how)}
    if way == "phone":
        contact["phone"] = f"063998{number:04d}"
    elif way == "through":
        contact["through"] = draw.choice(["le centre social", "une voisine", "l'école"])
    return contact


def _needs(draw: random.Random) -> dict[str, Any]:
    return {
        "step_free": draw.random() < 0.05,
        "interpreting": draw.choices(
            ["", "arabe", "turc", "portugais", "langue des signes"], [88, 6, 3, 2, 1]
        )[0],
        "children": draw.choices([0, 1, 2, 3], [90, 5, 4, 1])[0],
    }
