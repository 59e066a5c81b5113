"""Who could answer whom: the one rule for "someone could", for loops, for the desk."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from entraide.exchanges.models import Circle, How, Need, Neighbour, Offer
from entraide.exchanges.queries import board
from entraide.exchanges.queries.people import apart, without_apart

# A gift answers whoever would also have borrowed it or given something for it.
ANSWERS = {
    How.GIFT: {How.GIFT},
    How.LOAN: {How.LOAN, How.GIFT},
    How.EXCHANGE: {How.EXCHANGE, How.GIFT},
    How.COMMON: {How.COMMON},
}


def answers(offer: Offer, need: Need) -> bool:
    """Tell whether an offer could answer a need: the same branch of the tree, a way that fits.

    A need said for a whole branch is answered by each of its leaves, and the reverse.
    """
    branch = need.category_id in (offer.category_id, offer.category.parent_id)
    branch = branch or offer.category_id == need.category.parent_id
    return branch and How(offer.how) in ANSWERS[How(need.how)]


def someone_could(mine: Neighbour, needs: Sequence[Need]) -> dict[int, list[Offer]]:
    """Return the living offers that could answer each need of somebody, the nearest first.

    For who answers for these needs, and nobody else. Never one's own offers, never one of somebody
    whom a block keeps apart. One query, whatever the needs.
    """
    if not needs:
        return {}
    branches = {one for need in needs for one in (need.category_id, need.category.parent_id) if one}
    near = Q(category__in=branches) | Q(category__parent__in=branches)
    found = board.living(Offer, mine.circle).filter(near).exclude(neighbour=mine)
    found = without_apart(found, mine, "neighbour").select_related("neighbour")
    offers = list(board.by_distance(found, mine))
    return {need.pk: [one for one in offers if answers(one, need)] for need in needs}


Pair = tuple[int, int]


def arcs(circle: Circle, only_gifts_of: Collection[int] = ()) -> dict[Pair, tuple[Offer, Need]]:
    """Return who could give what to whom: {(giver, receiver): the offer and the need}.

    Between two people the first that fits, by day; those kept apart are left out here already.

    Args:
        circle: whose.
        only_gifts_of: neighbours who receive nothing: what they lend or exchange is left out.
    """
    needs = list(board.living(Need, circle).select_related("neighbour", "carried_by"))
    by_branch: dict[int, list[Need]] = defaultdict(list)
    for need in needs:
        for branch in {need.category_id, need.category.parent_id}:
            if branch:
                by_branch[branch].append(need)
    kept = apart(circle)
    found: dict[Pair, tuple[Offer, Need]] = {}
    for offer in board.living(Offer, circle).order_by("made_on", "pk"):
        if offer.neighbour_id in only_gifts_of and offer.how != How.GIFT:
            continue
        for need in _near(offer, by_branch):
            pair = (offer.neighbour_id, need.answers.pk)
            apart_pair = (min(pair), max(pair))
            if pair[0] != pair[1] and apart_pair not in kept and answers(offer, need):
                found.setdefault(pair, (offer, need))
    return found


def _near(offer: Offer, by_branch: dict[int, list[Need]]) -> Iterable[Need]:
    branches = (offer.category_id, offer.category.parent_id)
    seen = {one.pk: one for branch in branches if branch for one in by_branch.get(branch, ())}
    return seen.values()
