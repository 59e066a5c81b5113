"""Bringing tables together: the wall, groups made by hand, questions carried on."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from entraide.gatherings.actions import pooling as actions, scribing
from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Gathering, Moment, Table
from entraide.gatherings.queries import pooling as queries
from entraide.notebooks.actions import anchoring, reading, writing
from entraide.notebooks.models import Anchor, Note
from entraide.notebooks.queries import thread
from entraide.people.models import Role
from tests.make import (
    make_collective,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_note,
    make_option,
    make_table,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Gathering:
    """A day with peer tables in the morning and a mixed table in the afternoon."""
    now = timezone.now()
    gathering = make_gathering(starts_at=now, ends_at=now + timedelta(hours=8))
    morning = make_moment(gathering, kind=Moment.Kind.PEER_WORKSHOP, starts_at=now, ends_at=None)
    for number, slug in enumerate(("habitants", "institutions"), 1):
        table = make_table(morning, number, peer_group=make_group(slug))
        notebook = scribing.notebook_of(table)
        for text in ("trop cher", "qui paie ?"):
            make_note(notebook, f"{text} ({slug})", peer_group=table.peer_group_id)
    afternoon = make_moment(
        gathering, kind=Moment.Kind.MIXED_WORKSHOP, title="Mélangés", starts_at=now, ends_at=None
    )
    make_table(afternoon, 1)
    return gathering


def address(day: Gathering, *parts: str) -> str:
    return f"/bureau/upc/rencontres/{day.slug}/ecoute/" + "".join(f"{part}/" for part in parts)


def test_voices_are_grouped_by_hand_under_a_sentence(day: Gathering, desk: Client) -> None:
    cheap = [note for note in queries.voices(day) if "cher" in note.text]
    sentence = {"text": "La vie est trop chère.", "stance": "against"}
    desk.post(address(day, "commun"), {"voices": [n.pk for n in cheap], **sentence})
    day.refresh_from_db()
    (group,) = queries.groups(day)
    assert (group.note.text, group.note.stance) == ("La vie est trop chère.", "against")
    assert group.voices == cheap
    assert [(str(peers), n) for peers, n in group.groups] == [("habitants", 1), ("institutions", 1)]
    assert len(queries.ungrouped(day)) == 2
    page = desk.get(address(day, "commun")).text
    assert "2 paroles à rassembler" in page


def test_voices_join_a_group_that_is_there(day: Gathering, desk: Client) -> None:
    first, *_, last = queries.voices(day)
    group = actions.group(day, text="Ensemble", stance="", voices=[first])
    desk.post(address(day, "commun"), {"voices": [last.pk], "target": group.pk})
    day.refresh_from_db()
    assert queries.groups(day)[0].voices == [first, last]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "Sans parole"}, "Cochez au moins une parole."),
        ({"voices": "mine"}, "Écrivez ce que ces paroles ont en commun."),
        ({"voices": "theirs", "text": "Volées"}, "n’en fait pas partie"),
    ],
)
def test_a_group_that_cannot_be_is_refused_and_what_was_ticked_stays(
    day: Gathering, desk: Client, sent: dict[str, str], said: str
) -> None:
    other = make_gathering(collective=make_collective("autre"))
    theirs = make_note(scribing.notebook_of(make_table(make_moment(other), 1)))
    mine = queries.voices(day)[0]
    numbers = {"mine": mine.pk, "theirs": theirs.pk}
    body = sent | ({"voices": numbers[sent["voices"]]} if "voices" in sent else {})
    answer = desk.post(address(day, "commun"), body)
    assert answer.status_code == 422
    assert said in answer.text
    assert (
        f'value="{mine.pk}" checked' in " ".join(answer.text.split()) or "mine" not in sent.values()
    )
    assert not Anchor.objects.exists()


def test_a_question_is_carried_to_the_afternoon_and_the_thread_goes_on(
    day: Gathering, desk: Client, client: Client
) -> None:
    asked = [note for note in queries.voices(day) if "paie" in note.text]
    question = actions.group(day, text="Qui paie ?", stance="question", voices=asked)
    moment = Moment.objects.get(kind=Moment.Kind.MIXED_WORKSHOP)
    desk.post(address(day, "commun", "porter"), {"note": question.pk, "moment": moment.pk})
    table = Table.objects.get(moment=moment)
    assert queries.subjects_of(table) == [question]
    client.post("/table/", {"code": table_code(table.uid)})
    page = f"/table/{table.uid}/"
    assert "Qui paie ?" in client.get(page).text
    client.post(page, {"key": "k", "text": "La ville.", "about": str(question.uid)})
    answer = Note.objects.get(text="La ville.")
    assert thread.down(answer.pk) == {question.pk: 1} | {note.pk: 2 for note in asked}
    desk.post(
        address(day, "commun", "porter"), {"note": question.pk, "moment": moment.pk, "back": "1"}
    )
    assert queries.subjects_of(table) == []


def test_what_is_not_of_this_day_is_not_carried(day: Gathering, desk: Client) -> None:
    other = make_gathering(collective=make_collective("autre"))
    note = actions.group(other, text="Leur question", stance="", voices=[])
    moment = Moment.objects.get(kind=Moment.Kind.MIXED_WORKSHOP)
    answer = desk.post(
        address(day, "commun", "porter"), {"note": note.pk, "moment": moment.pk}, follow=True
    )
    assert "Cette page est abîmée." in answer.text
    assert queries.subjects_of(Table.objects.get(moment=moment)) == []


def test_the_wall_shows_the_newest_first_by_stance_and_peers(day: Gathering, desk: Client) -> None:
    table = Table.objects.filter(number=1).first()
    assert table is not None
    make_note(scribing.notebook_of(table), "Que du bien", stance="for")
    gone = make_note(scribing.notebook_of(table), "Retirée", stance="for")
    writing.withdraw(gone)
    text = desk.get(address(day, "mur")).text
    assert text.index("Que du bien") < text.index("trop cher")
    assert "Retirée" not in text
    assert "trop cher" not in desk.get(f"{address(day, 'mur')}?position=for").text
    group = make_group("institutions").pk
    assert "(habitants)" not in desk.get(f"{address(day, 'mur')}?college={group}").text
    assert desk.get(f"{address(day, 'mur')}?college=x&position=y").status_code == 200


def test_who_listens_sees_the_wall_and_who_leads_pools(day: Gathering) -> None:
    for name, role, wall, pool in (
        ("Bob", Role.RESEARCHER, 200, 404),
        ("Chloé", Role.RECEPTION, 404, 404),
    ):
        client = Client()
        client.force_login(make_member(name, role=role))
        assert client.get(address(day)).status_code == wall
        assert client.get(address(day, "mur")).status_code == wall
        assert client.get(address(day, "commun")).status_code == pool
    stranger = Client()
    stranger.force_login(make_member("Dina", make_collective("autre")))
    assert stranger.get(address(day)).status_code == 404


def test_pages_ask_the_same_for_two_tables_and_for_ten(day: Gathering, desk: Client) -> None:
    pages = (address(day), address(day, "mur"), address(day, "commun"))

    def asked() -> list[int]:
        counts = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries_made:
                assert desk.get(page).status_code == 200
            counts.append(len(queries_made))
        return counts

    actions.group(day, text="Un", stance="", voices=queries.voices(day)[:1])
    before = asked()
    morning = Moment.objects.get(kind=Moment.Kind.PEER_WORKSHOP)
    for number in range(3, 11):
        notebook = scribing.notebook_of(make_table(morning, number))
        note = make_note(notebook, f"encore {number}")
        actions.group(day, text=f"Groupe {number}", stance="", voices=[note])
    assert asked() == before


def test_the_wall_holds_back_what_could_tell_who_spoke_until_somebody_has_read_it(
    day: Gathering, desk: Client
) -> None:
    table = Table.objects.filter(number=1)[0]
    note = make_note(scribing.notebook_of(table), "Appelez Mme Diallo au 06 12 34 56 78.")
    page = desk.get(address(day, "mur")).text
    assert "Diallo" not in page
    assert "1 parole attend" in page
    reading.read(note, reader=make_member("Chloé"), shows=True)
    assert "Diallo" in desk.get(address(day, "mur")).text
    reading.read(note, reader=make_member("Dina"), shows=False)
    assert "Diallo" not in desk.get(address(day, "mur")).text


def test_a_group_sent_twice_is_one_and_its_sentence_waits_for_two_readers(
    day: Gathering, desk: Client
) -> None:
    voices = [note.pk for note in queries.voices(day)]
    for _ in range(2):
        desk.post(address(day, "commun"), {"key": "k", "voices": voices, "text": "Ensemble."})
    day.refresh_from_db()
    assert day.pooling is not None
    assert [group.note.text for group in queries.groups(day)] == ["Ensemble."]
    desk.post(f"/bureau/upc/carnets/{day.pooling.uid}/montrer/", {"show": "1"})
    assert "Ensemble." not in Client().get(f"/carnets/{day.pooling.uid}/").text


def test_a_notebook_is_named_in_the_language_of_the_house(day: Gathering) -> None:
    afternoon = Table.objects.get(moment__title="Mélangés")
    with override("ar"):
        assert scribing.notebook_of(afternoon).title == "Table 1"
        assert actions.pooling_of(day).title == "Mise en commun"


def test_a_withdrawn_question_is_carried_no_more(day: Gathering) -> None:
    afternoon = Table.objects.get(moment__title="Mélangés")
    note = queries.voices(day)[0]
    actions.carry(note, afternoon.moment)
    assert queries.subjects_of(afternoon) == [note]
    writing.withdraw(note)
    assert queries.subjects_of(afternoon) == []


def test_the_wall_shows_one_workshop_or_one_question(day: Gathering, desk: Client) -> None:
    """A foothold of the forum is a parallel workshop; a question may be carried to all tables."""
    first, second = Table.objects.order_by("number")[:2]
    option = make_option(first.moment, title="La démocratie")
    Table.objects.filter(pk=first.pk).update(option=option)
    asked = actions.group(day, text="Qui décide ?", stance="question", voices=[])
    actions.carry(asked, second.moment)
    here = make_note(scribing.notebook_of(first), "Dite à la démocratie")
    there = make_note(scribing.notebook_of(second), "Dite de la question")
    anchoring.anchor(there, [asked], how=Anchor.How.ABOUT)
    page = desk.get(address(day, "mur")).text
    assert here.text in page
    assert there.text in page
    assert "La démocratie" in page
    page = desk.get(f"{address(day, 'mur')}?atelier={option.pk}").text
    assert (here.text in page, there.text in page) == (True, False)
    page = desk.get(f"{address(day, 'mur')}?sujet={asked.pk}").text
    assert (here.text in page, there.text in page) == (False, True)
    other = make_option(make_moment(make_gathering(collective=day.collective)))
    page = desk.get(f"{address(day, 'mur')}?atelier={other.pk}&sujet=x").text
    assert here.text in page, "what is not offered is not asked"
