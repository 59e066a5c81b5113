"""A composition as organisers read it before accepting: in sentences, then in detail."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, ngettext

from entraide.gatherings.composing_wording import unplaced_sentence
from entraide.gatherings.models import Composition, Moment, Option, SignUp
from entraide.people.models import PeerGroup

Result = dict[str, Any]


@dataclass(frozen=True)
class Rank:
    """How many people have their first wish, or their second, and so on."""

    title: str
    people: int
    width: int


@dataclass(frozen=True)
class OptionLine:
    """An option: its places, who has it."""

    title: str
    capacity: int | None
    people: int
    names: Sequence[str]


@dataclass(frozen=True)
class Wishes:
    """The wishes of a moment, answered."""

    moment: Moment
    sentences: Sequence[str]
    ranks: Sequence[Rank]
    options: Sequence[OptionLine]
    unplaced: Sequence[tuple[str, str]]
    prices: Sequence[tuple[str, str]]
    moved: Sequence[str]
    lost: Sequence[str]


@dataclass(frozen=True)
class TableLine:
    """A table: where it is, how many sit there, of which peer groups."""

    number: int
    title: str
    people: int
    make_up: Sequence[tuple[PeerGroup, int]]


@dataclass(frozen=True)
class Tables:
    """The tables of a moment, filled."""

    moment: Moment
    sentences: Sequence[str]
    lines: Sequence[TableLine]
    groups: Sequence[PeerGroup]
    moved: Sequence[str]
    lost: Sequence[str]


@dataclass(frozen=True)
class Preview:
    """All that a composition says."""

    wishes: Sequence[Wishes]
    tables: Sequence[Tables]
    repeats: str


def preview(composition: Composition) -> Preview:
    """Return a computed composition, ready to be read."""
    result = composition.result
    moments = {moment.pk: moment for moment in composition.gathering.moments.all()}
    people = {
        person.pk: person
        for person in SignUp.objects.filter(party__gathering=composition.gathering).select_related(
            "peer_group"
        )
    }
    names = {pk: person.name for pk, person in people.items()}
    options = {
        option.pk: option
        for option in Option.objects.filter(moment__gathering=composition.gathering)
    }
    # The programme may have changed since: what is gone is not shown.
    answered = [one for one in result["wishes"] if one["moment"] in moments]
    rounds = [one for one in result["tables"]["rounds"] if one["moment"] in moments]
    return Preview(
        [read_wishes(one, moments[one["moment"]], options, names) for one in answered],
        [read_tables(one, moments[one["moment"]], options, people) for one in rounds],
        repeats_sentence(result["tables"], any(has_mixed(one) for one in rounds)),
    )


def has_mixed(one: Result) -> bool:
    """Tell whether a round mixes the room."""
    return any(room["bound"] is not None for room in one["rooms"])


def read_wishes(
    one: Result, moment: Moment, options: Mapping[int, Option], names: Mapping[int, str]
) -> Wishes:
    """Return the answered wishes of a moment."""
    profile = one["profile"]
    most = max([*profile, 1])
    mine = [option for option in options.values() if option.moment_id == moment.pk]
    by_option: dict[int, list[str]] = {}
    for person, option in one["assigned"].items():
        by_option.setdefault(option, []).append(names.get(int(person), ""))
    lines = [
        OptionLine(
            option.title, option.capacity, len(by_option.get(option.pk, [])),
            sorted(by_option.get(option.pk, []), key=str.casefold),
        )
        for option in mine
    ]  # fmt: skip
    return Wishes(
        moment,
        wish_sentences(one),
        [Rank(rank_title(k), people, 100 * people // most) for k, people in enumerate(profile, 1)],
        lines,
        [(names.get(person, ""), unplaced_sentence(why)) for person, why in one["unplaced"]],
        price_lines(one, options),
        [names.get(person, "") for person in one["moved"]],
        lost_names(one, names),
    )


def lost_names(one: Result, names: Mapping[int, str]) -> list[str]:
    """Return who loses what they had; plans made before this was told say nothing."""
    return [names[person] for person in one.get("lost", []) if person in names]


def rank_title(rank: int) -> str:
    """Return "1er souhait", "2e souhait"..."""
    return _("1er souhait") if rank == 1 else _("%(n)de souhait") % {"n": rank}


def wish_sentences(one: Result) -> list[str]:
    """Return what was found, and why nothing fairer exists."""
    profile = one["profile"]
    found = []
    if one["kept"]:
        kept = len(one["kept"])
        found.append(
            ngettext(
                "%(n)d personne garde le choix qu'elle avait.",
                "%(n)d personnes gardent le choix qu'elles avaient.",
                kept,
            )
            % {"n": kept}
        )
    if profile:
        found.append(
            ngettext(
                "%(n)d personne a son premier souhait.",
                "%(n)d personnes ont leur premier souhait.",
                profile[0],
            )
            % {"n": profile[0]}
        )
    last = max([rank for rank, people in enumerate(profile, 1) if people], default=0)
    if last > 1:
        values = {"n": profile[last - 1], "rank": rank_title(last)}
        found.append(
            ngettext(
                "%(n)d personne a son %(rank)s : "
                "il n'existe aucune répartition qui en laisse moins à ce rang.",
                "%(n)d personnes ont leur %(rank)s : "
                "il n'existe aucune répartition qui en laisse moins à ce rang.",
                profile[last - 1],
            )
            % values
        )
    if one["unplaced"]:
        found.append(unplaced_count(len(one["unplaced"])))
    elif profile:
        found.append(_("Personne ne reste sans choix."))
    return found


def unplaced_count(number: int) -> str:
    """Return how many people stay without a choice."""
    return ngettext(
        "%(n)d personne reste sans choix : les raisons sont plus bas.",
        "%(n)d personnes restent sans choix : les raisons sont plus bas.",
        number,
    ) % {"n": number}


def price_lines(one: Result, options: Mapping[int, Option]) -> list[tuple[str, str]]:
    """Return what one place fewer in each option would cost, in words."""
    found = []
    for option, prices in one["prices"].items():
        if prices and int(option) in options:
            level = next(iter(prices))
            what = (
                _("une personne de plus sans choix")
                if level == "unplaced"
                else _("une personne de plus au %(rank)s") % {"rank": rank_title(int(level))}
            )
            found.append((options[int(option)].title, what))
    return found


def read_tables(
    one: Result, moment: Moment, options: Mapping[int, Option], people: Mapping[int, SignUp]
) -> Tables:
    """Return the filled tables of a moment."""
    lines: list[TableLine] = []
    groups: dict[int, PeerGroup] = {}
    for room in one["rooms"]:
        for place, table in enumerate(room["tables"]):
            counts = Counter(people[person].peer_group for person in table if person in people)
            groups |= {group.pk: group for group in counts}
            lines.append(
                TableLine(
                    room["numbers"][place] if "numbers" in room else len(lines) + 1,
                    table_title(room, options, counts),
                    len(table),
                    sorted(counts.items(), key=lambda item: item[0].position),
                )
            )
    names = [people[person].name for person in one["moved"] if person in people]
    ordered = sorted(groups.values(), key=lambda group: group.position)
    lost = lost_names(one, {person: found.name for person, found in people.items()})
    lines.sort(key=lambda line: line.number)
    return Tables(moment, table_sentences(one), lines, ordered, names, lost)


def table_title(
    room: Result, options: Mapping[int, Option], counts: Mapping[PeerGroup, int]
) -> str:
    """Return what a table is about: its option, or the peers who sit there.

    The result says it, not the moment, which may have changed: an option is a text, peers a number.
    """
    if not room["group"]:
        return ""
    if isinstance(room["group"], str):
        option = options.get(int(room["group"]))
        return option.title if option else ""
    return max(counts, key=lambda group: counts[group]).name if counts else ""


def table_sentences(one: Result) -> list[str]:
    """Return how near the tables are to a miniature of the room, and the best there can be."""
    tables = [table for room in one["rooms"] for table in room["tables"]]
    sizes = sorted({len(table) for table in tables})
    if not tables:
        return []
    values = {"tables": len(tables), "least": sizes[0], "most": sizes[-1]}
    found = [
        ngettext("%(tables)d table de %(least)d à %(most)d personnes.",
                 "%(tables)d tables de %(least)d à %(most)d personnes.", len(tables)) % values
        if len(sizes) > 1
        else ngettext("%(tables)d table de %(least)d personnes.",
                      "%(tables)d tables de %(least)d personnes.", len(tables)) % values
    ]  # fmt: skip
    if has_mixed(one):
        deviation = sum(room["deviation"] for room in one["rooms"])
        bound = sum(room["bound"] for room in one["rooms"])
        found.append(deviation_sentence(deviation, bound))
    return found


def deviation_sentence(deviation: float, bound: float) -> str:
    """Return the deviation beside its bound."""
    values = {"found": number(deviation), "bound": number(bound)}
    if deviation <= bound + 0.05:
        return (
            _(
                "Chaque table ressemble à la salle : écart %(found)s, "
                "et aucun plan ne peut faire moins."
            )
            % values
        )
    return (
        _(
            "Chaque table ressemble à la salle : écart %(found)s ; "
            "aucun plan ne descend sous %(bound)s."
        )
        % values
    )


def number(value: float) -> str:
    """Return a number with one decimal, as French writes it."""
    return f"{value:.1f}".replace(".", ",")


def repeats_sentence(tables: Result, mixed: bool) -> str:
    """Return how many people meet again, and the least possible."""
    if not mixed:
        return ""
    if not tables["repeats"]:
        return _("Personne ne rencontre deux fois la même personne.")
    values = {"n": tables["repeats"], "least": tables["repeats_bound"]}
    if tables["repeats"] == tables["repeats_bound"]:
        return (
            ngettext(
                "%(n)d rencontre revient ; aucun plan ne peut faire moins.",
                "%(n)d rencontres reviennent ; aucun plan ne peut faire moins.",
                tables["repeats"],
            )
            % values
        )
    return (
        ngettext(
            "%(n)d rencontre revient ; aucun plan ne descend sous %(least)d.",
            "%(n)d rencontres reviennent ; aucun plan ne descend sous %(least)d.",
            tables["repeats"],
        )
        % values
    )
