"""What the votes say, ready to be shown: sentences first, and what cannot be said.

A share of fewer than five people is never shown. Peer groups that are too small are not in the
solution at all: see `entraide.numerics.opinion`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from entraide.notebooks.models import Note
from entraide.notebooks.small_numbers import LEAST
from entraide.people.models import PeerGroup
from entraide.votes.models import Poll, Reckoning, Vote
from entraide.votes.queries import polls
from entraide.votes.queries.counting import NO_GROUP

HALF = 0.5
# Found groups under this stability are not shown; from the next on, they hold.
SHOWN, HOLDS = 0.5, 0.9
MOST_TOGETHER, MOST_CLOSEST = 7, 3
LETTERS = "ABCDE"
TOO_FEW_PEERS = ("by_peer_group", "too-few-people")
Json = Any


@dataclass(frozen=True)
class Voters:
    """People counted together: a peer group, or those who said none."""

    key: str
    name: str
    dye: str
    people: int


@dataclass(frozen=True)
class Share:
    """Who agrees among those who saw a statement, in hundredths, and between which two it is."""

    agree: int
    low: int
    high: int
    seen: int


@dataclass(frozen=True)
class Row:
    """A statement, with the share of each group of voters; None where nothing can be said."""

    note: Note
    shares: list[Share | None]

    @property
    def range(self) -> str:
        """Return between which shares the groups agree, in words."""
        agree = [share.agree for share in self.shares if share]
        if not agree:
            return _("trop peu de votes pour le dire")
        if len(agree) == 1 or min(agree) == max(agree):
            return _("%(n)s %% d'accord") % {"n": agree[0]}
        return _("de %(low)s à %(high)s %% d'accord selon le collège") % {
            "low": min(agree),
            "high": max(agree),
        }


@dataclass(frozen=True)
class Divide:
    """A statement on which two groups differ more than chance would."""

    note: Note
    most: Voters
    least: Voters
    most_share: Share
    least_share: Share


@dataclass(frozen=True)
class Typical:
    """A statement that tells a group from the others, and by which vote.

    Without figures: those of all found groups together would be a total of all votes, and who is in
    no peer group would be found by subtraction.
    """

    note: Note
    vote: str


@dataclass(frozen=True)
class Found:
    """Groups that nobody named, found in the votes; `stability` in hundredths."""

    stability: int
    holds: bool
    shown: bool
    groups: list[tuple[str, list[Typical]]] = field(default_factory=list)
    together: list[Note] = field(default_factory=list)


@dataclass(frozen=True)
class Findings:
    """All that a page shows of a count."""

    reckoning: Reckoning
    voters: list[Voters]
    left_out: int
    together: list[Row]
    refused: list[Row]
    # The most shared when nothing is sure.
    closest: list[Row]
    divides: list[Divide]
    typical: list[tuple[Voters, list[Typical]]]
    rows: list[Row]
    found: Found | None
    unsaid: list[str]


def findings(poll: Poll, reckoning: Reckoning, notes: Sequence[Note]) -> Findings:
    """Return what a count says of these statements."""
    known = {str(note.pk): note for note in notes}
    solution = reckoning.solution
    peers = solution["by_peer_group"] or {
        "people": {}, "left_out": 0, "counts": {}, "consensus": {}, "representative": {},
        "divides": [],
    }  # fmt: skip
    voters = _voters(peers["people"])
    rows = [_row(key, note, voters, peers["counts"]) for key, note in known.items()]
    ranked = _ranked(rows, peers["consensus"])
    together = [row for row in ranked if _everywhere(row, above=True)][:MOST_TOGETHER]
    return Findings(
        reckoning=reckoning,
        voters=voters,
        left_out=peers["left_out"],
        together=together,
        refused=[row for row in ranked[::-1] if _everywhere(row, above=False)][:MOST_TOGETHER],
        closest=[] if together else ranked[:MOST_CLOSEST],
        divides=_divides(peers["divides"], voters, known, peers["counts"]),
        typical=[(one, _typical(peers["representative"].get(one.key, []), known)) for one in voters]
        if len(voters) > 1
        else [],
        rows=rows,
        found=_found(solution, known),
        unsaid=_unsaid(solution["unsaid"], voters),
    )


def _voters(people: Mapping[str, int]) -> list[Voters]:
    """Return the groups that may be shown, in the order of the neighbourhood."""
    found = [
        Voters(str(group.pk), group.name, group.dye, people[str(group.pk)])
        for group in polls.peer_groups()
        if str(group.pk) in people
    ]
    if NO_GROUP in people:
        name = _("Collège non dit") if found else _("Toutes les personnes")
        found.append(Voters(NO_GROUP, name, PeerGroup.Dye.SOFT, people[NO_GROUP]))
    return found


def _row(key: str, note: Note, voters: Sequence[Voters], counts: Json) -> Row:
    return Row(note, [_share(counts[one.key].get(key)) for one in voters])


def _share(tally: Json) -> Share | None:
    """Return a share, or None when too few people saw the statement."""
    if tally is None or tally["seen"] < LEAST:
        return None
    agree, low, high = (round(100 * tally[name]) for name in ("share", "low", "high"))
    return Share(agree, low, high, tally["seen"])


def _ranked(rows: Sequence[Row], consensus: Mapping[str, float]) -> list[Row]:
    """Return the statements, the most shared by all groups first."""
    return sorted(rows, key=lambda row: -consensus.get(str(row.note.pk), 0.0))


def _everywhere(row: Row, *, above: bool) -> bool:
    """Tell whether all groups are on the same side of one half, by their whole interval."""
    if any(share is None for share in row.shares) or not row.shares:
        return False
    shares = [share for share in row.shares if share]
    if above:
        return all(share.low > 100 * HALF for share in shares)
    return all(share.high < 100 * HALF for share in shares)


def _divides(
    rows: Sequence[Json], voters: Sequence[Voters], known: Mapping[str, Note], counts: Json
) -> list[Divide]:
    by_key = {one.key: one for one in voters}
    found = []
    for row in rows:
        note = known.get(row["statement"])
        most, least = by_key[row["most"]], by_key[row["least"]]
        shares = [_share(counts[one.key].get(row["statement"])) for one in (most, least)]
        if note and shares[0] and shares[1]:
            found.append(Divide(note, most, least, shares[0], shares[1]))
    return found


def _typical(rows: Sequence[Json], known: Mapping[str, Note]) -> list[Typical]:
    return [
        Typical(
            known[row["statement"]],
            str(Vote.Value(row["vote"]).label),
        )
        for row in rows
        if row["statement"] in known and row["seen"] >= LEAST
    ]


def _found(solution: Json, known: Mapping[str, Note]) -> Found | None:
    """Return the groups found in the votes, shown only when they hold well enough."""
    if solution["groups"] is None:
        return None
    stability = solution["stability"]
    if stability < SHOWN:
        return Found(round(100 * stability), holds=False, shown=False)
    names = sorted(set(solution["groups"].values()))
    groups = [
        (LETTERS[place], _typical(solution["representative"][name], known))
        for place, name in enumerate(names)
    ]
    best = sorted(solution["consensus"].items(), key=lambda one: -one[1])
    together = [known[name] for name, value in best if name in known and value > HALF]
    return Found(
        round(100 * stability),
        holds=stability >= HOLDS,
        shown=True,
        groups=groups,
        together=together[:MOST_TOGETHER],
    )


def _unsaid(unsaid: Sequence[Json], voters: Sequence[Voters]) -> list[str]:
    """Return what cannot be said, and why, in words."""
    told = [(one["about"], one["kind"]) for one in unsaid]
    if not voters and TOO_FEW_PEERS not in told:
        told.append(TOO_FEW_PEERS)
    return [_why(*one) for one in told]


def _why(about: str, kind: str) -> str:
    return {
        ("positions", "too-few-statements"): _(
            "Pas de carte : il faut des votes sur deux phrases au moins."
        ),
        ("positions", "too-few-people"): _(
            "Pas de carte : trop peu de personnes ont voté sur assez de phrases."
        ),
        ("positions", "all-alike"): _("Pas de carte : tout le monde a voté la même chose."),
        ("groups", "no-positions"): _("Pas de groupes : il n'y a pas de carte."),
        ("groups", "too-few-people"): _(
            "Pas de groupes : il faut au moins dix personnes qui ont voté sur assez de phrases."
        ),
        ("groups", "no-division"): _(
            "Pas de groupes : aucun partage ne laisse cinq personnes dans chacun."
        ),
        TOO_FEW_PEERS: _(
            "Rien par collège : il y a trop peu de votes pour que personne ne soit reconnu."
        ),
    }[about, kind]
