"""Whatever happens, in whatever order: seats, roles, ties and counters agree."""

import os
from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from entraide.gatherings import bridge
from entraide.gatherings.actions import composing as actions, seating, sign_up
from entraide.gatherings.composing_wording import impossible_sentence
from entraide.gatherings.models import Composition, Gathering, Moment, Party, Seat, SignUp, Table
from entraide.gatherings.queries import composing as queries
from entraide.gatherings.queries.preview import preview
from tests.gatherings.rooms import (
    FEW,
    MIXED,
    NEW,
    at,
    counters_are_true,
    make_visits,
    moved_in_fact,
)
from tests.make import make_gathering, make_moment, make_party, make_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_steps")]

MOST_EXAMPLES = int(os.environ.get("EXAMPLES", "6"))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["come", "cancel", "change", "hand", "new", "few", "few", "few", "move", "undo", "lock",
             "lead", "lead", "tie"]
        ),
        st.integers(0, 40),
        st.integers(1, 5),
    ),
    min_size=4,
    max_size=10,
)  # fmt: skip


def compose_here(gathering: Gathering, parts: list[tuple[Moment, int]], way: str) -> Composition:
    """Compose without a process of its own: quicker, and the same otherwise."""
    rows = [{"moment": moment.pk, "tables": tables, "rooms": []} for moment, tables in parts]
    asked = actions.ask(gathering, parts=rows, way=way, who="confirmed", by=None)  # type: ignore[arg-type]
    found = actions.begin(asked.pk)
    assert found is not None
    try:
        actions.finish(found, bridge.compute(bridge.gathered(found), lambda part: part))
    except bridge.Infeasible as reason:
        actions.give_up(found, impossible_sentence(reason.kind, reason.about))
    found.refresh_from_db()
    return found


class Play:
    """A gathering with a visit by wishes and a mixed workshop, to which anything happens."""

    def __init__(self) -> None:
        self.gathering = make_gathering(capacity=30)
        self.farm, self.shop = make_visits(self.gathering, 3, 8)
        self.workshop = make_moment(self.gathering, kind=MIXED)
        for number in range(6):
            self.come(number, 1 + number % 2)
        self.compose("new", 4)

    def come(self, which: int, size: int) -> None:
        options = (self.farm, self.shop) if which % 2 else (self.shop, self.farm)
        values = {} if which % 5 == 0 else {self.farm.moment_id: tuple(o.pk for o in options)}
        make_party(self.gathering, *[f"P{n}" for n in range(size)], wishes=values)

    def parties(self) -> list[Party]:
        return list(Party.objects.filter(gathering=self.gathering, state="confirmed"))

    def do(self, what: str, which: int, size: int) -> None:
        if what == "come":
            self.come(which, size)
        elif what in ("new", "few"):
            self.compose(what, size)
        elif what == "undo":
            seating.undo(self.gathering, by=None)  # type: ignore[arg-type]
        elif parties := self.parties():
            party = parties[which % len(parties)]
            with suppress(sign_up.NoRoom):
                self.by_party(what, party, size)
            with suppress(seating.Tied, seating.Gone):
                self.by_hand(what, which, size)

    def by_party(self, what: str, party: Party, size: int) -> None:
        if what == "cancel":
            sign_up.cancel(party)
        elif what == "change":
            sign_up.change(party, make_request(*[f"Q{n}" for n in range(size)]))
        elif what == "hand":
            sign_up.give_by_hand(party, self.farm, by=None, reason="")  # type: ignore[arg-type]

    def by_hand(self, what: str, which: int, size: int) -> None:
        seats = list(Seat.objects.filter(moment=self.workshop).select_related("sign_up", "table"))
        if len(seats) < 2:
            return
        seat, other = seats[which % len(seats)], seats[which % len(seats) - 1]
        if what == "move":
            tables = list(Table.objects.filter(moment=self.workshop))
            to = tables[size % len(tables)]
            partner = next((one.sign_up for one in seats if one.table_id == to.pk), None)
            seating.move(self.workshop, seat.sign_up, to=to, partner=partner, by=None)  # type: ignore[arg-type]
        elif what == "lock":
            seating.lock_seat(self.workshop, seat.sign_up, locked=which % 2 == 0)
        elif what == "lead":
            seating.name_roles(seat.table, facilitator=seat.sign_up, scribe=None)
        elif what == "tie":
            kind = "apart" if which % 2 else "together"
            seating.tie(self.gathering, kind, seat.sign_up, other.sign_up, by=None)  # type: ignore[arg-type]

    def compose(self, way: str, tables: int) -> None:
        settled = queries.settled(self.workshop.pk)
        before = at(self.workshop)
        parts = [(self.farm.moment, 0), (self.workshop, tables)]
        found = compose_here(self.gathering, parts, FEW if way == "few" else NEW)
        if found.state == "impossible":
            return
        assert preview(found)
        actions.accept(found, by=None)  # type: ignore[arg-type]
        after = at(self.workshop)
        people = SignUp.objects.filter(party__in=self.parties())
        assert set(after) == set(people.values_list("pk", flat=True))
        for tie in self.gathering.ties.all():
            apart = after[tie.one_id] != after[tie.other_id]
            assert apart == (tie.kind == "apart")
        for person in settled:
            if before[person] <= tables:
                assert after[person] == before[person]
        if way == "few":
            told = found.result["tables"]["rounds"][0]["moved"]
            assert sorted(told) == sorted(moved_in_fact(before, after))

    def check(self) -> None:
        counters_are_true(self.gathering)
        for seat in Seat.objects.select_related("table", "sign_up__party"):
            assert seat.sign_up.party.state == "confirmed"
            assert seat.table.moment_id == seat.moment_id
        for table in Table.objects.all():
            here = set(table.seats.values_list("sign_up", flat=True))
            assert {table.facilitator_id, table.scribe_id} - {None} <= here


@pytest.mark.slow
@settings(
    max_examples=MOST_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=STEPS)
def test_whatever_happens_seats_roles_and_counters_agree(steps: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        play = Play()
        for step in steps:
            play.do(*step)
            play.check()
        transaction.set_rollback(True)
