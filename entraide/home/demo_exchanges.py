"""A year of mutual aid, drawn by lot: invented people, marked as such.

The model, in words. 650 people (as many as the members of El'cagette, of whom 100 are active) in
two neighbourhoods, each in a square of 200 m. A hundred of them do most of it: how often somebody
gives follows a Zipf law (1 / rank to the power 0.8), cut so that nobody carries everything. 4,000
acts in a year is six a person; a time bank of 40 users counts about 60 exchanges a year, one and a
half a person: this neighbourhood is a lively one, so that its figures show something.

Whoever gives, one time in five gives back to somebody who gave them; else, seven times in ten to
somebody of the same neighbourhood, else to anybody. One act in eight is common work of 4 to 12
people. Six acts in ten are gifts, one in five a loan, the others exchanges. Half of them tell how
long it lasted. More happens in spring and at the end of the year. Offers and needs last two months;
two needs in three stay private.

Everything follows from the seed.
"""

import json
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from django.utils import timezone

from entraide.exchanges.actions import circles, rights, telling, working
from entraide.exchanges.models import Category, Circle, Deed, How, Need, Neighbour, Offer, Part
from entraide.gatherings.actions.programme import set_state
from entraide.gatherings.models import Gathering
from entraide.home import demo
from entraide.home.demo_people import FIRST_NAMES
from entraide.people.known import folded
from entraide.people.models import Collective, PeerGroup, Person, TellBy
from entraide.places.models import Neighbourhood, Place

PEOPLE, ACTS, YEAR = 650, 4_000, 365
OFFERS, NEEDS = 900, 600
# As many write on the board, and ask as well as they offer.
WRITERS = 120
# How often the person of a rank gives, and the most that one may give beside the least.
STEEP, MOST = 0.8, 12.0
COLLEGES = (70, 12, 4, 5, 7, 2)
# What is done for somebody is not lent.
DONE = {"Savoir-faire", "Temps", "Transport"}
HOWS, OFTEN = [How.GIFT, How.LOAN, How.EXCHANGE], [60, 20, 20]
# A square about the middle of town, and how far people live around it, in squares.
MIDDLE, FAR = (1_130, 28_213), 8
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Town:
    """Who is there, how much each gives, what there is to give."""

    circle: Circle
    people: Sequence[Neighbour]
    # How often each gives; how often each receives, summed up to each.
    weights: Sequence[float]
    receiving: Sequence[float]
    leaves: Sequence[Category]
    goods: dict[str, list[str]]
    draw: random.Random
    today: date


def read() -> dict[str, Any]:
    """Return what is told of this year."""
    path = Path(__file__).with_suffix(".json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def load(
    collective: Collective, places: dict[str, Place], *, today: date, by: Person, seed: int = 650
) -> None:
    """Load a year of mutual aid that ends today."""
    told, draw = read(), random.Random(seed)
    circle = _circle(collective, told, today)
    leaves = list(
        Category.objects.filter(circle=circle, parent__isnull=False).select_related("parent")
    )
    people = _people(circle, draw, today)
    weights = [min(MOST, PEOPLE**STEEP / rank**STEEP) for rank in range(1, PEOPLE + 1)]
    draw.shuffle(weights)
    receiving = list(accumulate(math.sqrt(one) for one in weights))
    town = Town(circle, people, weights, receiving, leaves, told["goods"], draw, today)
    _posts(town)
    _nora(town)
    _acts(town)
    _stories(town, told["stories"])
    _rights(town, told["rights"])
    for one in told["parties"]:
        _party(circle, places, one, today=today, by=by)


def _circle(collective: Collective, told: dict[str, Any], today: date) -> Circle:
    circle = circles.open_circle(collective)
    circle.words, circle.charter = told["told"], told["charter"]
    circle.charter_review_on = today + timedelta(days=60)
    circle.opened_on = today - timedelta(days=YEAR)
    circle.trusted = Person.objects.filter(name="Théo", memberships__collective=collective).first()
    circle.save()
    return circle


def _people(circle: Circle, draw: random.Random, today: date) -> list[Neighbour]:
    groups = list(PeerGroup.objects.all())
    areas = list(Neighbourhood.objects.all())
    kinds = Neighbour.Kind
    made = []
    for number in range(PEOPLE):
        turn, name = divmod(number, len(FIRST_NAMES))
        area = draw.randrange(len(areas))
        digest = sha256(f"demo neighbour {number}".encode()).hexdigest()
        made.append(Neighbour(
            circle=circle,
            name=f"{FIRST_NAMES[name]} {LETTERS[turn - 1]}." if turn else FIRST_NAMES[name],
            kind=draw.choices([kinds.PERSON, kinds.HOUSEHOLD, kinds.GROUP], [86, 12, 2])[0],
            peer_group=draw.choices([*groups[: len(COLLEGES)], None], [*COLLEGES, 8])[0],
            neighbourhood=areas[area],
            column=MIDDLE[0] + FAR * area + draw.randrange(-FAR // 2, FAR // 2),
            row=MIDDLE[1] + draw.randrange(-FAR, FAR),
            **_contact(draw, number),
            receipt_digest=digest,
            key_digest=digest,
            joined_on=today - timedelta(days=draw.randrange(60, YEAR)),
        ))  # fmt: skip
    return Neighbour.objects.bulk_create(made)


def _contact(draw: random.Random, number: int) -> dict[str, str]:
    """Return how to tell somebody: one in six by phone, under a number that is nobody's."""
    if draw.random() < 1 / 6:
        return {
            "tell_by": TellBy.PHONE,
            "phone": f"06 39 98 {number // 100:02d} {number % 100:02d}",
        }
    return {"tell_by": TellBy.COME_BACK}


def _posts(town: Town) -> None:
    """Offers and needs of the year; those of the last two months hold today."""
    offers = [_post(town, Offer, "neighbourhood") for _one in range(OFFERS)]
    audiences = ("private", "private", "collective")
    needs = [_post(town, Need, town.draw.choice(audiences)) for _one in range(NEEDS)]
    # One in six tells the whole quarter.
    for one in [each for each in needs if each.audience != "private"][::2]:
        one.audience = "neighbourhood"
    Offer.objects.bulk_create(offers)
    Need.objects.bulk_create(needs)


def _post(town: Town, model: Any, audience: str) -> Any:
    draw = town.draw
    leaf = draw.choice(town.leaves)
    title = draw.choice(town.goods[leaf.name])
    made_on = town.today - timedelta(days=draw.randrange(YEAR))
    until = made_on + timedelta(days=60)
    return model(
        circle=town.circle,
        neighbour=draw.choice(town.people[:WRITERS]),
        category=leaf,
        how=_how(draw, leaf) if model is Offer else How.GIFT,
        title=title,
        folded=folded(title),
        audience=audience,
        made_on=made_on,
        until=until,
        withdrawn_on=until if until < town.today and draw.random() < 0.3 else None,
    )


def _nora(town: Town) -> None:
    """Somebody to try it as: a private need, which people could answer."""
    who = circles.Joining(
        "Nora", tell_by=TellBy.COME_BACK, peer_group=PeerGroup.objects.first(),
        neighbourhood=Neighbourhood.objects.first(),
    )  # fmt: skip
    nora, _new = circles.join(town.circle, who, key=demo.NEIGHBOUR_KEY)
    Neighbour.objects.filter(pk=nora.pk).update(column=MIDDLE[0], row=MIDDLE[1])
    until = town.today + timedelta(days=45)
    leaf = {one.name: one for one in town.leaves}
    common = {"circle": town.circle, "neighbour": nora, "until": until}
    wanted, given = leaf["Langues, papiers"], leaf["Cuisiner"]
    Need(title="lire une lettre", category=wanted, audience="private", **common).save()
    Offer(title="pétrir le pain", category=given, audience="neighbourhood", **common).save()


def _acts(town: Town) -> None:
    acts, sides = [], []
    gave_to: dict[int, list[int]] = {}
    for _one in range(ACTS):
        deed, givers, receivers = _act(town, gave_to)
        acts.append(deed)
        sides.append((givers, receivers))
    made = Deed.objects.bulk_create(acts)
    Part.objects.bulk_create(
        Part(deed=deed, neighbour=who, gave=gave, peer_group=who.peer_group)
        for deed, (givers, receivers) in zip(made, sides, strict=True)
        for gave, people in ((True, givers), (False, receivers))
        for who in (town.people[one] for one in people)
    )


def _act(town: Town, gave_to: dict[int, list[int]]) -> tuple[Deed, list[int], list[int]]:
    """Return one act, who gave, who received, by their places among the people."""
    draw, everyone = town.draw, range(PEOPLE)
    giver = draw.choices(everyone, town.weights)[0]
    leaf = draw.choice(town.leaves)
    title = draw.choice(town.goods[leaf.name])
    day = _day(town)
    common = draw.random() < 1 / 8
    if common:
        others = {*draw.choices(everyone, town.weights, k=draw.randint(3, 11)), giver}
        givers = receivers = sorted(others)
    else:
        givers, receivers = [giver], [_receiver(town, giver, gave_to)]
        gave_to.setdefault(receivers[0], []).append(giver)
    how = How.COMMON if common else _how(draw, leaf)
    minutes = draw.choice((15, 30, 60, 60, 90, 120, 180)) if draw.random() < 0.5 else None
    deed = Deed(
        circle=town.circle, how=how, category=leaf, day=day, told_on=day, words=f"{title}.",
        minutes=minutes, told_by=town.people[giver],
    )  # fmt: skip
    return deed, givers, receivers


def _how(draw: random.Random, leaf: Category) -> str:
    how: str = draw.choices(HOWS, OFTEN)[0]
    done = leaf.parent is not None and leaf.parent.name in DONE
    return How.GIFT if done and how == How.LOAN else how


def _receiver(town: Town, giver: int, gave_to: dict[int, list[int]]) -> int:
    """Return to whom somebody gives: back, near, or anybody; never themselves."""
    draw, back = town.draw, gave_to.get(giver, [])
    if back and draw.random() < 0.2:
        return draw.choice(back)
    near = draw.random() < 0.7
    home = town.people[giver].neighbourhood
    while True:
        # Who receives is drawn more evenly than who gives.
        other = draw.choices(range(PEOPLE), cum_weights=town.receiving)[0]
        if other != giver and (not near or town.people[other].neighbourhood == home):
            return other


def _day(town: Town) -> date:
    """Return a day of the year; spring and the end of the year are livelier."""
    while True:
        day = town.today - timedelta(days=town.draw.randrange(YEAR))
        lively = 1.0 if day.month in (4, 5, 6, 11, 12) else 0.7
        if town.draw.random() < lively:
            return day


def _stories(town: Town, stories: Sequence[str]) -> None:
    """Let some of what was done be told further: voices of the thread."""
    deeds = list(Deed.objects.filter(circle=town.circle).exclude(how=How.COMMON)[:1_000])
    for number, words in enumerate(stories):
        telling.tell_story(deeds[number * 60], words, slip=f"demo-story-{number}")


def _rights(town: Town, told: Sequence[dict[str, str]]) -> None:
    """Let help stand in for rights that were asked for months ago."""
    leaves = {one.name: one for one in town.leaves}
    for number, one in enumerate(told):
        need = Need(
            circle=town.circle, neighbour=town.people[number], category=leaves[one["category"]],
            title=one["need"], audience="private", until=town.today + timedelta(days=30),
            made_on=town.today - timedelta(weeks=20),
        )  # fmt: skip
        need.save()
        asked = town.today - timedelta(weeks=18)
        rights.claim(need, rights.Claimed(one["right"], one["service"], asked, counted=True))
        for week in range(1, 17, 2):
            day = town.today - timedelta(weeks=week)
            done = telling.Told(
                how=How.GIFT, words=f"{one['need']}.", day=day, category=need.category, minutes=90,
                need=need,
            )  # fmt: skip
            helper = town.people[10 + number * 20 + week]
            made = telling.tell(town.circle, done, givers=[helper], receivers=[need.answers])
            Deed.objects.filter(pk=made.pk).update(told_on=day)


def _party(
    circle: Circle, places: dict[str, Place], told: dict[str, Any], *, today: date, by: Person
) -> None:
    """Publish a day of common work, a Saturday to come."""
    weeks = today + timedelta(weeks=told["weeks"])
    day = weeks + timedelta(days=(5 - weeks.weekday()) % 7)
    begin, end = (timezone.make_aware(datetime.combine(day, time(hour))) for hour in (9, 17))
    party = working.Party(
        title=told["title"], lead=told["lead"], starts_at=begin, ends_at=end,
        place=places[told["place"]], tasks=[working.Task(*one) for one in told["tasks"]],
        meal=told["meal"], children=told["children"], insurance=told["insurance"],
    )  # fmt: skip
    made = working.plan(circle, party, key=f"demo-{told['title']}", by=by)
    set_state(made, Gathering.State.PUBLISHED, by=by)
