"""A neighbourhood where everything there is has number 7, and every address of the product."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from entraide.exchanges.actions import talking
from entraide.exchanges.models import Link, Loop, Need, Neighbour, Search
from entraide.expertise.actions import answers, consent, experiments
from entraide.expertise.models import (
    Cahier,
    Commitment,
    Experiment,
    Objection,
    Passage,
    Proposal,
    Section,
)
from entraide.gatherings.models import (
    Composition,
    Message,
    MessageTemplate,
    Moment,
    PaperSheet,
    Party,
    PrintOut,
    Seat,
    SignUp,
    Table,
    WaitingPlace,
)
from entraide.gatherings.queries.print_outs import folder
from entraide.notebooks.actions import coding
from entraide.notebooks.models import Note, Notebook, Theme
from entraide.people.models import Membership, Organisation, Person, Role
from entraide.places.models import Room
from entraide.research.actions import presences, seminars
from entraide.research.models import (
    Agreement,
    CollectiveAction,
    Decision,
    Feedback,
    Improvement,
    ImprovementStep,
    Mandate,
    OutsideInput,
    Photograph,
    Presence,
    Programme,
    ReadingList,
    Resource,
    Season,
    Seminar,
)
from entraide.votes.models import Poll
from tests.make import (
    make_action,
    make_cahier,
    make_circle,
    make_collective,
    make_entry,
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_need,
    make_neighbour,
    make_notebook,
    make_offer,
    make_option,
    make_participant,
    make_place,
    make_programme,
    make_proposal,
    make_review,
    make_seminar,
)

DESK = "bureau/<slug:collective>/"
NUMBER, BATCH = 7, UUID("00000000-0000-4000-8000-000000000007")
CONVERTED = re.compile(r"<(\w+):(\w+)>")
VALUES = {
    "collective": "upc",
    "programme": "programme",
    "slug": "journee",
    "batch": BATCH,
    "name": "besoins",
    "kind": "csv",
    "uid": BATCH,
    "below": BATCH,
    "paper": "badges",
    "way": "colleges",
    "column": "aucun",
    "size": "a4",
    "what": "besoins",
    "post": BATCH,
}


@dataclass(frozen=True)
class Page:
    """A desk page that exists in the test's neighbourhood."""

    name: str
    address: str


def patterns(found: URLResolver, route: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in found.url_patterns:
        whole = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            yield from patterns(each, whole)
        else:
            yield whole, each


def pages(urlconf: str = "entraide.urls", prefix: str = DESK) -> list[Page]:
    """Return every page below an address; whatever a number means, number 7 exists."""
    found = []
    for route, pattern in patterns(get_resolver(urlconf)):
        if route.startswith(prefix):
            address = route
            for kind, name in CONVERTED.findall(route):
                value = NUMBER if kind == "int" else VALUES.get(name, "inconnu")
                address = address.replace(f"<{kind}:{name}>", str(value))
            found.append(Page(str(pattern.name), f"/{address}"))
    return found


def make_neighbourhood() -> None:
    """Make a gathering where everything there is has number 7."""
    collective = make_collective()
    make_member("Bob", role=Role.RECEPTION)
    make_member("Dina", role=Role.RESEARCHER)
    make_member("Charlie", make_collective("pile"))
    alice = make_member("Alice", make_collective("ailleurs"))
    Membership.objects.create(pk=NUMBER, person=alice, collective=collective, role="coordinator")
    place = make_place(pk=NUMBER)
    Room.objects.create(pk=NUMBER, place=place, name="salle")
    gathering = make_gathering(pk=NUMBER, slug="journee")
    workshop = Moment.Kind.MIXED_WORKSHOP
    moment = make_moment(gathering, pk=NUMBER, kind=workshop, place=place)
    option = make_option(moment, pk=NUMBER, taken=1)
    party = Party.objects.create(
        pk=NUMBER, gathering=gathering, receipt_digest="r", key_digest="k", tell_by="come_back"
    )
    samira = SignUp.objects.create(pk=NUMBER, party=party, name="Samira", peer_group=make_group())
    table = Table.objects.create(pk=NUMBER, moment=moment, number=1)
    Seat.objects.create(table=table, moment=moment, sign_up=samira)
    Composition.objects.create(pk=NUMBER, gathering=gathering)
    WaitingPlace.objects.create(
        pk=NUMBER, gathering=gathering, option=option, party=party, state="offered", order=1
    )
    PaperSheet.objects.create(gathering=gathering, batch=BATCH, code="ACDEF")
    print_out = PrintOut.objects.create(uid=BATCH, gathering=gathering, state="ready")
    files = folder(print_out)
    files.mkdir(parents=True, exist_ok=True)
    for name in ("journee-badges.pdf", "journee-papiers.zip"):
        (files / name).write_bytes(b"")
    listened(alice)
    helped(alice)
    published(alice)
    acted(alice)
    Message.objects.create(pk=NUMBER, gathering=gathering, subject="Bonjour", body="Bonjour")
    MessageTemplate.objects.create(
        pk=NUMBER, collective=collective, title="Rappel", subject="Rappel", body="Rappel"
    )


def published(alice: Person) -> None:
    """Make a cahier whose parts have number 7, and a proposal with all that follows one."""
    cahier = make_cahier("Phrase")
    Cahier.objects.filter(pk=cahier.pk).update(slug="journee")
    part = Section.objects.create(pk=NUMBER, cahier=cahier, title="Partie")
    note = Note.objects.get(uid=BATCH)
    Passage.objects.create(section=part, note=note, kind=Passage.Kind.CLAIM)
    asked = consent.open_round(cahier, closes_on=timezone.localdate(), by=alice)
    said = consent.reply(asked, "objection", "Non.", person=alice)
    Objection.objects.filter(reply=said).update(id=NUMBER)
    proposal = make_proposal(note, collective=cahier.notebook.collective)
    Proposal.objects.filter(pk=proposal.pk).update(slug="journee")
    answers.commit(proposal, "Un bus.", due_on=timezone.localdate(), by=alice)
    Commitment.objects.update(id=NUMBER)
    trial = experiments.Trial("Essai", "Voir", "", None, timezone.localdate())
    experiments.try_it(proposal, trial)
    Experiment.objects.update(id=NUMBER)


def acted(alice: Person) -> None:
    """Make a programme whose parts have number 7, with an action that Alice carries."""
    # Its seventh year has begun.
    begin = timezone.localdate() - timedelta(days=365 * NUMBER)
    programme = make_programme(make_collective(), starts_on=begin)
    Programme.objects.filter(pk=programme.pk).update(slug="programme")
    town = Organisation.objects.create(name="Centre social")
    agreement = Agreement.objects.create(
        pk=NUMBER, programme=programme, organisation=town, starts_on=programme.starts_on,
        ends_on=programme.ends_on, hours_per_quarter=7,
    )  # fmt: skip
    mine = make_participant(programme, pk=NUMBER, person=alice, agreement=agreement)
    action = make_action(programme, mine)
    CollectiveAction.objects.filter(pk=action.pk).update(slug="journee")
    entry = make_entry(action, mine, uid=BATCH)
    Photograph.objects.create(entry=entry, content=b"jpeg", size=4, width=1, height=1)
    seminar = make_seminar(programme)
    Seminar.objects.filter(pk=seminar.pk).update(number=NUMBER)
    presences.expect_everyone(programme, seminar.gathering, by=alice)
    Presence.objects.update(id=NUMBER)
    review = make_review(seminar, action)
    seminars.give_back(review, ["Et les voisins ?"])
    Feedback.objects.update(id=NUMBER)
    # Taken, a feedback has no answer to give any more, but its page stays.
    taken = seminars.take(Feedback.objects.get(), "Les voisins aussi.", None, why="oui")
    Improvement.objects.filter(pk=taken.pk).update(id=NUMBER)
    ImprovementStep.objects.update(improvement=NUMBER)
    Mandate.objects.create(pk=NUMBER, programme=programme, institution="Ville", asked="Compter.")
    OutsideInput.objects.create(pk=NUMBER, programme=programme, need="Une juriste.")
    seminars.decide(seminar, "Nous continuons.")
    Resource.objects.create(
        pk=NUMBER, collective=programme.collective, kind="text", title="L'Entraide", author="P. K.",
        licence="domaine public",
    )  # fmt: skip
    ReadingList.objects.create(pk=NUMBER, collective=programme.collective, title="Pour lire")
    Season.objects.create(
        pk=NUMBER, collective=programme.collective, slug="journee", title="Automne", shown=True,
        starts_on=programme.starts_on, ends_on=programme.ends_on,
    )  # fmt: skip
    Decision.objects.update(id=NUMBER)


def helped(alice: Person) -> None:
    """Open the mutual aid, with a neighbour whose number is BATCH, a message and a loop."""
    circle = make_circle()
    circle.trusted = alice
    circle.save()
    omar = make_neighbour(circle, "Omar", tell_by="phone", phone="0639980002")
    Neighbour.objects.filter(pk=omar.pk).update(uid=BATCH)
    omar.refresh_from_db()
    offer, need = make_offer(omar), make_need(omar, audience="collective")
    Need.objects.filter(pk=need.pk).update(uid=BATCH)
    talk = talking.begin(make_neighbour(circle), "Bonjour", offer=offer)
    talk.messages.update(id=NUMBER)
    search = Search.objects.create(
        circle=circle, people=2, arcs=2, served=2, served_bound=2, max_length=3
    )
    loop = Loop.objects.create(search=search, until=offer.until)
    Link.objects.create(pk=NUMBER, loop=loop, position=0, neighbour=omar, gives=offer)


def listened(alice: Person) -> None:
    """Make a notebook whose note has number 7, coded, and put to the vote."""
    collective = make_collective()
    text = make_notebook(collective, uid=BATCH, kind=Notebook.Kind.TEXT)
    Note.objects.create(notebook=text, uid=BATCH, number=NUMBER, text="Bonjour", day="2026-12-08")
    Poll.objects.create(notebook=text)
    Theme.objects.create(collective=collective, uid=BATCH, name="Le four", dye="madder")
    # Fewer than five voices would be hidden, and nothing leads behind a hidden number.
    for number in range(1, 5):
        Note.objects.create(notebook=text, number=number, text="Bonjour", day="2026-12-08")
    for note in Note.objects.all():
        coding.code_whole(note, Theme.objects.all(), coder=alice)


def enter(name: str) -> Client:
    client = Client()
    client.force_login(Membership.objects.filter(person__name=name)[0].person)
    return client
