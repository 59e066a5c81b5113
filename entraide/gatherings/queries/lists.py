"""The lists organisers print and take away. Organisers of the gathering only."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from entraide.gatherings.models import Allocation, Arrival, Gathering, Option, Party, SignUp, Wish
from entraide.gatherings.queries import arrival, desk
from entraide.people.known import folded
from entraide.ui import wording
from entraide.ui.sheets import Table


def by_peer_group(gathering: Gathering) -> list[Table]:
    """Return who comes, one table a peer group."""
    columns = (_("Nom"), _("État"), _("Comment prévenir"), _("Inscription n°"))
    tables: dict[str, Table] = {}
    people = desk.people(gathering).order_by("peer_group__position", "name")
    for person in people:
        title = person.peer_group.name
        table = tables.setdefault(title, Table(title, columns))
        table.rows.append(
            (
                person.name,
                person.party.get_state_display(),
                how_to_tell(person.party),
                person.party_id,
            )
        )
    return list(tables.values()) or [Table(_("Personnes"), columns, empty=_("Personne encore."))]


def how_to_tell(party: Party) -> str:
    """Return how a party is reached, in words."""
    return party.email or party.phone or party.through or party.get_tell_by_display()


def by_wish(gathering: Gathering) -> list[Table]:
    """Return how many people wish each option, by rank, one table a moment."""
    tables = []
    columns = (
        _("Choix"), _("Places"), _("1er souhait"), _("2e souhait"), _("3e souhait"), _("Reçus"),
    )  # fmt: skip
    for moment in gathering.moments.exclude(choosing="none").prefetch_related("options"):
        wished = _wished(moment.pk)
        given = Counter(
            Allocation.objects.filter(moment=moment).values_list("option_id", flat=True)
        )
        rows: list[tuple[str | int, ...]] = [
            (
                option.title,
                _("sans limite") if option.capacity is None else option.capacity,
                *(wished.get((option.pk, rank), 0) for rank in (1, 2, 3)),
                given[option.pk],
            )
            for option in moment.options.all()
        ]
        rows.append(
            (_("peu importe"), "", *(wished.get((None, rank), 0) for rank in (1, 2, 3)), "")
        )
        tables.append(Table(f"{wording.hour(moment.starts_at)} {moment.title}", columns, rows))
    return tables or [Table(_("Souhaits"), columns, empty=_("Rien n'est au choix."))]


def _wished(moment_id: int) -> dict[tuple[int | None, int], int]:
    """Return {(option, rank): people} for those who come or wait."""
    found = (
        Wish.objects.filter(moment=moment_id, party__state__in=desk.LIVING)
        .values_list("option_id", "rank")
        .annotate(people=Sum("party__size"))
        .order_by()
    )
    return {(option, rank): people for option, rank, people in found}


def kitchen(gathering: Gathering) -> list[Table]:
    """Return the kitchen sheets: how many of each diet per place, and what to know."""
    tables = []
    for option in desk.meal_options(gathering):
        eaters = SignUp.objects.filter(
            allocations__option=option, party__state=Party.State.CONFIRMED
        )
        counts = dict(eaters.values_list("diet").annotate(n=Count("pk")).order_by())
        rows: list[tuple[str | int, ...]] = [
            (str(label), counts.get(value, 0)) for value, label in SignUp.Diet.choices
        ]
        rows.append((_("Total"), sum(counts.values())))
        notes = Counter(eaters.exclude(diet_note="").values_list("diet_note", flat=True))
        rows += [(note, number) for note, number in sorted(notes.items())]
        title = f"{_('Cuisine')} : {option.title}"
        tables.append(Table(title, (_("Repas"), _("Nombre")), rows))
    return tables or [Table(_("Cuisine"), (_("Repas"), _("Nombre")), empty=_("Pas de repas."))]


def needs(gathering: Gathering) -> list[Table]:
    """Return what is to be prepared: interpreters, child care, access, the rest."""
    parties = (
        Party.objects.filter(gathering=gathering, state__in=desk.LIVING)
        .filter(
            Q(step_free=True)
            | ~Q(interpreting="")
            | Q(children__gt=0)
            | ~Q(other_needs="")
            | ~Q(together_word="")
        )
        .prefetch_related("sign_ups")
    )
    columns = (
        _("Nom"), _("Sans marche"), _("Interprétation"), _("Enfants à garder"), _("Autre"),
        _("Ensemble"), _("Inscription n°"),
    )  # fmt: skip
    rows: list[tuple[str | int, ...]] = [
        (
            names(party),
            _("oui") if party.step_free else "",
            party.interpreting,
            party.children or "",
            party.other_needs,
            party.together_word,
            party.pk,
        )
        for party in parties
    ]
    languages = Counter(p.interpreting.casefold() for p in parties if p.interpreting)
    totals: list[tuple[str | int, ...]] = [
        (_("garde d'enfants"), sum(p.children for p in parties)),
        (_("accès sans marche"), sum(p.size for p in parties if p.step_free)),
        *(
            (_("interprétation : %(language)s") % {"language": language}, number)
            for language, number in sorted(languages.items())
        ),
    ]
    return [
        Table(_("À prévoir"), (_("Quoi"), _("Nombre")), totals),
        Table(_("Pour qui"), columns, rows, empty=_("Personne n'a demandé quelque chose.")),
    ]


def names(party: Party) -> str:
    """Return the names of those who come together."""
    return ", ".join(person.name for person in party.sign_ups.all())


def calls(gathering: Gathering) -> list[Table]:
    """Return what is still to be told, and how."""
    columns = (_("Nom"), _("Comment"), _("Quoi dire"), _("Fait"))
    rows: list[tuple[str | int, ...]] = [
        (names(line.party), how_to_tell(line.party), line.body, "")
        for line in desk.to_tell(gathering).prefetch_related("party__sign_ups")
    ]
    return [Table(_("Liste d'appels"), columns, rows, empty=_("Personne à appeler."))]


def waiting(gathering: Gathering) -> list[Table]:
    """Return each waiting list in its order."""
    columns = (_("Rang"), _("Nom"), _("Personnes"), _("État"), _("Comment prévenir"))
    tables = [
        Table(
            option.title if option else _("Liste d'attente de la rencontre"),
            columns,
            [
                (rank, names(p.party), p.party.size, p.get_state_display(), how_to_tell(p.party))
                for rank, p in enumerate(places, start=1)
            ],
        )
        for option, places in desk.queues(gathering)
    ]
    return tables or [Table(_("Listes d'attente"), columns, empty=_("Personne n'attend."))]


def option_people(gathering: Gathering) -> list[Table]:
    """Return who has which option, one table an option."""
    tables = []
    columns = (_("Nom"), _("Collège"))
    options = Option.objects.filter(moment__gathering=gathering).select_related("moment")
    for option in options.order_by("moment__starts_at", "position"):
        people = SignUp.objects.filter(allocations__option=option).order_by("name")
        rows: list[tuple[str | int, ...]] = [
            (person.name, person.peer_group.name) for person in people.select_related("peer_group")
        ]
        title = f"{wording.hour(option.moment.starts_at)} {option.title}"
        tables.append(Table(title, columns, rows, empty=_("Personne encore.")))
    return tables or [Table(_("Qui a quel choix"), columns, empty=_("Rien n'est au choix."))]


def attendance(gathering: Gathering) -> list[Table]:
    """Return who came, and when the reception saw them first."""
    here = arrival.here(gathering)
    first: dict[int, datetime] = {}
    marks = gathering.arrivals.filter(mark=Arrival.Mark.HERE, sign_up__in=here).order_by("at")
    for person, at in marks.values_list("sign_up_id", "at"):
        first.setdefault(person, at)
    people = desk.people(gathering).filter(pk__in=here)
    rows: list[tuple[str | int, ...]] = [
        (
            person.name,
            person.structure,
            person.peer_group.name,
            f"{wording.day(first[person.pk])}, {wording.hour(first[person.pk])}",
            person.pk,
        )
        for person in sorted(people, key=lambda one: folded(one.name))
    ]
    columns = (_("Nom"), _("Structure"), _("Collège"), _("Arrivée"), _("N°"))
    came = [(name, here, expected) for name, here, expected in arrival.came(gathering)]
    return [
        Table(_("Combien"), (_("Collège"), _("Là"), _("Attendues")), list(came)),
        Table(_("Qui"), columns, rows, empty=_("Personne n'est encore noté comme arrivé.")),
    ]


# The address of each list, its title as a function of the language, and what it holds.
LISTS: dict[str, Callable[[Gathering], list[Table]]] = {
    "personnes": by_peer_group,
    "souhaits": by_wish,
    "choix": option_people,
    "cuisine": kitchen,
    "besoins": needs,
    "attente": waiting,
    "appels": calls,
    "presences": attendance,
}


def title_of(name: str) -> str:
    """Return the title of a list."""
    return {
        "personnes": _("Personnes par collège"),
        "souhaits": _("Souhaits par choix"),
        "choix": _("Qui a quel choix"),
        "cuisine": _("Feuilles de cuisine"),
        "besoins": _("Besoins"),
        "attente": _("Listes d'attente"),
        "appels": _("Liste d'appels"),
        "presences": _("Liste des présences"),
    }[name]
