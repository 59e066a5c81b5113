"""The thread of a note as one may read it: whole, never of a person, in four queries."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entraide.notebooks.actions import anchoring, coding, reading, writing
from entraide.notebooks.models import Anchor, Note, Notebook, Provenance, Theme
from entraide.notebooks.queries import explorer
from entraide.notebooks.queries.explorer import Knot, Thread
from entraide.people.models import Person, Role
from entraide.people.receipt_words import receipt_for
from tests.make import (
    make_collective,
    make_group,
    make_member,
    make_note,
    make_notebook,
)

pytestmark = pytest.mark.django_db

CANARY = "canari"
SLIP = "slip-of-a-voice"


def clear(note: Note) -> Note:
    """Let two people find that a voice may be shown."""
    for number in range(2):
        reader = Person.objects.make(name=f"Lectrice {number}")
        reading.read(note, reader=reader, shows=True)
    note.refresh_from_db()
    return note


def published(text: str, *below: Note, kind: str = Note.Kind.CLAIM, how: str = "rests") -> Note:
    """Write a note that everybody reads, resting on others."""
    edition = make_notebook(
        kind=Notebook.Kind.EDITION, access=Notebook.Access.PUBLIC, title="Cahier", page="/c/1/"
    )
    note = make_note(edition, text, kind=kind)
    anchoring.anchor(note, below, how=how)
    return note


def thread_of(note: Note, person: Person | None = None, *, own: bool = False) -> Thread:
    found = explorer.explore(note.uid, person, own=own)
    assert found is not None
    return found


def words(knots: list[Knot]) -> list[str]:
    return [knot.words for knot in knots]


def test_a_sentence_leads_down_to_its_voices_and_up_to_the_answer() -> None:
    voice = clear(make_note(make_notebook(), "Le bus ne passe plus."))
    claim = published("Il manque un bus.", voice)
    proposal = published("Un bus le soir", claim, kind=Note.Kind.PROPOSAL)
    answer = published("Oui, en mars.", proposal, kind=Note.Kind.ANSWER, how="answers")
    whole = [voice.text, claim.text, proposal.text, answer.text]
    assert [words(thread_of(note).knots) for note in (voice, claim, proposal, answer)] == [
        whole
    ] * 4
    thread = thread_of(claim)
    assert [twig.knot.words for twig in thread.down] == [voice.text]
    assert [twig.knot.words for twig in thread.up] == [proposal.text]
    assert [twig.knot.words for twig in thread.up[0].twigs] == [answer.text]
    assert thread.root.page == "/c/1/#p1"


def test_words_that_two_people_have_not_read_are_kept_and_counted() -> None:
    heard = clear(make_note(make_notebook(), "Le bus ne passe plus."))
    unread = make_note(make_notebook(), CANARY)
    thread = thread_of(published("Il manque un bus.", heard, unread))
    assert len(thread.voices) == 2
    assert [knot.is_kept for knot in thread.knots] == [False, True, False]
    assert CANARY not in str(words(thread.knots))


def test_who_listens_reads_everything_and_others_what_is_public(client: Client) -> None:
    unread = make_note(make_notebook(), CANARY)
    claim = published("Il manque un bus.", unread)
    listener = make_member("Malika", make_collective())
    stranger = make_member("Karim", make_collective("pile"))
    for person, reads in ((listener, True), (stranger, False), (None, False)):
        assert (CANARY in words(thread_of(claim, person).knots)) is reads
    page = client.get(f"/fil/{claim.uid}/")
    assert (page.status_code, CANARY in page.text) == (200, False)
    assert client.get(f"/fil/{unread.uid}/").status_code == 404
    assert client.get(f"/fil/{uuid4()}/").status_code == 404
    assert explorer.explore(unread.uid, stranger) is None


def test_a_voice_that_may_be_shown_has_a_page_once_something_public_rests_on_it(
    client: Client,
) -> None:
    voice = clear(make_note(make_notebook(), "Le bus ne passe plus."))
    assert client.get(f"/fil/{voice.uid}/").status_code == 404
    published("Il manque un bus.", voice)
    assert client.get(f"/fil/{voice.uid}/").status_code == 200


def test_what_is_not_public_above_a_voice_is_counted_and_passed_over() -> None:
    voice = clear(make_note(make_notebook(), "Le bus ne passe plus."))
    draft = make_note(
        make_notebook(kind=Notebook.Kind.CAHIER, title=CANARY), CANARY, kind=Note.Kind.CLAIM
    )
    anchoring.anchor(draft, [voice])
    claim = published("Il manque un bus.", draft)
    thread = thread_of(voice)
    assert (words(thread.knots), thread.hidden) == ([voice.text, claim.text], 1)
    assert CANARY not in str(thread)


def test_of_who_spoke_it_tells_what_five_people_could_have_said() -> None:
    notebook = make_notebook(title="Table 1", occasion="Forum · Le quartier")
    many, few = make_group("habitants"), make_group("chercheurs")
    told = {
        str(many.pk): {"place": ["Table 1", "Le quartier", "Forum"], "peers": True},
        str(few.pk): {"place": ["Forum"], "peers": False},
        "": {"place": ["Forum"], "peers": False},
    }
    Provenance.objects.create(notebook=notebook, told=told)
    voices = [
        clear(make_note(notebook, text, peer_group=group))
        for text, group in (("a", many.pk), ("b", few.pk), ("c", None), ("d", make_group("x").pk))
    ]
    thread = thread_of(published("Phrase", *voices))
    assert [(knot.peers, knot.place) for knot in thread.voices] == [
        (many, ("Table 1", "Le quartier", "Forum")),
        *[(None, ("Forum",))] * 3,
    ]
    assert thread.by_peers == [(None, 3), (many, 1)]


def test_without_a_provenance_nothing_is_told_of_who_spoke() -> None:
    voice = clear(make_note(make_notebook(title="Table 1"), "a", peer_group=make_group().pk))
    (knot,) = thread_of(published("Phrase", voice)).voices
    assert (knot.peers, knot.place) == (None, ())


def test_a_withdrawn_voice_is_a_mark_at_once() -> None:
    voice = clear(make_note(make_notebook(), CANARY))
    claim = published("Phrase", voice)
    writing.withdraw(voice)
    thread = thread_of(claim)
    assert [knot.label for knot in thread.knots] == ["parole retirée", "Phrase"]
    assert CANARY not in str(words(thread.knots))


def test_a_voice_that_speaks_of_a_paragraph_does_not_rest_on_it() -> None:
    paragraph = published("Un paragraphe")
    voice = clear(make_note(make_notebook(), "Je suis contre."))
    anchoring.anchor(voice, [paragraph], how=Anchor.How.ABOUT)
    assert words(thread_of(published("Phrase", voice)).knots) == ["Je suis contre.", "Phrase"]


def test_the_thread_takes_three_queries_and_its_page_four(client: Client) -> None:
    voices = [clear(make_note(make_notebook(), f"Parole {n}")) for n in range(6)]
    claim = published("Phrase", *voices)
    published("Demande", claim, kind=Note.Kind.PROPOSAL)
    with CaptureQueriesContext(connection) as queries:
        thread_of(claim)
    assert len(queries) == 2
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/fil/{claim.uid}/").status_code == 200
    assert len(queries) <= 4


def test_the_four_words_open_the_whole_thread_in_four_queries(client: Client) -> None:
    notebook = make_notebook()
    voice = make_note(notebook, "Le bus ne passe plus.", slip=SLIP)
    coder = make_member("Inès")
    theme = Theme.objects.create(collective=make_collective(), name="Transport", dye="woad")
    coding.code_whole(voice, [theme], coder=coder)
    claim = published("Il manque un bus.", voice)
    writing.correct(voice, "Le bus du soir ne passe plus.")
    client.post("/parole/", {"words": " ".join(receipt_for(SLIP))})
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/parole/moi/").text
    assert len(queries) <= 4
    for text in ("Le bus du soir ne passe plus.", "Transport", claim.text, "corrigée"):
        assert text in page


@pytest.mark.slow
def test_a_page_of_200_voices_stays_small(client: Client) -> None:
    notebook = make_notebook()
    voices = [
        clear(make_note(notebook, f"{number * 7919 % 1000} : {LONG[number % len(LONG)]}"))
        for number in range(200)
    ]
    claim = published("Phrase", *voices)
    answer = client.get(f"/fil/{claim.uid}/", headers={"accept-encoding": "br"})
    assert len(answer.content) <= 14 * 1024


LONG = [
    "Le bus ne passe plus le soir, alors les réunions sont pour celles qui ont une voiture.",
    "Depuis que la poste a fermé, on ne se croise plus dans la rue.",
    "Je remplis des tableaux la moitié de la semaine.",
    "On se garde les enfants entre voisines depuis six ans.",
    "Un four par rue, et le dimanche on cuit le pain ensemble.",
]


def test_a_thread_of_a_thousand_voices_shows_the_nearest_and_says_so() -> None:
    notebook = make_notebook()
    lines = [writing.Line(uuid4(), f"Parole {number}") for number in range(1_000)]
    writing.write(notebook, lines)
    claim = published("Phrase", *Note.objects.filter(notebook=notebook))
    thread = thread_of(claim)
    assert (len(thread.knots), thread.beyond) == (
        explorer.MOST_DRAWN,
        1_001 - explorer.MOST_DRAWN,
    )


def test_a_member_who_does_not_listen_reads_what_everybody_reads() -> None:
    claim = published("Phrase", make_note(make_notebook(), CANARY))
    member = make_member("Sam", make_collective(), role=Role.MEMBER)
    assert CANARY not in str(words(thread_of(claim, member).knots))


def test_a_quotation_says_that_it_quotes_and_repeats_no_words() -> None:
    voice = clear(make_note(make_notebook(), "Le bus ne passe plus."))
    edition = make_notebook(kind=Notebook.Kind.EDITION, access=Notebook.Access.PUBLIC)
    quote = writing.place(edition, kind=Note.Kind.QUOTE, uid=uuid4())
    anchoring.anchor(quote, [voice], how=Anchor.How.QUOTES)
    assert [knot.label for knot in thread_of(quote).knots] == [
        "Le bus ne passe plus.",
        "citée, mot pour mot",
    ]
