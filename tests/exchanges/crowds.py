"""Thousands of small neighbourhoods drawn by lot, made at once: who offers, needs, blocks whom."""

import random
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from entraide.exchanges.models import Block, Category, Circle, Need, Neighbour, Offer
from entraide.people.known import known_by
from entraide.people.models import Apart, Collective, TellBy

PEOPLE = 6


def crowds(count: int, *, seed: int) -> list[Circle]:
    """Return so many circles of six people, each with offers, needs and a few blocks."""
    draw = random.Random(seed)
    collectives = Collective.objects.bulk_create(
        Collective(name=f"Collectif {number}", slug=f"c{number}") for number in range(count)
    )
    circles = Circle.objects.bulk_create(Circle(collective=one) for one in collectives)
    leaves = Category.objects.bulk_create(
        Category(circle=one, name=name) for one in circles for name in ("Outils", "Temps")
    )
    people = Neighbour.objects.bulk_create(
        _neighbour(circle, number) for circle in circles for number in range(PEOPLE)
    )
    _posts(draw, people, leaves)
    _blocks(draw, circles, people)
    return circles


def _neighbour(circle: Circle, number: int) -> Neighbour:
    name, phone = f"N{number}", f"06399800{number:02d}"
    return Neighbour(
        circle=circle, name=name, tell_by=TellBy.PHONE, phone=phone,
        receipt_digest=uuid4().hex, key_digest=uuid4().hex,
        known_by=known_by(circle.collective_id, phone=phone, name=name).kept(),
    )  # fmt: skip


def _posts(draw: random.Random, people: Sequence[Neighbour], leaves: Sequence[Category]) -> None:
    until = timezone.localdate() + timedelta(days=30)
    offers, needs = [], []
    for place, one in enumerate(people):
        here = leaves[place // PEOPLE * 2 : place // PEOPLE * 2 + 2]
        common = {"circle": one.circle, "until": until, "title": "Une échelle"}
        for leaf in here:
            if draw.random() < 0.7:
                offers.append(
                    Offer(neighbour=one, category=leaf, audience="neighbourhood", **common)
                )
            if draw.random() < 0.5:
                needs.append(Need(neighbour=one, category=leaf, audience="collective", **common))
    Offer.objects.bulk_create(offers)
    Need.objects.bulk_create(needs)


def _blocks(draw: random.Random, circles: Sequence[Circle], people: Sequence[Neighbour]) -> None:
    blocks, apart = [], []
    for place, circle in enumerate(circles):
        here = people[place * PEOPLE : (place + 1) * PEOPLE]
        pairs = {tuple(draw.sample(range(PEOPLE), 2)) for _time in range(draw.randint(1, 4))}
        blocks += [
            Block(by=here[one], of=here[other], of_known_by=here[other].known_by)
            for one, other in pairs
        ]
        known = {both for a, b in pairs for both in here[a].known.pairs(here[b].known)}
        apart += [Apart(collective=circle.collective, one=a, other=b) for a, b in known]
    Block.objects.bulk_create(blocks)
    Apart.objects.bulk_create(apart)
