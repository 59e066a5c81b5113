"""What Polis itself published, and five public conversations: figures to the last digit.

The data lies beside the project, not in it; without it these tests are skipped.
"""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bench.opinion import (
    CONVERSATIONS,
    DATA,
    FIXTURES,
    fixture,
    likeness,
    moderated_out,
    of_polis,
    read,
)
from entraide.numerics.opinion import Problem, Votes, check, solve, votes_of

pytestmark = pytest.mark.skipif(
    not (DATA / "polis").is_dir(), reason="the public conversations are not beside the project"
)
published = pytest.mark.parametrize("name", FIXTURES)


def pairs(votes: Votes) -> dict[tuple[str, str], int]:
    """Return the last vote of each voter on each statement."""
    columns = zip(votes.voter, votes.statement, votes.vote, strict=True)
    return {(votes.voters[one], votes.statements[two]): vote for one, two, vote in columns}


@published
def test_group_aware_consensus_is_that_of_polis(name: str) -> None:
    rows, math = fixture(DATA / "polis-math" / name)
    answer = solve(of_polis(rows, math))
    assert answer.consensus == pytest.approx(math["group-aware-consensus"], rel=0, abs=1e-12)


@published
def test_votes_by_group_are_those_of_polis(name: str) -> None:
    rows, math = fixture(DATA / "polis-math" / name)
    problem = of_polis(rows, math)
    assert problem.groups is not None
    given = {group: str(votes["n-members"]) for group, votes in math["group-votes"].items()}
    assert {g: str(list(problem.groups.values()).count(g)) for g in given} == given
    agree = {
        group: sum(one["A"] for one in votes["votes"].values())
        for group, votes in math["group-votes"].items()
    }
    found = dict.fromkeys(agree, 0)
    for (voter, _), vote in pairs(problem.votes).items():
        if voter in problem.groups:
            found[problem.groups[voter]] += vote == 1
    assert found == agree


@published
def test_representative_statements_are_those_of_polis_in_order(name: str) -> None:
    rows, math = fixture(DATA / "polis-math" / name)
    answer = solve(of_polis(moderated_out(rows, math), math))
    assert set(answer.representative) == set(math["repness"])
    for group, right in math["repness"].items():
        found = answer.representative[group]
        assert [shown(one) for one in found] == [polis(one) for one in right]
        for one, other in zip(found, right, strict=True):
            figures = (one.z_half, one.ratio, one.share)
            exact = [other[key] for key in ("p-test", "repness", "p-success")]
            assert figures == pytest.approx(exact, rel=1e-12)
            # Polis keeps this one in single precision.
            assert one.z == pytest.approx(other["repness-test"], rel=1e-6)


def shown(one: Any) -> tuple[str, str, int, int]:
    return one.statement, "agree" if one.vote == 1 else "disagree", one.votes, one.seen


def polis(one: Any) -> tuple[str, str, int, int]:
    return str(one["tid"]), one["repful-for"], one["n-success"], one["n-trials"]


@published
def test_the_directions_are_those_of_polis(name: str) -> None:
    rows, math = fixture(DATA / "polis-math" / name)
    answer = solve(of_polis(moderated_out(rows, math), math))
    assert min(likeness(answer, math)) >= 0.999


@published
def test_the_positions_are_those_of_polis(name: str) -> None:
    rows, math = fixture(DATA / "polis-math" / name)
    # To Polis, everybody has passed on a statement that was moderated out.
    everybody = sorted({voter for voter, _, _ in rows})
    passed = [(voter, str(one), 0) for voter in everybody for one in math["mod-out"]]
    answer = solve(of_polis(rows + passed, math))
    bases = math["base-clusters"]
    alone = [
        (answer.positions[str(people[0])], (x, y))
        for people, x, y in zip(bases["members"], bases["x"], bases["y"], strict=True)
        if len(people) == 1 and str(people[0]) in answer.positions
    ]
    assert len(alone) > 15
    ours, theirs = (np.array(places) for places in zip(*alone, strict=True))
    for axis in (0, 1):
        assert abs(np.corrcoef(ours[:, axis], theirs[:, axis])[0, 1]) > 0.999
        # The published directions of this conversation have settled.
        if name == "below-100-ptpts":
            assert np.abs(ours[:, axis]) == pytest.approx(np.abs(theirs[:, axis]), abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_last_votes_of_the_export_are_the_matrix(name: str) -> None:
    folder = DATA / "polis" / name
    matrix = read(folder / "participants-votes.csv")
    assert pairs(matrix.votes) == by_hand(folder / "participants-votes.csv")
    if not (folder / "votes.csv").is_file():
        pytest.skip("this conversation has no votes.csv")
    export = read(folder / "votes.csv")
    assert len(export.votes.vote) > len(matrix.votes.vote)
    assert pairs(export.votes) == pairs(matrix.votes)
    quick = [Problem(one.votes, stability=False) for one in (export, matrix)]
    assert solve(quick[0]) == solve(quick[1])


def by_hand(path: Path) -> dict[tuple[str, str], int]:
    """Return the votes of a matrix, read in the plainest way."""
    with path.open(encoding="utf-8", newline="") as stream:
        return {
            (row["participant"], name): int(cell)
            for row in csv.DictReader(stream)
            for name, cell in row.items()
            if name.isdecimal() and cell
        }


@pytest.mark.slow
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_an_answer_to_a_conversation_passes_the_verifier(name: str) -> None:
    votes = read(DATA / "polis" / name / "participants-votes.csv").votes
    peers = {voter: "abc"[place % 3] for place, voter in enumerate(votes.voters)}
    problem = Problem(votes, peers, stability=False)
    answer = solve(problem)
    assert check(problem, answer) == []
    assert answer.groups is not None
    seen = dict.fromkeys(votes.voters, 0)
    for place in votes.voter:
        seen[votes.voters[place]] += 1
    assert set(answer.positions) == {voter for voter, count in seen.items() if count >= 7}


def test_the_conversations_of_these_tests_are_there() -> None:
    assert votes_of([]) == Votes()
    assert {one.name for one in (DATA / "polis").iterdir()} == set(CONVERSATIONS)
