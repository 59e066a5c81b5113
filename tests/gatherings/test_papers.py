"""Every paper of a day, made and read again: nothing clipped, nobody forgotten, nothing to run."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entraide.gatherings.hand_codes import table_code
from entraide.gatherings.models import Allocation, Delivery, Gathering, Moment, SignUp
from entraide.gatherings.queries import papers
from entraide.gatherings.queries.papers import PAPERS, people, tables
from entraide.people.short_codes import ALPHABET
from entraide.ui import typeset
from tests import pdf, press
from tests.make import (
    in_days,
    make_collective,
    make_gathering,
    make_group,
    make_moment,
    make_option,
    make_party,
    make_place,
    make_room,
    make_table,
)

pytestmark = pytest.mark.django_db
WORD = "Anticonstitutionnellementanticonstitutionnellementanticonsti"
LONG = "Marie-Bénédicte Abdelkrim de la Très Longue Rue du Faubourg Saint-Antoine, Rbx 59"
NAMES = [WORD, LONG[:80], "أحمد بن يوسف", "#panic() *x* [y] $a$", "Zoé", "Samira محمد", "李 Xiao"]
STRUCTURE = "Centre communal d'action sociale de Roubaix, de Tourcoing et des environs " * 2
WITHOUT_NAMES = {"programme-a4", "programme-a3", "panneaux-de-table", "panneaux-de-salle"}


def a_day(*names: str, **values: Any) -> Gathering:
    """Make a day with everything that a paper can hold."""
    collective = make_collective()
    collective.contact_phone = "03 53 01 00 08"
    collective.save()
    gathering = make_gathering(
        title="Quel travail social pour une économie de l'entraide à Roubaix ?", **values
    )
    start = gathering.starts_at
    school = make_place("ENPJJ", street="16 rue du Curoir", postcode="59100", city="Roubaix")
    hall = school.rooms.create(name="amphithéâtre")
    make_moment(gathering, kind="welcome", title="Accueil", place=school, room=hall)
    workshop = make_moment(
        gathering, kind="mixed_workshop", title="Ateliers de l'après-midi", place=school,
        description="Ce qui manque dans la proposition. " * 20,
        starts_at=start + timedelta(hours=5), ends_at=start + timedelta(hours=6),
    )  # fmt: skip
    meal = make_moment(
        gathering, kind="meal", title="Repas", choosing="immediate",
        starts_at=start + timedelta(hours=3), ends_at=start + timedelta(hours=4),
    )  # fmt: skip
    canteen = make_option(meal, title="Cantine", room=make_room("réfectoire"))
    for number, name in enumerate(names or NAMES, start=1):
        party = make_party(gathering, name, children=number % 2, step_free=number == 1)
        person = party.sign_ups.get()
        person.structure, person.diet_note = STRUCTURE[:120], "sans arachide"
        person.save()
        Allocation.objects.create(sign_up=person, moment=meal, option=canteen)
        make_table(workshop, number, person, facilitator=person, room=hall)
        Delivery.objects.create(
            gathering=gathering, party=party, channel="call", state="to_tell", body="À demain"
        )
    return gathering


def made(name: str, gathering: Gathering, **instead: Any) -> bytes:
    data = papers.data_of(name, gathering, timezone.now()) | instead
    return press.pdf(f"gatherings/paper/{PAPERS[name].template}", data, at=timezone.now())


def shown(names: list[str]) -> list[str]:
    """Return names as paper shows them."""
    return [typeset.printable(name) for name in names]


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPERS)
def test_every_paper_can_be_read_whole(name: str) -> None:
    content = made(name, a_day())
    wanted = [] if name in WITHOUT_NAMES or name == "cuisine" else shown(NAMES)
    assert pdf.faults(content, wanted) == []
    facts = pdf.facts(content)
    assert facts["Tagged"] == "yes"
    assert str(PAPERS[name].title) in facts["Title"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert {embedded for _, embedded in pdf.fonts(content)} == {"yes"}
    assert pdf.colours(content) == 0


BROKEN = {
    "cut": ("fit(\n      each.name,", "fit(\n      each.name.clusters().slice(0, 3).join(),"),
    "off the sheet": ("each.name, W - 10mm, 20mm,", "each.name + 99 * \"x\", 999mm, 999mm,"),
    "too high": ("W - 10mm - 23mm, 22mm)", "W - 10mm - 23mm, 999mm)"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("fault", BROKEN)
def test_a_badge_that_cannot_be_read_would_be_seen(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The test of the test: the same reading finds what is wrong in a careless template."""
    right, wrong = BROKEN[fault]
    house = typeset.HOUSE
    source = (house / "gatherings/paper/badges.typ").read_text(encoding="utf-8")
    assert right in source
    (tmp_path / "ui").symlink_to(house / "ui")
    (tmp_path / "gatherings/paper").mkdir(parents=True)
    careless = source.replace(right, wrong)
    (tmp_path / "gatherings/paper/badges.typ").write_text(careless, encoding="utf-8")
    monkeypatch.setattr(typeset, "HOUSE", tmp_path)
    gathering = a_day()
    many = [{"hour": "9 h 30", "table": 3, "what": "Ateliers mélangés " * 4, "where": "amphi"}] * 9
    data = papers.data_of("badges", gathering, timezone.now())
    badges = [{**each, "steps": many} for each in data["badges"]]
    assert pdf.faults(made("badges", gathering, badges=badges), shown(NAMES)) != []


@pytest.mark.slow
def test_a_plan_of_nine_steps_still_fits_its_badge() -> None:
    gathering = a_day()
    many = [{"hour": "9 h 30", "table": 3, "what": "Ateliers mélangés " * 4, "where": "amphi"}] * 9
    data = papers.data_of("badges", gathering, timezone.now())
    badges = [{**each, "steps": many} for each in data["badges"]]
    assert pdf.faults(made("badges", gathering, badges=badges), shown(NAMES)) == []


def test_a_coloured_dot_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ui").symlink_to(typeset.HOUSE / "ui")
    red = '#import "/ui/paper/cloth.typ": *\n#show: paper.with(title: "x")\n#rect(fill: red)'
    (tmp_path / "t.typ").write_text(red, encoding="utf-8")
    monkeypatch.setattr(typeset, "HOUSE", tmp_path)
    data = {"gathering": "x", "printed": "x"}
    assert pdf.colours(press.pdf("t.typ", data, at=timezone.now())) > 0


def test_eight_badges_a_sheet_in_the_order_of_names() -> None:
    gathering = make_gathering()
    for name in ["Zoé", "émile", "Akim", "Élodie", *(f"Nour {n}" for n in range(5))]:
        make_party(gathering, name)
    content = made("badges", gathering)
    found = [line for line in pdf.text(content).split("\n") if line]
    assert pdf.facts(content)["Pages"] == "2"
    order = [found.index(name) for name in ("Akim", "Élodie", "émile", "Nour 0")]
    assert order == sorted(order)


def test_a_badge_says_the_peers_and_the_plan() -> None:
    gathering = a_day("Samira")
    [badge] = papers.data_of("badges", gathering, timezone.now())["badges"]
    party = gathering.parties.get()
    assert badge["group"] == {"name": "habitants", "dye": "madder"}
    assert badge["steps"] == [
        {"hour": "12\u00a0h", "table": None, "what": "Cantine", "where": "réfectoire"},
        {"hour": "14\u00a0h", "table": 1, "what": "ateliers mélangés", "where": "amphithéâtre"},
    ]
    assert badge["qr"] == f"ENTRAIDE:{party.uid.hex.upper()}:0"


def test_over_two_days_a_badge_says_the_day() -> None:
    gathering = a_day("Samira", starts_at=in_days(30, 9), ends_at=in_days(31, 17))
    [badge] = papers.data_of("badges", gathering, timezone.now())["badges"]
    day, hour = badge["steps"][0]["hour"].split(" ")
    assert day in {"lun", "mar", "mer", "jeu", "ven", "sam", "dim"}
    assert hour == "12\u00a0h"


def test_who_waits_or_cancelled_is_on_no_paper() -> None:
    gathering = a_day("Samira", "Akim", "Nawel")
    for name, state in (("Akim", "waiting"), ("Nawel", "cancelled")):
        gathering.parties.filter(sign_ups__name=name).update(state=state)
    for paper in ("badges", "emargement", "urgence"):
        text = pdf.text(made(paper, gathering))
        assert ("Samira" in text, "Akim" in text, "Nawel" in text) == (True, False, False)


def test_a_table_has_its_sign_and_its_sheet() -> None:
    gathering = a_day("Samira", "Akim")
    signs, sheets = made("panneaux-de-table", gathering), made("feuilles-de-table", gathering)
    assert pdf.facts(signs)["Pages"] == pdf.facts(sheets)["Pages"] == "2"
    first = pdf.pages(sheets)[0]
    table = gathering.moments.get(kind="mixed_workshop").tables.get(number=1)
    for words in ("Table 1", table_code(table.uid), "Anime", "Samira", "Parole", "Pour", "Contre",
                  "Question", "Proposition", "Écrivez les paroles, pas les noms."):  # fmt: skip
        assert words in first
    assert "Akim" not in first
    assert pdf.pages(signs)[1].count("2\n") >= 1


def test_a_table_of_peers_says_of_whom() -> None:
    gathering = make_gathering()
    workshop = make_moment(gathering, kind="peer_workshop", title="Ateliers entre pairs")
    make_table(workshop, 4, peer_group=make_group("etudiants"))
    for paper in ("panneaux-de-table", "feuilles-de-table"):
        assert "etudiants" in pdf.text(made(paper, gathering))


def test_a_table_of_a_parallel_workshop_says_which() -> None:
    gathering = make_gathering()
    workshop = make_moment(gathering, kind="mixed_workshop", title="Cinq ateliers")
    quarter = make_option(workshop, title="Le quartier", description="Qui habite ici ?")
    make_table(workshop, 4, option=quarter)
    assert "Le quartier" in pdf.text(made("panneaux-de-table", gathering))
    sheet = pdf.text(made("feuilles-de-table", gathering))
    assert ("Le quartier" in sheet, "Qui habite ici ?" in sheet) == (True, True)


def test_a_code_is_short_and_its_own() -> None:
    gathering = a_day("Samira", "Akim")
    workshop = gathering.moments.get(kind="mixed_workshop")
    codes = {table_code(table.uid) for table in workshop.tables.all()}
    assert len(codes) == 2
    assert all(len(code) == 6 and set(code) <= set(ALPHABET) for code in codes)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [([3], "table 3"), ([1, 2], "tables 1, 2"), ([7, 1, 2, 3, 4], "tables 1 à 4, 7")],
)
def test_numbers_of_tables_in_words(numbers: list[int], words: str) -> None:
    assert tables.in_words(numbers) == words


def test_a_room_says_what_happens_there_and_when() -> None:
    found = {sign["room"]: sign["lines"] for sign in tables.rooms(a_day(*"abc"))["rooms"]}
    assert found == {
        "amphithéâtre": [
            {"hour": "9\u00a0h", "what": "Accueil", "more": ""},
            {"hour": "14\u00a0h", "what": "Ateliers de l'après-midi", "more": "tables 1 à 3"},
        ],
        "réfectoire": [{"hour": "12\u00a0h", "what": "Repas", "more": "Cantine"}],
    }


def test_attendance_is_signed_by_half_day() -> None:
    gathering = a_day("Samira")
    text = pdf.pages(made("emargement", gathering))
    assert len(text) == 2
    assert ("matin" in text[0], "après-midi" in text[1]) == (True, True)
    assert all("Samira" in page and "Signature" in page for page in text)
    assert pdf.plain(STRUCTURE[:120]) in pdf.plain(text[0])


def half_days(*spans: tuple[int, int]) -> list[str]:
    """Return the half-days of moments from one hour to another, counted from a midnight."""
    gathering = make_gathering(starts_at=in_days(30, 0), ends_at=in_days(40, 0))
    for begin, end in spans:
        start = gathering.starts_at
        make_moment(gathering, starts_at=start + timedelta(hours=begin),
                    ends_at=start + timedelta(hours=end) if end else None)  # fmt: skip
    return [said.rsplit(", ", 1)[1] for said in people.half_days(gathering)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([(9, 12)], ["matin"]), ([(9, 13)], ["matin"]), ([(13, 14)], ["après-midi"]),
        ([(12, 14)], ["matin", "après-midi"]), ([(13, 0)], ["après-midi"]),
        ([(14, 17), (33, 36)], ["après-midi", "matin"]),
        ([(20, 33)], ["après-midi", "matin"]),
    ],
)  # fmt: skip
def test_half_days_split_at_one_o_clock(spans: list[tuple[int, int]], expected: list[str]) -> None:
    assert half_days(*spans) == expected


def test_without_moments_the_hours_of_the_gathering_count() -> None:
    assert len(people.half_days(make_gathering())) == 2


def test_the_emergency_list_says_who_is_where() -> None:
    gathering = a_day("Samira", "Akim")
    found = people.emergency(gathering)
    assert [(each["name"], len(each["people"]), each["children"]) for each in found["places"]] == [
        ("ENPJJ", 2, 1),
        ("Lieu de réfectoire", 2, 1),
    ]
    text = pdf.text(made("urgence", gathering))
    for words in ("15", "17", "18", "112", "114", "03 53 01 00 08", "(sans marche)", "1 enfant"):
        assert words in text


def test_nobody_is_forgotten_where_no_place_is_known() -> None:
    gathering = make_gathering()
    make_party(gathering, "Samira")
    [place] = people.emergency(gathering)["places"]
    assert (place["name"], len(place["people"])) == ("Lieu non précisé", 1)


def test_the_programme_is_one_page_in_two_sizes() -> None:
    gathering = a_day("Samira")
    leaflet, poster = made("programme-a4", gathering), made("programme-a3", gathering)
    sizes = [pdf.facts(each)["Page size"] for each in (leaflet, poster)]
    assert ["A4" in sizes[0], "A3" in sizes[1]] == [True, True]
    assert pdf.facts(leaflet)["Pages"] == pdf.facts(poster)["Pages"] == "1"
    for words in ("Accueil", "Repas", "Cantine", "ENPJJ", "16 rue du Curoir", "inscrire"):
        assert words in pdf.text(leaflet)
    gathering.state = Gathering.State.DRAFT
    assert "rencontres/" not in pdf.text(made("programme-a4", gathering))


@pytest.mark.slow
def test_a_long_programme_goes_on_overleaf() -> None:
    gathering = a_day("Samira")
    for number in range(60):
        make_moment(gathering, title=f"Moment {number}")
    content = made("programme-a4", gathering)
    assert int(pdf.facts(content)["Pages"]) > 1
    assert pdf.faults(content, [f"Moment {number}" for number in range(60)]) == []


def test_what_is_lacking_is_known() -> None:
    assert papers.lacking(make_gathering()) == set(papers.LACKS)
    assert papers.lacking(a_day("Samira")) == set()
    assert {paper.needs for paper in PAPERS.values()} == set(papers.LACKS)


@pytest.mark.slow
@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_costs_the_same_for_one_and_for_five(name: str) -> None:
    costs = []
    for names in (["Samira"], ["Samira", "Akim", "Nawel", "Zoé", "Élodie"]):
        gathering = Gathering.objects.select_related("collective").get(pk=a_day(*names).pk)
        with CaptureQueriesContext(connection) as done:
            papers.data_of(name, gathering, timezone.now())
        costs.append(len(done))
    assert costs[0] == costs[1]


def test_a_peer_group_is_drawn_and_named() -> None:
    """Every dye has its weave in the cloth of papers."""
    cloth = (typeset.HOUSE / "ui/paper/cloth.typ").read_text(encoding="utf-8")
    for dye in make_group()._meta.get_field("dye").choices or ():
        assert f"\n  {dye[0]}: tiling(" in cloth


def test_moments_of_every_form_have_words() -> None:
    gathering = make_gathering()
    for number, kind in enumerate(Moment.Kind):
        make_moment(gathering, kind=kind, title=f"Titre {number}")
    assert pdf.faults(made("programme-a4", gathering), [f"Titre {n}" for n in range(15)]) == []
    assert SignUp.objects.count() == 0


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n, paper in PAPERS.items() if n not in WITHOUT_NAMES])
def test_papers_are_made_even_when_names_were_erased(name: str) -> None:
    gathering = a_day("Samira", "Zoé")
    SignUp.objects.update(name="")
    assert pdf.pages(made(name, gathering)) != []
