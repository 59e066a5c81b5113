"""The gatherings of the demonstration, after the programme of the study day of 8 December."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from entraide.gatherings.models import Gathering, Moment, Option, Speaker, Speaking
from entraide.people.models import Collective
from entraide.places.models import Place, Room

Kind, Choosing = Moment.Kind, Moment.Choosing
Places = dict[str, Place]


@dataclass(frozen=True)
class Spot:
    """A moment or an option as it is written below."""

    title: str
    place: str
    room: str = ""
    text: str = ""
    speakers: tuple[str, ...] = ()
    capacity: int | None = None
    minutes: int | None = None


# When it begins and ends on the clock, its form, then what happens and where.
Row = tuple[str, str, str, Spot]


def at(day: date, clock: str) -> datetime:
    """Return "9:30" of this day on the clock of the place."""
    return timezone.make_aware(datetime.combine(day, time.fromisoformat(f"{clock:0>5}")))


def study_day(collective: Collective, places: Places, day: date, slug: str) -> Gathering:
    """Make the study day: fourteen moments from 9 h to 17 h, in two places."""
    gathering = Gathering.objects.create(
        collective=collective,
        slug=slug,
        kind=Gathering.Kind.STUDY_DAY,
        state=Gathering.State.PUBLISHED,
        title="Quel travail social pour développer une économie de l'entraide à Roubaix ?",
        lead="Une journée entre habitantes et habitants, travailleuses et travailleurs sociaux, "
        "prescripteurs et chercheurs. On visite, on discute, on propose.",
        description=PROPOSAL,
        starts_at=at(day, "9:00"),
        ends_at=at(day, "17:00"),
        sign_up_closes_at=at(day - timedelta(days=1), "18:00"),
        capacity=170,
        languages="français ; interprétation en arabe et en langue des signes sur demande",
        access="De plain-pied, garde d'enfants, on marche 10 minutes entre les deux lieux.",
        price="gratuit, repas compris",
    )
    for row in DAY:
        moment = _moment(gathering, places, day, row)
        if moment.kind == Kind.VISIT:
            _options(moment, places, VISITS, Choosing.WISHES)
        elif moment.kind == Kind.MEAL:
            _options(moment, places, MEALS, Choosing.IMMEDIATE)
    return gathering


FIRST_FORUM = (
    "Pour une économie de l'entraide : premier forum social local",
    "Deux jours d'échanges pour élaborer une expertise citoyenne sur cinq points d'appui.",
)
SECOND_FORUM = (
    "Pour une économie de l'entraide : deuxième forum social local",
    "Deux jours pour entendre ce que les actions ont changé, et ce que les institutions répondent.",
)


def forum(
    collective: Collective,
    places: Places,
    day: date,
    slug: str,
    words: tuple[str, str] = FIRST_FORUM,
) -> Gathering:
    """Make a local forum: two days, 170 people, five footholds."""
    gathering = Gathering.objects.create(
        collective=collective,
        slug=slug,
        kind=Gathering.Kind.FORUM,
        state=Gathering.State.PUBLISHED,
        title=words[0],
        lead=words[1],
        starts_at=at(day, "9:00"),
        ends_at=at(day + timedelta(days=1), "17:00"),
        capacity=170,
        languages="français",
        price="gratuit",
        # The demonstration composes it and prints it again, long after.
        keep_contacts_days=730,
    )
    for offset, programme in enumerate(FORUM_DAYS):
        for row in programme:
            moment = _moment(gathering, places, day + timedelta(days=offset), row)
            if moment.kind == Kind.MIXED_WORKSHOP:
                _options(moment, places, FOOTHOLDS, Choosing.WISHES)
            elif moment.kind == Kind.MEAL:
                _options(moment, places, FORUM_MEALS, Choosing.IMMEDIATE)
    return gathering


def cafe(collective: Collective, places: Places, day: date, slug: str) -> Gathering:
    """Make a small gathering of another collective."""
    gathering = Gathering.objects.create(
        collective=collective,
        slug=slug,
        kind=Gathering.Kind.CAFE,
        state=Gathering.State.PUBLISHED,
        title="Café-citoyen du Pile : qui s'entraide, et pour quoi ?",
        lead="Deux heures autour d'un café. Venez avec une histoire d'entraide.",
        starts_at=at(day, "18:00"),
        ends_at=at(day, "20:00"),
        capacity=24,
        price="prix libre",
    )
    spot = Spot("Le café", "centre", "salle", speakers=("Un éducateur de rue, animateur",))
    _moment(gathering, places, day, ("18:00", "20:00", Kind.OTHER, spot))
    return gathering


def seminar(collective: Collective, places: Places, day: date) -> Gathering:
    """Make a draft that only its collective sees."""
    gathering = Gathering.objects.create(
        collective=collective,
        slug=f"seminaire-{day:%Y-%m-%d}",
        kind=Gathering.Kind.SEMINAR,
        title="Premier séminaire du collectif de recherche-action",
        starts_at=at(day, "9:00"),
        ends_at=at(day, "17:00"),
        capacity=30,
    )
    spot = Spot("Accueil et tour des actions", "school", "salle 4")
    _moment(gathering, places, day, ("9:00", "12:00", Kind.WELCOME, spot))
    return gathering


def _moment(gathering: Gathering, places: Places, day: date, row: Row) -> Moment:
    clock, end, kind, spot = row
    moment = Moment.objects.create(
        gathering=gathering,
        kind=kind,
        title=spot.title,
        description=spot.text,
        starts_at=at(day, clock),
        ends_at=at(day, end) if end else None,
        place=places[spot.place],
        room=_room(places, spot),
    )
    _speakers(gathering, moment, None, spot)
    return moment


def _room(places: Places, spot: Spot) -> Room | None:
    return places[spot.place].rooms.get(name=spot.room) if spot.room else None


def _speakers(gathering: Gathering, moment: Moment, option: Option | None, spot: Spot) -> None:
    for role in spot.speakers:
        speaker, _made = Speaker.objects.get_or_create(gathering=gathering, role=role)
        Speaking.objects.create(speaker=speaker, moment=moment, option=option)


def _options(moment: Moment, places: Places, spots: list[Spot], choosing: str) -> None:
    moment.choosing = choosing
    moment.save(update_fields=["choosing"])
    for position, spot in enumerate(spots):
        option = Option.objects.create(
            moment=moment,
            title=spot.title,
            description=spot.text,
            place=places[spot.place],
            room=_room(places, spot),
            capacity=spot.capacity,
            minutes=spot.minutes,
            position=position,
        )
        _speakers(moment.gathering, moment, option, spot)


PROPOSAL = """La proposition mise en discussion : ouvrir pendant trois ans une recherche-action \
qui relie la question sociale et la question écologique, à partir des quartiers.

Des travailleuses et travailleurs sociaux, des chercheuses, chercheurs et formateurs forment un \
collectif. Il se réunit une journée par trimestre. Chacune et chacun y partage son \
action collective dans un quartier, pour l'améliorer avec ses pairs.

Cinq questions guident le travail : quel diagnostic partagé pour quelle action collective ? \
Comment articuler territoire et public ? Quelles postures pour l'expression et l'émancipation ? \
Quelles négociations avec les commandes institutionnelles ? Quels apports extérieurs ?"""

DAY: list[Row] = [
    ("9:00", "9:15", Kind.WELCOME, Spot("Accueil", "baraka", "grande salle", "Café et badges.")),
    (
        "9:15", "9:30", Kind.PRESENTATION,
        Spot("Présentation de la journée", "baraka", "grande salle"),
    ),
    (
        "9:30", "10:15", Kind.VISIT,
        Spot("L'entraide au Trichon : où en est-on ?", "farm",
             text="Visite de terrain. Trois coopératives d'entraide, au choix."),
    ),
    (
        "10:15", "10:30", Kind.READING,
        Spot("Entraide et travail social", "school", "amphithéâtre", "Lecture à voix haute.",
             ("Un collectif de lecture à voix haute",)),
    ),
    (
        "10:30", "11:00", Kind.PROPOSAL,
        Spot("Proposition pour une recherche-action entraide et travail social", "school",
             "amphithéâtre", "Le texte est mis en discussion.",
             ("Un animateur social, permanent de l'université populaire",)),
    ),
    (
        "11:00", "12:30", Kind.PEER_WORKSHOP,
        Spot("Ateliers entre pairs", "school",
             text="Ce qui est bon et ce qui manque dans la proposition. Travailleuses et "
             "travailleurs sociaux, prescripteurs, habitantes et habitants."),
    ),
    (
        "12:30", "13:30", Kind.MEAL,
        Spot("Repas, sur réservation", "school", text="À l'ENPJJ ou à Baraka."),
    ),
    (
        "13:30", "14:00", Kind.POOLING,
        Spot("Mise en commun des ateliers entre pairs", "school", "amphithéâtre"),
    ),
    (
        "14:00", "15:30", Kind.CONFERENCE,
        Spot("Pour un travail social indiscipliné", "school", "amphithéâtre",
             "Participation des citoyens et révolution des savoirs.",
             ("Un chercheur en économie sociale et solidaire",)),
    ),
    ("15:30", "15:40", Kind.BREAK, Spot("Pause", "school")),
    (
        "15:40", "16:15", Kind.MIXED_WORKSHOP,
        Spot("Ateliers mélangés", "school",
             text="Chaque table ressemble à la salle. On approfondit les questions de la "
             "recherche-action."),
    ),
    ("16:15", "16:30", Kind.SYNTHESIS, Spot("Synthèse des ateliers", "school", "amphithéâtre")),
    (
        "16:30", "17:00", Kind.DEBATE,
        Spot("Dans quel cadre mener cette recherche-action ?", "school", "amphithéâtre",
             speakers=("Une formatrice en travail social",)),
    ),
    ("17:00", "", Kind.CLOSING, Spot("Clôture de la journée", "school", "amphithéâtre")),
]  # fmt: skip

VISITS = [
    Spot("Entraide et habitat", "farm", "atelier", "Habiter léger, habiter ensemble.",
         ("Une designer, animatrice et prestataire de l'université populaire",), 57, 30),
    Spot("Les paysans urbains du Trichon", "farm", "serre", "Cultiver en ville, à plusieurs.",
         ("Une éducatrice spécialisée, animatrice salariée des paysans urbains",), 57, 30),
    Spot("El'cagette", "farm", "grange", "Le groupement d'achats en circuit court.",
         ("Une assistante sociale et formatrice, administratrice d'El'cagette",), 57, 30),
]  # fmt: skip

MEALS = [
    Spot("Repas à l'ENPJJ", "school", "réfectoire", capacity=110),
    Spot("Repas à Baraka", "baraka", "cuisine", capacity=60),
]

FORUM_DAYS: list[list[Row]] = [
    [
        ("9:00", "9:30", Kind.WELCOME, Spot("Accueil", "baraka", "grande salle")),
        (
            "9:30", "12:00", Kind.CONFERENCE,
            Spot("Qu'est-ce qu'une économie de l'entraide ?", "school", "amphithéâtre",
                 speakers=("Une économiste", "Un habitant du Trichon")),
        ),
        ("12:00", "13:30", Kind.MEAL, Spot("Repas", "school")),
        (
            "13:30", "16:00", Kind.MIXED_WORKSHOP,
            Spot("Cinq points d'appui, cinq ateliers", "school"),
        ),
        ("16:00", "17:00", Kind.POOLING, Spot("Mise en commun", "school", "amphithéâtre")),
    ],
    [
        ("9:00", "12:00", Kind.VISIT, Spot("Marche dans le quartier", "farm")),
        ("14:00", "16:30", Kind.PEER_WORKSHOP, Spot("Ateliers entre pairs", "school")),
        ("16:30", "17:00", Kind.SYNTHESIS, Spot("Synthèse du forum", "school", "amphithéâtre")),
    ],
]  # fmt: skip

FOOTHOLDS = [
    Spot("Le quartier", "school", "salle 1", capacity=40),
    Spot("La démocratie", "school", "salle 2", capacity=40),
    Spot("Le travail", "school", "salle 3", capacity=40),
    Spot("L'association", "school", "salle 4", capacity=30),
    Spot("La laïcité", "baraka", "cuisine", capacity=40),
]
FORUM_MEALS = [
    Spot("Repas à l'ENPJJ", "school", "réfectoire", capacity=150),
    Spot("Repas à Baraka", "baraka", "cuisine", capacity=60),
]
