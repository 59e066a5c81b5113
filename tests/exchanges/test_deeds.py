"""Deeds: told by those who did them; no balance; one's own trace is erased; a story is a voice."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from entraide.exchanges.actions import circles, talking, telling
from entraide.exchanges.models import Circle, Deed, Neighbour, Part
from entraide.notebooks.models import Note
from tests.exchanges.test_blocks import enter
from tests.make import make_circle, make_need, make_neighbour, make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle() -> Circle:
    return make_circle()


def told(words: str = "Une étagère montée.", **values: Any) -> telling.Told:
    given: dict[str, Any] = {"how": "gift", "words": words, "day": timezone.localdate()}
    return telling.Told(**(given | values))


def home(circle: Circle) -> str:
    return f"/entraide/{circle.collective.slug}/"


def typed(**values: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    given = {"key": "d" * 22, "words": "Une étagère montée.", "how": "gift", "side": "gave"}
    return {**given, "day": day, **values}


def test_a_deed_says_who_gave_and_who_received(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    talking.begin(samira, "Bonjour", offer=make_offer(omar))
    enter(client, circle, samira)
    for _time in range(2):
        client.post(f"{home(circle)}raconter/", typed(side="received", others=[omar.pk]))
    deed = Deed.objects.get()
    assert {(one.neighbour, one.gave) for one in deed.parts.all()} == {
        (omar, True), (samira, False),
    }  # fmt: skip
    for who in (samira, omar):
        client = Client()
        enter(client, circle, who)
        assert "Une étagère montée." in client.get(f"{home(circle)}moi/trace/").content.decode()


def test_only_those_one_wrote_with_are_named(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    enter(client, circle, samira)
    assert "Omar" not in client.get(f"{home(circle)}raconter/").content.decode()
    client.post(f"{home(circle)}raconter/", typed(others=[omar.pk]))
    assert [one.neighbour for one in Part.objects.all()] == [samira]


def test_common_work_is_done_together(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    refused = client.post(f"{home(circle)}raconter/", typed(how="common"))
    assert refused.status_code == 422
    people = [make_neighbour(circle, f"N{number}") for number in range(3)]
    deed = telling.tell(circle, told(how="common"), givers=people)
    assert deed.parts.filter(gave=True).count() == deed.parts.filter(gave=False).count() == 3


def test_a_deed_of_nobody_is_refused(circle: Circle) -> None:
    with pytest.raises(telling.Nobody):
        telling.tell(circle, told(), givers=[])


def test_one_s_trace_is_erased_and_what_was_done_stays(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    both = telling.tell(circle, told(), givers=[samira], receivers=[omar], teller=samira)
    alone = telling.tell(circle, told("Pour moi."), givers=[samira], teller=samira)
    enter(client, circle, samira)
    client.post(f"{home(circle)}moi/partir/", {"trace": "1"})
    both.refresh_from_db()
    alone.refresh_from_db()
    assert (both.words, both.told_by) == ("Une étagère montée.", None)
    assert alone.words == ""
    assert not Part.objects.filter(neighbour=samira).exists()
    assert Neighbour.objects.filter(pk=samira.pk).exists()
    circles.leave(omar)
    assert Deed.objects.count() == 2


def test_a_story_is_a_voice_that_its_teller_follows(client: Client, circle: Circle) -> None:
    enter(client, circle, make_neighbour(circle))
    answer = client.post(f"{home(circle)}raconter/", typed(story="Le four a réuni l'escalier."))
    words = re.findall(r"<li>([a-z]+)</li>", answer.content.decode())
    voice = Note.objects.get(deed__isnull=False)
    assert voice.kind == Note.Kind.VOICE
    read = Client().post("/parole/", {"words": " ".join(words)}, follow=True)
    assert "Le four a réuni" in read.content.decode()
    # Nobody but two readers sees it before.
    assert voice.showing == Note.Showing.UNREAD


def test_no_page_tells_a_stranger_what_was_done(circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    telling.tell(circle, told(), givers=[samira], receivers=[omar])
    assert "Une étagère montée." not in Client().get(home(circle)).content.decode()


def test_what_came_from_somebody_who_is_not_here_is_told_too(
    client: Client, circle: Circle
) -> None:
    samira = make_neighbour(circle)
    enter(client, circle, samira)
    assert client.post(f"{home(circle)}raconter/", typed(side="received")).status_code == 302
    assert [(one.neighbour, one.gave) for one in Part.objects.all()] == [(samira, False)]


def test_an_exchange_goes_both_ways(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    talking.begin(samira, "Bonjour", offer=make_offer(omar))
    enter(client, circle, samira)
    both = typed(how="exchange", side="both", others=[omar.pk])
    client.post(f"{home(circle)}raconter/", both)
    assert {(one.neighbour, one.gave) for one in Part.objects.all()} == {
        (samira, True), (samira, False), (omar, True), (omar, False),
    }  # fmt: skip


def test_a_deed_after_a_talk_knows_with_whom_and_about_what(client: Client, circle: Circle) -> None:
    samira, omar = make_neighbour(circle), make_neighbour(circle, "Omar")
    need = make_need(samira, "Une échelle", audience="collective")
    talk = talking.begin(omar, "J'en ai une.", need=need)
    enter(client, circle, samira)
    page = f"{home(circle)}raconter/"
    assert f"?fil={talk.uid}" in client.get(f"{home(circle)}fils/{talk.uid}/").content.decode()
    read = client.get(f"{page}?fil={talk.uid}").content.decode()
    assert f'value="besoin-{need.pk}" selected' in read
    for nonsense in ("?fil=", "?fil=abc", f"?fil={need.uid}"):
        assert client.get(f"{page}{nonsense}").status_code == 200
    answer = f"besoin-{need.pk}"
    client.post(page, typed(side="received", others=[omar.pk], about=answer))
    assert Deed.objects.get().need == need
    # Another's need is none that one may name.
    other = make_need(make_neighbour(circle, "Lila"))
    refused = client.post(page, typed(key="z" * 22, about=f"besoin-{other.pk}"))
    assert refused.status_code == 422
