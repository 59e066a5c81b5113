"""What fault tests prepare in a neighbourhood, and what they count there afterwards.

Run as a program, in the environment of that neighbourhood: prints one line of JSON.
"""

import json
import sys
from collections import Counter
from typing import Any

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client  # noqa: E402

from entraide.gatherings.models import (  # noqa: E402
    Allocation,
    Arrival,
    Gathering,
    Option,
    Party,
    SignUp,
    WaitingPlace,
)
from entraide.gatherings.queries import tickets  # noqa: E402
from entraide.people import receipt_words  # noqa: E402
from tests.make import (  # noqa: E402
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_place,
)


def last_place(options: str) -> dict[str, Any]:
    """Make a gathering with many options of one place each."""
    call_command("migrate", verbosity=0)
    gathering = make_gathering(slug="derniere-place")
    moment = make_moment(gathering, choosing="immediate")
    made = [make_option(moment, 1, f"Choix {n}").pk for n in range(int(options))]
    return {"group": make_group().pk, "moment": moment.pk, "options": made}


def rush(places: str, meal: str) -> dict[str, Any]:
    """Make a gathering with few places and two meals."""
    call_command("migrate", verbosity=0)
    gathering = make_gathering(slug="ruee", capacity=int(places))
    moment = make_moment(gathering, kind="meal", choosing="immediate")
    made = [make_option(moment, int(meal), f"Repas {n}").pk for n in range(2)]
    return {"group": make_group().pk, "moment": moment.pk, "options": made}


def reception(people: str) -> dict[str, Any]:
    """Make a gathering of many people, and someone who is at its door."""
    call_command("migrate", verbosity=0)
    gathering = make_gathering(slug="porte")
    place = make_place()
    make_moment(gathering, place=place)
    client = Client()
    client.force_login(make_member("Alice"))
    return {
        "page": f"/bureau/upc/rencontres/porte/accueil/{place.pk}/",
        "session": client.cookies["sessionid"].value,
        "group": make_group().pk,
        "people": [
            make_party(gathering, f"P{number}").sign_ups.get().pk for number in range(int(people))
        ],
    }


def arrivals() -> dict[str, Any]:
    """Count the marks and the people of the door."""
    return {
        "marks": sorted(map(str, Arrival.objects.values_list("uid", flat=True))),
        "here": sorted(Arrival.objects.values_list("sign_up_id", flat=True)),
        "at_the_door": sorted(
            SignUp.objects.filter(name__startswith="Porte").values_list("name", flat=True)
        ),
        "taken": Gathering.objects.get().taken,
        "people": SignUp.objects.count(),
    }


def without_nets() -> dict[str, Any]:
    """Take the constraints away, for the control."""
    with connection.schema_editor() as editor:
        for model in (Gathering, Option):
            net = next(c for c in model._meta.constraints if "overbooked" in c.name)
            # SQLite makes the table again, from what the model says now.
            model._meta.constraints = [c for c in model._meta.constraints if c is not net]
            editor.remove_constraint(model, net)
    return {}


def count() -> dict[str, Any]:
    """Count everything that must hold."""
    held = dict(Allocation.objects.values_list("option").annotate(n=Count("pk")).order_by())
    options = list(Option.objects.all())
    queue = WaitingPlace.objects.filter(state="waiting", option=None).select_related("gathering")
    return {
        "parties": Party.objects.count(),
        "keys": sorted(Party.objects.values_list("key_digest", flat=True)),
        "states": dict(Counter(Party.objects.values_list("state", flat=True))),
        "overbooked": sum(
            max(0, held.get(o.pk, 0) - (o.capacity or 0)) for o in options if o.capacity is not None
        ),
        "given": sum(held.values()),
        "waiting_for_options": WaitingPlace.objects.filter(
            state="waiting", option__isnull=False
        ).count(),
        "counters_right": all(o.taken == held.get(o.pk, 0) for o in options),
        "gathering_taken": Gathering.objects.get().taken,
        "ranks": sorted(tickets.rank(place) or 0 for place in queue),
    }


def digests(*keys: str) -> list[str]:
    """Return what is stored of these keys."""
    return sorted(receipt_words.key_digest(key) for key in keys)


def digests_from(path: str) -> list[str]:
    """Return what is stored of the keys in a file, one a line."""
    with open(path, encoding="ascii") as keys:  # noqa: PTH123
        return digests(*keys.read().split())


if __name__ == "__main__":
    SCENARIOS = {
        "last_place": last_place,
        "rush": rush,
        "reception": reception,
        "arrivals": arrivals,
        "without_nets": without_nets,
        "count": count,
        "digests_from": digests_from,
    }
    print(json.dumps(SCENARIOS[sys.argv[1]](*sys.argv[2:])))  # type: ignore[operator]
