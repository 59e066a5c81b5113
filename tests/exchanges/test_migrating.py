"""A circle from before: who was kept apart by name and contact is by contact, talks are joined."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from entraide.exchanges.models import Block, Message, Neighbour, Talk
from entraide.people.models import Apart
from tests.make import make_circle

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEFORE = [("exchanges", "0001_initial"), ("people", "0003_apart")]


@pytest.fixture
def before() -> Iterator[MigrationExecutor]:
    """Go back to the tables of before; leave those of today behind."""
    make_circle()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield MigrationExecutor(connection)
    last = MigrationExecutor(connection)
    last.migrate(last.loader.graph.leaf_nodes())


def test_what_was_there_is_kept_and_known_by_contact(before: MigrationExecutor) -> None:
    old = before.loader.project_state(BEFORE).apps
    circle = old.get_model("exchanges", "Circle").objects.get()
    samira, omar = (
        old.get_model("exchanges", "Neighbour").objects.create(
            circle=circle, name=name, tell_by="phone", phone=phone, receipt_digest=name,
            key_digest=name, digest=f"digest of {name}",
        )
        for name, phone in (("Samira", "0639980001"), ("Omar", "+33639980002"))
    )  # fmt: skip
    old.get_model("exchanges", "Block").objects.create(by=samira, of=omar)
    leaf = old.get_model("exchanges", "Category").objects.exclude(parent=None)[0]
    offer = old.get_model("exchanges", "Offer").objects.create(
        circle=circle, neighbour=omar, category=leaf, title="Une échelle", when="le samedi",
        until=date(2030, 1, 1), audience="collective",
    )  # fmt: skip
    # Of somebody who left before, only this tells that they are kept apart.
    old.get_model("people", "Apart").objects.create(
        collective=circle.collective, one="a" * 64, other="b" * 64
    )
    talks = old.get_model("exchanges", "Talk").objects
    for words, closed_on in (("Bonjour", date(2025, 1, 1)), ("Encore", None)):
        talk = talks.create(offer=offer, opener=samira, other=omar, closed_on=closed_on)
        old.get_model("exchanges", "Message").objects.create(talk=talk, sender=samira, words=words)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    one, other = Neighbour.objects.order_by("-name")
    assert one.known.contacts
    kept = set(Apart.objects.values_list("one", "other"))
    assert kept == one.known.pairs(other.known) | {("a" * 64, "b" * 64)}
    assert Block.objects.get().of_known == other.known
    talk = Talk.objects.get()
    assert (talk.title, talk.messages.count(), talk.closed_on) == ("Une échelle", 2, None)
    assert len({one.uid for one in Message.objects.all()}) == 2
    assert talk.offer is not None
    assert "samedi" in talk.offer.folded
