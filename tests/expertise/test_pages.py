"""The pages of cahiers: who gets in, what bad input is told, what everybody reads."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from entraide.expertise.actions import doors, experiments, proposals, publishing
from entraide.expertise.models import Cahier, Door, DoorUse, Edition, Passage, Proposal
from entraide.expertise.queries import content
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Note
from entraide.people.models import Person, Role
from tests.make import (
    make_cahier,
    make_collective,
    make_consent,
    make_edition,
    make_member,
    make_note,
    make_notebook,
    make_proposal,
    make_voice,
)

pytestmark = pytest.mark.django_db


def login(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def malika() -> Client:
    return login(make_member("Malika"))


def page(cahier: Cahier, *parts: object) -> str:
    return f"/bureau/upc/cahiers/{cahier.slug}/" + "".join(f"{part}/" for part in parts)


def first(cahier: Cahier) -> Passage:
    return content.passages(content.parts(cahier))[0].passage


# Writing


def test_a_cahier_is_begun_settled_and_written(malika: Client) -> None:
    values = {"title": "Le quartier", "kind": "diagnosis", "topic": "La santé", "writing": "team"}
    answer = malika.post("/bureau/upc/cahiers/nouveau/", {**values, "key": "k"})
    cahier = Cahier.objects.get()
    assert answer["Location"] == page(cahier)
    part = cahier.sections.get()
    answer = malika.post(
        page(cahier, "parties", part.pk, "phrases"),
        {"sentences": "Une.\n\n  Deux.  \n", "key": "s"},
    )
    assert "?phrase=" in answer["Location"]
    text = malika.get(page(cahier)).text
    assert "Une." in text
    assert "Cette phrase ne s&#x27;appuie sur rien." in text
    malika.post(page(cahier, "reglages"), {**values, "title": "Autre titre"})
    assert "Autre titre" in malika.get("/bureau/upc/cahiers/").text
    assert "Une." in malika.get(page(cahier, "histoire")).text


def test_sentences_that_are_none_or_too_long_are_told_and_kept(malika: Client) -> None:
    cahier = make_cahier()
    address = page(cahier, "parties", cahier.sections.get().pk, "phrases")
    for typed, told in (("…", "au moins une phrase"), ("a" * 700, "trop long")):
        answer = malika.post(address, {"sentences": typed})
        assert answer.status_code == 422
        assert told in answer.text
        assert typed in answer.text
    assert Passage.objects.count() == 0


def test_a_sentence_is_tied_and_untied_by_hand(malika: Client) -> None:
    cahier, voice = make_cahier("Phrase"), make_voice("Le bus du soir")
    passage = first(cahier)
    ticked = {"phrase": passage.note.uid, "notes": [voice.pk]}
    malika.post(page(cahier, "ancrer"), ticked)
    assert passage.note.anchors.count() == 2
    edit = page(cahier, "phrases", passage.note.uid)
    assert "Le bus du soir" in malika.get(edit).text
    malika.post(page(cahier, "phrases", passage.note.uid, "detacher", voice.uid))
    assert passage.note.anchors.count() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("case", "told"),
    [
        ("nothing", "Cochez au moins une parole."),
        ("no sentence", "Choisissez d'abord une phrase."),
        ("another's", "Cette note n'est pas à vous"),
        ("withdrawn", "a été retirée"),
        ("itself", "elle-même"),
        ("circle", "cercle"),
        ("torn", "Cette page est abîmée."),
    ],
)
def test_bad_anchors_are_told_in_a_sentence(malika: Client, case: str, told: str) -> None:
    cahier = make_cahier("Phrase", "Seconde")
    one, two = content.passages(content.parts(cahier))
    anchoring.anchor(two.note, [one.note])
    gone = make_voice()
    writing.withdraw(gone)
    stranger = make_note(make_notebook(make_collective("pile")), "Ailleurs")
    notes: dict[str, list[object]] = {
        "nothing": [], "no sentence": [make_voice().pk], "another's": [stranger.pk],
        "withdrawn": [gone.pk], "itself": [one.note.pk], "circle": [two.note.pk],
        "torn": ["x"],
    }  # fmt: skip
    phrase = "" if case == "no sentence" else one.note.uid
    answer = malika.post(page(cahier, "ancrer"), {"phrase": phrase, "notes": notes[case]})
    assert answer.status_code == 422
    assert told.replace("'", "&#x27;") in answer.text
    assert one.note.anchors.count() == 1


def test_ticks_are_kept_when_no_sentence_was_chosen(malika: Client) -> None:
    cahier, voice = make_cahier("Phrase"), make_voice("Le bus du soir")
    told = malika.post(page(cahier, "ancrer"), {"notes": [voice.pk]}).text
    assert "Le bus du soir" in told
    assert re.search(rf'value="{voice.pk}"\s+checked', told)


def test_two_who_write_one_sentence_both_see_both(malika: Client) -> None:
    cahier = make_cahier("Phrase")
    passage = first(cahier)
    edit = page(cahier, "phrases", passage.note.uid)
    assert malika.post(edit, {"text": "La mienne", "base": 0}).status_code == 302
    late = malika.post(edit, {"text": "La sienne", "base": 0})
    assert late.status_code == 422
    assert "La mienne" in late.text
    assert "La sienne" in late.text
    again = malika.post(edit, {"text": "La sienne", "base": 1})
    assert again.status_code == 302
    assert Note.objects.get(pk=passage.note_id).text == "La sienne"


def test_passages_are_moved_confirmed_and_removed_by_buttons(malika: Client) -> None:
    cahier = make_cahier("a", "b")
    passage = first(cahier)
    change = page(cahier, "phrases", passage.note.uid, "changer")
    malika.post(change, {"down": "1"})
    assert first(cahier) != passage
    malika.post(page(cahier, "phrases", passage.note.uid), {"text": "A", "base": 0})
    malika.post(change, {"confirm": "1"})
    passage.refresh_from_db()
    assert not passage.unconfirmed
    malika.post(change, {"remove": "1"})
    assert Passage.objects.count() == 1


def test_parts_are_added_renamed_moved_and_removed_by_buttons(malika: Client) -> None:
    cahier = make_cahier("a")
    malika.post(page(cahier, "parties"), {"title": "Suite"})
    one, two = cahier.sections.all()
    malika.post(page(cahier, "parties", two.pk), {"title": "La suite"})
    malika.post(page(cahier, "parties", two.pk), {"up": "1"})
    assert [section.title for section in cahier.sections.all()][0:1] == ["La suite"]
    told = malika.post(page(cahier, "parties", one.pk), {"remove": "1"}, follow=True)
    assert "Cette partie a des phrases." in told.text
    malika.post(page(cahier, "parties", two.pk), {"remove": "1"})
    assert list(cahier.sections.all()) == [one]


def test_a_voice_is_quoted_and_a_number_from_elsewhere_has_its_source(malika: Client) -> None:
    cahier, voice = make_cahier(), make_voice("Mot pour mot.")
    part = cahier.sections.get()
    assert "Mot pour mot." in malika.get(page(cahier, "parties", part.pk, "citer")).text
    malika.post(page(cahier, "parties", part.pk, "citer"), {"voice": voice.pk})
    figure = page(cahier, "parties", part.pk, "chiffre")
    short = malika.post(figure, {"text": "Un sur quatre.", "value": "25 %"})
    assert (short.status_code, "avec tout cela" in short.text) == (422, True)
    given = {"title": "Locataires", "value": "25 %", "source": "Insee", "day": "2024-01-01"}
    malika.post(figure, {"text": "Un sur quatre.", **given})
    text = malika.get(page(cahier)).text
    assert "Mot pour mot." in text
    assert "Insee" in text


def test_words_are_searched_beside_the_text(malika: Client) -> None:
    cahier = make_cahier("Phrase")
    make_voice("Le pain est trop cher.")
    found = malika.post(page(cahier), {"text": "pain cher"}).text
    assert "Le pain est trop cher." in found
    assert "a tous ces mots" in malika.post(page(cahier), {"text": "introuvable"}).text


# Who gets in


def test_who_is_named_writes_and_others_read(malika: Client) -> None:
    cahier = make_cahier("Phrase")
    sam, lou = (make_member(name, role=Role.MEMBER) for name in ("Sam", "Lou"))
    Cahier.objects.update(writing=Cahier.Writing.NAMED)
    cahier.writers.add(sam)
    added = page(cahier, "parties", cahier.sections.get().pk, "phrases")
    for person, status in ((sam, 302), (lou, 404)):
        client = login(person)
        assert client.get(page(cahier)).status_code == 200
        assert client.post(added, {"sentences": "Une."}).status_code == status
        assert client.get(page(cahier, "reglages")).status_code == (200 if status == 302 else 404)
    researcher = login(make_member("Inès", role=Role.RESEARCHER))
    assert researcher.get(page(cahier, "publier")).status_code == 404
    assert malika.get(page(cahier, "publier")).status_code == 200


def test_a_member_who_does_not_listen_finds_only_what_may_be_shown() -> None:
    cahier = make_cahier("Phrase")
    make_note(make_notebook(), "Le secret du pain")
    sam = make_member("Sam", role=Role.MEMBER)
    cahier.writers.add(sam)
    Cahier.objects.update(writing=Cahier.Writing.NAMED)
    assert "Le secret du pain" not in login(sam).post(page(cahier), {"text": "secret pain"}).text


def test_other_collectives_see_no_cahier(malika: Client) -> None:
    other = make_cahier("Phrase", collective=make_collective("pile"))
    for parts in ((), ("histoire",), ("consentement",), ("publier",), ("non-entendues",)):
        assert malika.get(page(other, *parts)).status_code == 404


@pytest.mark.slow
def test_the_page_of_writing_takes_few_queries_however_long_the_text(malika: Client) -> None:
    counts = []
    for size in (3, 30):
        cahier = make_cahier(*(f"Phrase {number}." for number in range(size)))
        with CaptureQueriesContext(connection) as queries:
            malika.get(page(cahier))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 14


# Publishing


def test_publishing_tells_what_is_missing_then_publishes(malika: Client) -> None:
    cahier = make_cahier("Phrase")
    told = malika.post(page(cahier, "publier"), {"x": "1"})
    assert (told.status_code, "ouvrez un tour" in told.text) == (422, True)
    make_consent(cahier, "consent")
    answer = malika.post(page(cahier, "publier"), {"x": "1"})
    assert answer["Location"] == f"/cahiers/{cahier.slug}/1/"
    malika.post(page(cahier, "editions", 1, "erratum"), {"number": "1", "text": "Lire : deux."})
    public = Client().get(answer["Location"]).text
    assert "Phrase" in public
    assert "Lire : deux." in public


def test_everybody_reads_the_library_the_edition_and_its_content() -> None:
    edition = make_edition("Il manque un bus.")
    slug, client = edition.cahier.slug, Client()
    assert edition.cahier.notebook.title in client.get("/cahiers/").text
    assert client.get(f"/cahiers/{slug}/")["Location"] == f"/cahiers/{slug}/1/"
    whole = client.get(f"/cahiers/{slug}/1/contenu.json")
    assert json.loads(whole.content)["sections"][0]["passages"][0]["text"] == "Il manque un bus."
    assert content.digest(json.loads(whole.content)) == edition.digest
    assert client.get(f"/cahiers/{slug}/1/changements/").status_code == 200
    for missing in (f"/cahiers/{slug}/2/", "/cahiers/rien/", f"/cahiers/{slug}/1/a3.pdf"):
        assert client.get(missing).status_code == 404


def test_drafts_are_on_no_public_page() -> None:
    cahier = make_cahier("canari")
    client = Client()
    pages = ["/", "/cahiers/", "/cahiers/fil.atom", f"/cahiers/{cahier.slug}/", "/demandes/"]
    assert [one for one in pages if "canari" in client.get(one).text] == []
    assert client.get(f"/fil/{first(cahier).note.uid}/").status_code == 404


def test_a_kept_page_shows_a_withdrawal_at_once() -> None:
    edition = make_edition("Phrase")
    client, address = Client(), f"/cahiers/{edition.cahier.slug}/1/"
    assert "parole retirée depuis" not in client.get(address).text
    writing.withdraw(edition.notebook.notes.get().anchors.get().rests_on)
    assert "parole retirée depuis" in client.get(address).text


def test_feeds_linked_data_and_the_embed_are_for_partners() -> None:
    edition = make_edition("Phrase")
    slug, client = edition.cahier.slug, Client()
    assert f"urn:uuid:{edition.notebook.uid}" in client.get("/cahiers/fil.atom").text
    told = json.loads(client.get(f"/cahiers/{slug}/1/cahier.jsonld").content)
    assert (told["@type"], told["identifier"]) == ("CreativeWork", f"sha256:{edition.digest}")
    frame = client.get(f"/cahiers/{slug}/1/encart/")
    assert "frame-ancestors *" in frame["Content-Security-Policy"]
    own = client.get(f"/cahiers/{slug}/1/")
    assert "frame-ancestors 'none'" in own["Content-Security-Policy"]


# Proposals


def desk(proposal: Proposal, *parts: object) -> str:
    return f"/bureau/upc/propositions/{proposal.slug}/" + "".join(f"{one}/" for one in parts)


def test_a_proposal_is_written_from_claims_and_followed_by_hand(malika: Client) -> None:
    note = make_edition("Il manque un bus.").notebook.notes.get()
    typed = {"title": "Un bus", "institution": "Ville", "text": "Un bus.", "key": "k"}
    bare = malika.post("/bureau/upc/propositions/nouvelle/", typed)
    assert (bare.status_code, "une phrase au moins" in bare.text) == (422, True)
    malika.post("/bureau/upc/propositions/nouvelle/", {**typed, "claims": [note.pk]})
    proposal = Proposal.objects.get()
    today = timezone.localdate().isoformat()
    malika.post(desk(proposal, "etapes"), {"state": "sent", "day": today})
    malika.post(
        desk(proposal, "reponse"),
        {"verdict": "accepted", "words": "Oui.", "signed": "Mairie", "day": today},
    )
    malika.post(desk(proposal, "engagements"), {"text": "Un bus en mars.", "due_on": today})
    kept = proposal.commitments.get()
    malika.post(desk(proposal, "engagements", kept.pk), {"proof": "Il roule.", "day": today})
    malika.post(desk(proposal, "adresse"), {"address": "1 place de la Mairie"})
    trial = {"title": "Essai", "intention": "Voir", "shows": "Du monde", "began_on": today}
    malika.post(desk(proposal, "essais"), trial)
    tried = proposal.experiments.get()
    malika.post(desk(proposal, "essais", tried.pk), {"text": "Douze.", "day": today})
    malika.post(desk(proposal, "essais", tried.pk), {"show": "1"})
    public = Client().get(f"/propositions/{proposal.slug}/").text
    for words in ("Oui.", "Un bus en mars.", "Il roule.", "Douze.", "réalisée"):
        assert words in public
    assert "Ville" in Client().get("/demandes/").text
    assert "Il roule." in Client().get("/demandes/ville/").text
    assert "Un bus" in malika.get("/bureau/upc/propositions/").text


def test_bad_steps_are_told(malika: Client) -> None:
    proposal = make_proposal()
    later = (timezone.localdate() + timedelta(days=3)).isoformat()
    told = malika.post(desk(proposal, "etapes"), {"state": "sent", "day": later})
    assert "Ce jour n&#x27;est pas encore arrivé." in told.text
    other = make_proposal(title="Autre")
    malika.post(desk(proposal, "reunir"), {"into": other.pk})
    today = timezone.localdate().isoformat()
    told = malika.post(desk(proposal, "etapes"), {"state": "sent", "day": today}, follow=True)
    assert "continue dans une autre" in told.text
    told = malika.post(desk(other, "partager"), {"parts": "Un seul titre"}, follow=True)
    assert "deux propositions au moins" in told.text
    malika.post(desk(other, "partager"), {"parts": "A\nPremier.\n\nB\nSecond."})
    assert Proposal.objects.count() == 4


def test_only_who_leads_follows_proposals_and_never_those_of_others(malika: Client) -> None:
    proposal = make_proposal()
    researcher = login(make_member("Inès", role=Role.RESEARCHER))
    assert researcher.get(desk(proposal)).status_code == 200
    assert researcher.post(desk(proposal, "lien")).status_code == 404
    stranger = login(make_member("Karim", make_collective("pile")))
    assert stranger.get(desk(proposal)).status_code == 404
    trial = experiments.Trial("Essai", "Voir", "", None, timezone.localdate())
    tried = experiments.try_it(proposal, trial)
    assert researcher.post(desk(proposal, "essais", tried.pk), {"show": "1"}).status_code == 404
    assert malika.post(desk(proposal, "essais", 10**6), {"text": "x"}).status_code == 404


# The institution


def link(malika: Client, proposal: Proposal) -> str:
    shown = malika.post(desk(proposal, "lien"), follow=True).text
    return "/repondre/" + shown.split("/repondre/")[1].split("/")[0] + "/"


def test_an_institution_answers_without_account(malika: Client) -> None:
    proposal = make_proposal()
    address, visitor = link(malika, proposal), Client()
    assert "Un bus jusqu" in visitor.get(address).text
    assert visitor.get(address)["Referrer-Policy"] == "same-origin"
    short = visitor.post(address, {"verdict": "accepted"})
    assert short.status_code == 422
    done = visitor.post(
        address, {"verdict": "partly", "words": "En partie.", "signed": "Transports"}
    )
    assert "Votre réponse est publiée" in done.text
    answer = proposal.answers.get()
    assert (answer.note.text, answer.signed, answer.door) == (
        "En partie.", "Transports", Door.objects.get(),
    )  # fmt: skip
    used = list(DoorUse.objects.order_by("pk").values_list("what", flat=True))
    assert used == ["opened", "opened", "answered"]


def test_a_link_replayed_after_its_time_is_refused_in_words_and_keeps_what_was_typed(
    malika: Client,
) -> None:
    proposal = make_proposal()
    address = link(malika, proposal)
    Door.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    typed = {"verdict": "accepted", "words": "Tapé longtemps", "signed": "Transports"}
    late = Client().post(address, typed)
    assert (late.status_code, "Tapé longtemps" in late.text) == (410, True)
    assert proposal.answers.count() == 0
    malika.post(desk(proposal, "lien"), {"prolong": Door.objects.get().pk})
    assert Client().post(address, typed).status_code == 200
    malika.post(desk(proposal, "lien"), {"close": Door.objects.get().pk})
    assert Client().get(address).status_code == 410


def test_guessed_links_are_slowed() -> None:
    client = Client()
    found = [client.get(f"/repondre/{number}/").status_code for number in range(8)]
    assert found[:5] == [404] * 5
    assert 429 in found


def test_a_proposal_that_goes_on_in_another_takes_no_answer(malika: Client) -> None:
    proposal = make_proposal()
    door, token = doors.make(proposal, by=None)
    proposals.merge(proposal, make_proposal(title="b"), by=None)
    typed = {"verdict": "accepted", "words": "Oui", "signed": "Mairie"}
    told = Client().post(f"/repondre/{token}/", typed)
    assert (told.status_code, "continue dans une autre" in told.text) == (422, True)
    assert door.uses.count() == 1


def test_publishing_twice_at_once_is_one_edition(malika: Client) -> None:
    cahier = make_cahier("Phrase")
    make_consent(cahier, "consent")
    publishing.publish(cahier, by=None)
    assert malika.post(page(cahier, "publier"), {"x": "1"}).status_code == 422
    assert Edition.objects.count() == 1
