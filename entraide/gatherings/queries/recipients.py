"""Who a message goes to. Organisers of the gathering only."""

from typing import Any

from django.db.models import QuerySet

from entraide.gatherings.models import Gathering, Moment, Party


def chosen(gathering: Gathering, recipients: dict[str, Any]) -> QuerySet[Party]:
    """Return the parties of a filter: state, peer group, option held, need."""
    parties = Party.objects.filter(gathering=gathering).exclude(state=Party.State.CANCELLED)
    if state := recipients.get("state"):
        parties = parties.filter(state=state)
    if peer_group := recipients.get("peer_group"):
        parties = parties.filter(sign_ups__peer_group=peer_group)
    if option := recipients.get("option"):
        parties = parties.filter(sign_ups__allocations__option=option)
    if recipients.get("need") == "children":
        parties = parties.filter(children__gt=0)
    if recipients.get("need") == "interpreting":
        parties = parties.exclude(interpreting="")
    if recipients.get("need") == "step_free":
        parties = parties.filter(step_free=True)
    return parties.distinct().prefetch_related("sign_ups")


def first_place(gathering: Gathering) -> str:
    """Return where the first moment that has a place happens; empty when none has."""
    moment = (
        Moment.objects.filter(gathering=gathering, place__isnull=False)
        .select_related("place")
        .first()
    )
    if moment is None or moment.place is None:
        return ""
    return ", ".join(part for part in [moment.place.name, moment.place.address] if part)
