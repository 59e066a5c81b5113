"""What is told of where a voice was said never leaves fewer than five people who could have."""

from hypothesis import given, strategies as st

from entraide.notebooks.provenance import Seated, Told, told
from entraide.notebooks.small_numbers import LEAST

GROUPS = ("1", "2", "3", "")
people = st.dictionaries(st.sampled_from(GROUPS), st.integers(0, 9), max_size=4)
rooms = st.lists(
    st.tuples(st.sampled_from(["Quartier", "Travail"]), people), min_size=1, max_size=6
)


def seated(found: list[tuple[str, dict[str, int]]]) -> list[Seated]:
    return [Seated(f"Table {n}", workshop, who) for n, (workshop, who) in enumerate(found, 1)]


def could_have_said(tables: list[Seated], answers: list[dict[str, Told]]) -> dict[Told, int]:
    """Return, for everything that is told of a voice, how many people may have said it.

    A reader knows the rule and who sat where: only those of whom this would be told are possible.
    """
    found: dict[Told, int] = {}
    named: dict[tuple[Told, str], int] = {}
    for table, answer in zip(tables, answers, strict=True):
        for group, number in table.people.items():
            one = answer[group]
            if one.peers:
                named[one, group] = named.get((one, group), 0) + number
            else:
                found[one] = found.get(one, 0) + number
    for (one, _group), number in named.items():
        found[one] = min(found.get(one, number), number)
    return found


@given(rooms)
def test_at_least_five_people_could_have_said_what_is_told_with_a_place(
    found: list[tuple[str, dict[str, int]]],
) -> None:
    tables = seated(found)
    possible = could_have_said(tables, told(tables, "Forum"))
    few = {one: n for one, n in possible.items() if one.place and 0 < n < LEAST}
    assert few == {}


def naive(tables: list[Seated], gathering: str) -> list[dict[str, Told]]:
    """Tell the table where it has five people of the group, else the gathering: too much."""
    return [
        {
            group: Told((table.table,) if number >= LEAST else (gathering,), peers=True)
            for group, number in table.people.items()
        }
        for table in tables
    ]


def test_coarsening_each_table_alone_would_tell_who_spoke() -> None:
    """The control: a voice "of the gathering" could only come from the small table."""
    tables = seated([("Quartier", {"1": 6}), ("Quartier", {"1": 2})])
    possible = could_have_said(tables, naive(tables, "Forum"))
    assert possible[Told(("Forum",), peers=True)] == 2
    assert told(tables, "Forum")[0]["1"] == Told(("Quartier", "Forum"), peers=True)


def test_a_table_of_many_peers_is_told() -> None:
    tables = seated([("Quartier", {"1": 6}), ("Quartier", {"1": 7}), ("Travail", {"1": 9})])
    assert told(tables, "Forum")[0]["1"] == Told(("Table 1", "Quartier", "Forum"), peers=True)


def test_small_groups_hide_together_and_a_larger_one_joins_them_when_they_are_too_few() -> None:
    tables = seated([("Quartier", {"1": 20, "2": 6, "3": 2})])
    answer = told(tables, "Forum")[0]
    assert answer["1"].peers
    assert [answer[group].peers for group in ("2", "3", "")] == [False, False, False]
    tables = seated([("Quartier", {"1": 20, "2": 6, "3": 3, "4": 3})])
    assert told(tables, "Forum")[0]["2"].peers


def test_a_gathering_of_four_tells_nothing() -> None:
    assert told(seated([("Quartier", {"1": 4})]), "Forum")[0][""] == Told((), peers=False)


def test_where_nobody_has_a_seat_the_gathering_is_told() -> None:
    (answer,) = told([Seated("", "", {"1": 30})], "Forum")
    assert answer["1"] == Told(("Forum",), peers=True)


def test_who_visits_a_table_is_told_as_those_without_name() -> None:
    tables = seated([("Quartier", {"1": 9}), ("Travail", {"2": 8, "": 5})])
    assert told(tables, "Forum")[1]["1"] == Told(("Table 2", "Travail", "Forum"), peers=False)
    assert told(tables, "Forum")[0]["2"] == Told((), peers=False)
