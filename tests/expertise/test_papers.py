"""What is printed: an edition on A4 and A5, the letter of a proposal; real files, read back."""

import pytest
from django.test import Client
from django.utils import timezone

from entraide.expertise.actions import drafting, publishing
from entraide.expertise.models import Addressee, Edition
from entraide.expertise.queries import editions, papers
from entraide.notebooks.actions import writing
from entraide.ui import press as presses
from tests import pdf, press
from tests.make import make_cahier, make_consent, make_edition, make_proposal, make_voice

pytestmark = pytest.mark.django_db
LONG = "Anticonstitutionnellement" * 8
ARABIC = "نعم، نعطي وقتا للحي"


def printed(edition: Edition, size: str) -> bytes:
    data = papers.edition(editions.read(edition), size)
    return press.pdf("expertise/paper/edition.typ", data, at=timezone.now())


def text(content: bytes) -> str:
    return " ".join(pdf.text(content).split())


@pytest.fixture
def edition() -> Edition:
    """An edition with everything: long words, Arabic, a quotation, a figure, a reason, errata."""
    cahier = make_cahier("Il manque un bus.", f"{LONG} fin.")
    section = cahier.sections.get()
    drafting.add_quote(section, make_voice(ARABIC, language="ar"), by=None)
    figure = {
        "source": "hand", "title": "Locataires", "columns": ["Chiffre", "Source"],
        "rows": [["25 %", "Relevé"]], "day": "2024-01-01",
    }  # fmt: skip
    drafting.add_measure(section, "Un sur quatre.", figure, by=None)
    (bare,) = drafting.add_claims(section, ["Nous le voulons."], by=None)
    bare.reason = "C'est notre charte."
    bare.save()
    make_consent(cahier, "consent")
    made = publishing.publish(cahier, by=None)
    publishing.correct(made, "Lire : deux bus.", number=1, by=None)
    return made


@pytest.mark.parametrize(("size", "width"), [("a4", 595), ("a5", 420)])
def test_an_edition_is_printed_whole(edition: Edition, size: str, width: int) -> None:
    content = printed(edition, size)
    facts = pdf.facts(content)
    assert facts["Tagged"] == "yes"
    assert abs(float(facts["Page size"].split()[0]) - width) < 1
    found = text(content)
    wanted = [
        "Il manque un bus.", "Un sur quatre.", "25 %", "Affirmation du collectif",
        "Erratum du", "Lire : deux bus.", edition.digest[:20],
    ]  # fmt: skip
    assert [one for one in wanted if one not in found.replace("\N{NO-BREAK SPACE}", " ")] == []
    assert pdf.faults(content, []) == []


def test_a_withdrawn_voice_is_a_mark_on_paper_too(edition: Edition) -> None:
    quote = edition.notebook.notes.get(kind="quote")
    writing.withdraw(quote.anchors.get().rests_on)
    assert "Qui l'a dite l'a retirée." in text(printed(edition, "a4"))


def test_the_letter_says_what_is_asked_and_on_what_it_rests() -> None:
    claim = make_edition("Il manque un bus.").notebook.notes.get()
    proposal = make_proposal(claim)
    Addressee.objects.update(address="1 place de la Mairie\n59100 Roubaix")
    proposal.addressee.refresh_from_db()
    data = papers.letter(proposal, [claim])
    found = text(press.pdf("expertise/paper/letter.typ", data, at=timezone.now()))
    for words in ("Ville", "1 place de la Mairie", "Un bus jusqu'à minuit.", "Il manque un bus."):
        assert words in found


def test_a_file_is_made_once_and_again_when_something_was_taken_back(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def count(template: str, data: dict[str, object], *, at: object) -> bytes:
        made.append(template)
        return b"%PDF-"

    monkeypatch.setattr("entraide.ui.press.pdf_apart", count)
    address = f"/cahiers/{edition.cahier.slug}/1/a4.pdf"
    for _time in range(2):
        assert Client().get(address).content == b"%PDF-"
    assert len(made) == 1
    writing.withdraw(edition.notebook.notes.get(kind="quote").anchors.get().rests_on)
    Client().get(address)
    assert len(made) == 2


def test_a_file_that_cannot_be_made_is_told(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presses, "PATIENCE", 0.001)
    answer = Client().get(f"/cahiers/{edition.cahier.slug}/1/a4.pdf")
    assert (answer.status_code, "Réessayez dans une minute" in answer.text) == (503, True)
