"""Plain makers of what tests need."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from django.utils import timezone

from entraide.exchanges.actions import circles, posting
from entraide.exchanges.actions.posting import Posted
from entraide.exchanges.models import Circle, Need, Neighbour, Offer
from entraide.expertise.actions import consent, drafting, proposals, publishing, tying
from entraide.expertise.models import Cahier, ConsentRound, Edition, Proposal
from entraide.gatherings import background
from entraide.gatherings.actions import composing
from entraide.gatherings.actions.sign_up import sign_up
from entraide.gatherings.models import (
    Composition,
    Gathering,
    Moment,
    Option,
    Party,
    Seat,
    SignUp,
    Table,
)
from entraide.gatherings.sign_up_request import Attendee, SignUpRequest
from entraide.notebooks.actions import reading, writing
from entraide.notebooks.actions.writing import Line
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Collective, Membership, PeerGroup, Person, Role
from entraide.places.models import Place, Room
from entraide.research.actions import carrying, logbook, programmes, seminars
from entraide.research.actions.carrying import Intended
from entraide.research.models import (
    CollectiveAction,
    Entry,
    Participant,
    Programme,
    Seminar,
    StageReview,
)
from entraide.votes.actions import polls, voting
from entraide.votes.models import Ballot, Poll
from entraide.votes.queries import polls as voted

_numbers = count(1)


def make_group(slug: str = "habitants") -> PeerGroup:
    """Make a peer group, once."""
    return PeerGroup.objects.get_or_create(slug=slug, defaults={"name": slug, "dye": "madder"})[0]


def make_collective(slug: str = "upc") -> Collective:
    """Make a collective, once."""
    return Collective.objects.get_or_create(slug=slug, defaults={"name": f"Collectif {slug}"})[0]


def make_member(
    name: str, collective: Collective | None = None, role: str = Role.COORDINATOR
) -> Person:
    """Make a member of a collective."""
    person = Person.objects.make(name=name, email=f"{name.lower()}@entraide.example")
    Membership.objects.create(person=person, collective=collective or make_collective(), role=role)
    return person


def make_place(name: str = "Baraka", **values: Any) -> Place:
    """Make a place."""
    return Place.objects.create(name=name, **values)


def make_room(name: str = "salle", capacity: int | None = 30) -> Room:
    """Make a room in a place of its own."""
    return Room.objects.create(place=make_place(f"Lieu de {name}"), name=name, capacity=capacity)


def in_days(days: int, hour: int = 9) -> datetime:
    """Return an hour of a day to come, on the clock of the place."""
    day = timezone.localtime() + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def make_gathering(**values: Any) -> Gathering:
    """Make a published gathering, in a month."""
    number = next(_numbers)
    defaults: dict[str, Any] = {
        "collective": values.pop("collective", None) or make_collective(),
        "slug": f"rencontre-{number}",
        "kind": Gathering.Kind.STUDY_DAY,
        "state": Gathering.State.PUBLISHED,
        "title": f"Rencontre {number}",
        "starts_at": in_days(30, 9),
        "ends_at": in_days(30, 17),
    }
    return Gathering.objects.create(**(defaults | values))


def make_moment(gathering: Gathering, **values: Any) -> Moment:
    """Make a moment that begins with its gathering."""
    defaults: dict[str, Any] = {
        "kind": Moment.Kind.VISIT,
        "title": "Visite",
        "starts_at": gathering.starts_at,
        "ends_at": gathering.starts_at + timedelta(minutes=45),
    }
    return Moment.objects.create(gathering=gathering, **(defaults | values))


def make_option(
    moment: Moment, capacity: int | None = None, title: str = "Ferme", **values: Any
) -> Option:
    """Make an option."""
    return Option.objects.create(moment=moment, title=title, capacity=capacity, **values)


def make_request(*names: str, **values: Any) -> SignUpRequest:
    """Make what a form says; who is told in person by default."""
    group = make_group().pk
    attendees = tuple(Attendee(name, group) for name in names or ("Samira",))
    return SignUpRequest(**({"attendees": attendees, "tell_by": "come_back"} | values))


def make_party(gathering: Gathering, *names: str, key: str = "", **values: Any) -> Party:
    """Sign a party up."""
    request = make_request(*names, **values)
    return sign_up(gathering, request, key=key or f"test-key-{next(_numbers):08d}")[0]


def make_table(moment: Moment, number: int, *people: SignUp, **values: Any) -> Table:
    """Make a table where these people sit."""
    table = Table.objects.create(moment=moment, number=number, **values)
    Seat.objects.bulk_create(Seat(table=table, moment=moment, sign_up=person) for person in people)
    return table


def make_composition(
    gathering: Gathering, *moments: tuple[Moment, int], **values: Any
) -> Composition:
    """Compose these moments, each with its number of tables, as the background process does."""
    parts = [{"moment": moment.pk, "tables": tables, "rooms": []} for moment, tables in moments]
    asked = composing.ask(
        gathering,
        parts=parts,
        by=values.pop("by", None),
        **({"way": Composition.Way.NEW, "who": Composition.Who.CONFIRMED} | values),
    )
    background.compose.call(asked.pk)
    return Composition.objects.get(pk=asked.pk)


def make_notebook(collective: Collective | None = None, **values: Any) -> Notebook:
    """Make a notebook."""
    defaults: dict[str, Any] = {"kind": Notebook.Kind.TABLE, "title": f"Table {next(_numbers)}"}
    return Notebook.objects.create(
        collective=collective or make_collective(), **(defaults | values)
    )


def make_note(notebook: Notebook, text: str = "Le bus ne passe plus.", **values: Any) -> Note:
    """Write a note."""
    line = Line(uuid4(), text, **values)
    assert writing.write(notebook, [line]).lost == []
    return Note.objects.get(uid=line.uid)


def make_poll(*texts: str, collective: Collective | None = None, opened: bool = True) -> Poll:
    """Make a poll whose statements two people have read, opened or not."""
    poll = polls.make(collective or make_collective(), title="Le quartier demain", question="")
    for text in texts:
        make_statement(poll, text)
    if opened:
        polls.open_poll(poll)
    return poll


def make_statement(poll: Poll, text: str, *voices: Note) -> Note:
    """Add a statement that two people have read."""
    number = next(_numbers)
    readers = [Person.objects.make(name=f"Lecteur {number} {n}", email="") for n in range(2)]
    note = polls.put(poll, text, voices, by=readers[0])
    reading.read(note, reader=readers[1], shows=True)
    note.refresh_from_db()
    return note


def make_ballot(poll: Poll, marks: str, group: PeerGroup | None = None) -> Ballot:
    """Fill a ballot: "+" agrees, "-" disagrees, "0" passes, "." has not seen the statement."""
    values = {"+": 1, "-": -1, "0": 0}
    notes = voted.voted_on(poll)
    said = {note: values[mark] for note, mark in zip(notes, marks, strict=True) if mark != "."}
    voting.fill(poll, f"test-ballot-{next(_numbers)}", group, said)
    return Ballot.objects.latest("pk")


def make_voice(text: str = "Le bus ne passe plus.", **values: Any) -> Note:
    """Write a voice that two people have found could be shown."""
    note = make_note(values.pop("notebook", None) or make_notebook(), text, **values)
    number = next(_numbers)
    for reader in range(2):
        who = Person.objects.make(name=f"Lectrice {number} {reader}")
        reading.read(note, reader=who, shows=True)
    note.refresh_from_db()
    return note


def make_cahier(*sentences: str, collective: Collective | None = None, **values: Any) -> Cahier:
    """Begin a cahier with these sentences, each resting on a voice of its own."""
    given = {"title": f"Cahier {next(_numbers)}", "kind": Cahier.Kind.DIAGNOSIS, **values}
    cahier = drafting.begin(collective or make_collective(), given, by=None)
    for passage in drafting.add_claims(cahier.sections.get(), sentences, by=None):
        tying.rest_on(passage, [make_voice(f"Parole pour {passage.note.text}")])
    return cahier


def make_consent(cahier: Cahier, *says: str) -> ConsentRound:
    """Ask for consent and close the round; an objection stays open."""
    asked = consent.open_round(cahier, closes_on=timezone.localdate(), by=None)
    for one in says:
        consent.reply(asked, one, "Objection" if one == "objection" else "", person=None)
    consent.close_round(asked, by=None)
    asked.refresh_from_db()
    return asked


def make_edition(*sentences: str, collective: Collective | None = None) -> Edition:
    """Publish a cahier with these sentences."""
    cahier = make_cahier(*sentences or ("Il manque un bus.",), collective=collective)
    make_consent(cahier, "consent")
    return publishing.publish(cahier, by=None)


def make_proposal(*claims: Note, title: str = "Un bus le soir", **values: Any) -> Proposal:
    """Draft a proposal to the town."""
    collective = values.pop("collective", None) or make_collective()
    below = list(claims) or [make_edition(collective=collective).notebook.notes.get()]
    asked = proposals.Asked(
        title, "Un bus jusqu'à minuit.", proposals.addressee_named("Ville"), below
    )
    return proposals.draft(collective, asked, **values)


def make_programme(collective: Collective | None = None, **values: Any) -> Programme:
    """Begin a programme that began two years ago (in its eighth quarter), and lasts three."""
    today = timezone.localdate()
    given = {
        "title": f"Programme {next(_numbers)}",
        "starts_on": today - timedelta(days=700),
        "ends_on": today + timedelta(days=365),
    }
    return programmes.begin(collective or make_collective(), given | values)


def make_participant(
    programme: Programme, name: str = "Farida", *, role: str = Role.MEMBER, **values: Any
) -> Participant:
    """Let a member of the collective take part in a programme."""
    person = values.pop("person", None) or make_member(name, programme.collective, role)
    defaults: dict[str, Any] = {
        "kind": Participant.Kind.MEMBER,
        "peer_group": make_group(),
        "joined_on": programme.starts_on,
    }
    return Participant.objects.create(
        programme=programme, person=person, name=person.name, **(defaults | values)
    )


def person_of(one: Participant) -> Person:
    """Return the account of somebody who has one."""
    assert one.person is not None
    return one.person


def make_action(programme: Programme, *team: Participant, **values: Any) -> CollectiveAction:
    """Begin an action that this team carries; the first leads."""
    given: dict[str, Any] = {
        "title": f"Action {next(_numbers)}",
        "intention": "Essayer un repas de rue.",
        "shows": "Dix familles reviennent.",
        "public": "les familles de l'école",
        "neighbourhood": None,
        "began_on": programme.starts_on,
    }
    sources = values.pop("sources", ())
    return carrying.begin(programme, Intended(**(given | values)), sources=sources, team=team)


def make_entry(
    action: CollectiveAction, author: Participant, text: str = "Il a plu.", **values: Any
) -> Entry:
    """Write a line of a logbook, its author's alone when nothing else is said."""
    defaults: dict[str, Any] = {
        "uid": uuid4(), "kind": Entry.Kind.OBSERVATION, "day": timezone.localdate(),
    }  # fmt: skip
    line = logbook.Line(text=text, **(defaults | values))
    assert author.person is not None
    assert logbook.write(action, [line], author=author.person) == []
    return Entry.objects.select_related("note", "action__note").get(uid=line.uid)


def make_seminar(programme: Programme, day: date | None = None) -> Seminar:
    """Put a seminar on the calendar; last month when nothing is said."""
    day = day or timezone.localdate() - timedelta(days=30)
    programmes.plan_seminars(programme, [day], place=None, by=None)
    return Seminar.objects.get(programme=programme, gathering__starts_at__date=day)


def make_review(seminar: Seminar, action: CollectiveAction, *entries: Entry) -> StageReview:
    """Tell where an action is at a seminar."""
    told = seminars.Told("Un repas.", "Dix personnes.", "Comment inviter ?")
    seen = StageReview.objects.filter(seminar=seminar, action=action).values_list("revision")
    return seminars.review(seminar, action, told, entries=entries, seen=(seen.first() or (0,))[0])


def make_circle(collective: Collective | None = None) -> Circle:
    """Open the mutual aid of a collective."""
    return circles.open_circle(collective or make_collective())


def make_neighbour(circle: Circle, name: str = "Samira", **values: Any) -> Neighbour:
    """Let somebody join; their four words follow from their name."""
    who = circles.Joining(name, **values)
    return circles.join(circle, who, key=f"neighbour-{name}-{next(_numbers)}")[0]


def make_offer(neighbour: Neighbour, title: str = "Une échelle", **values: Any) -> Offer:
    """Offer something to the whole quarter, as a gift of the first leaf of the tree."""
    return posting.offer(neighbour, _posted(neighbour, title, values, "neighbourhood"))


def make_need(neighbour: Neighbour, title: str = "Une échelle", **values: Any) -> Need:
    """Say a private need, of the first leaf of the tree."""
    carried = values.pop("carried", False)
    posted = _posted(neighbour, title, values, "private")
    return posting.ask(neighbour, posted, carried=carried)


def _posted(neighbour: Neighbour, title: str, values: dict[str, Any], audience: str) -> Posted:
    leaves = neighbour.circle.categories.exclude(parent=None)
    defaults: dict[str, Any] = {
        "category": leaves[0],
        "how": "gift",
        "audience": audience,
        "until": timezone.localdate() + timedelta(days=30),
    }
    return Posted(title=title, **(defaults | values))
