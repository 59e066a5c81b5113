"""Opens the mutual aid of a collective; lets neighbours in, apart, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from entraide.exchanges.actions import blocking, looping, rights, telling
from entraide.exchanges.cells import Cell
from entraide.exchanges.models import Category, Circle, Neighbour
from entraide.people import receipt_words
from entraide.people.known import Known, known_by
from entraide.people.models import Collective, PeerGroup, Person, TellBy
from entraide.places.models import Neighbourhood

# A short tree to begin with; the collective changes it.
CATEGORIES = (
    (gettext_lazy("Choses"), (
        gettext_lazy("Outils"), gettext_lazy("Meubles, vaisselle"), gettext_lazy("Vêtements"),
        gettext_lazy("Nourriture, graines"),
    )),
    (gettext_lazy("Savoir-faire"), (
        gettext_lazy("Réparer"), gettext_lazy("Cuisiner"), gettext_lazy("Jardiner"),
        gettext_lazy("Langues, papiers"), gettext_lazy("Informatique"),
    )),
    (gettext_lazy("Temps"), (
        gettext_lazy("Garder des enfants"), gettext_lazy("Tenir compagnie"),
        gettext_lazy("Coup de main"),
    )),
    (gettext_lazy("Place"), (
        gettext_lazy("Une pièce, un lieu"), gettext_lazy("Un bout de jardin"),
    )),
    (gettext_lazy("Transport"), (gettext_lazy("Accompagner"), gettext_lazy("Porter"))),
)  # fmt: skip


@dataclass(frozen=True)
class Joining:
    """Somebody who joins: the name they choose, who they are, how to reach them."""

    name: str
    tell_by: str = TellBy.COME_BACK
    kind: str = Neighbour.Kind.PERSON
    peer_group: PeerGroup | None = None
    neighbourhood: Neighbourhood | None = None
    cell: Cell | None = None
    email: str = ""
    phone: str = ""
    through: str = ""
    languages: str = ""
    # Whether loops are proposed to them; whether the square that was kept is to be forgotten.
    looped: bool = True
    nowhere: bool = False
    entered_how: str = field(default=Neighbour.EnteredHow.SELF)


@transaction.atomic
def open_circle(collective: Collective) -> Circle:
    """Open the mutual aid of a collective, once, with a short tree of categories."""
    circle, new = Circle.objects.get_or_create(collective=collective)
    if new:
        for position, (name, branches) in enumerate(CATEGORIES):
            parent = Category.objects.create(circle=circle, name=str(name), position=position)
            Category.objects.bulk_create(
                Category(circle=circle, parent=parent, name=str(one), position=number)
                for number, one in enumerate(branches)
            )
    return circle


@dataclass(frozen=True)
class Renamed:
    """A branch or a leaf that changes its name: what is in it stays there."""

    old: str
    new: str


@transaction.atomic
def grow(
    circle: Circle, tree: Sequence[tuple[str | Renamed, Sequence[str | Renamed]]]
) -> list[str]:
    """Make the tree of a circle this one; return the names that stay because something is there.

    A branch or a leaf that keeps its name, or is renamed, is the same; one that is named no more
    goes unless an offer, a need or a deed is in it.
    """
    kept: set[int] = set()
    for position, (name, leaves) in enumerate(tree):
        parent = _grown(circle, None, name, position)
        kept.add(parent.pk)
        kept |= {_grown(circle, parent, one, n).pk for n, one in enumerate(leaves)}
    left = []
    # PostgreSQL would put branches, which have no parent, before their leaves.
    leaves_first = F("parent_id").desc(nulls_last=True)
    for gone in Category.objects.filter(circle=circle).exclude(pk__in=kept).order_by(leaves_first):
        inside = (gone.offers, gone.needs, gone.deeds, gone.children)
        if any(some.exists() for some in inside):
            left.append(gone.name)
        else:
            gone.delete()
    return left


def _grown(circle: Circle, parent: Category | None, name: str | Renamed, position: int) -> Category:
    if isinstance(name, Renamed):
        here = Category.objects.filter(circle=circle, parent=parent)
        if not here.filter(name=name.new).exists():
            here.filter(name=name.old).update(name=name.new)
        name = name.new
    found, _new = Category.objects.get_or_create(circle=circle, parent=parent, name=name)
    found.position = position
    found.save(update_fields=["position"])
    return found


def join(
    circle: Circle, who: Joining, *, key: str, person: Person | None = None
) -> tuple[Neighbour, bool]:
    """Let somebody join, once however often the form with this key is sent.

    Returns:
        The neighbour, and whether they are new. Their four words follow from the key.
    """
    digest = receipt_words.key_digest(key)
    try:
        with transaction.atomic():
            return _join(circle, who, key, person), True
    except IntegrityError:
        return Neighbour.objects.get(circle=circle, key_digest=digest), False


def _join(circle: Circle, who: Joining, key: str, person: Person | None) -> Neighbour:
    made = Neighbour.objects.create(
        circle=circle,
        person=person,
        name=who.name,
        kind=who.kind,
        peer_group=who.peer_group,
        neighbourhood=who.neighbourhood,
        column=who.cell.column if who.cell else None,
        row=who.cell.row if who.cell else None,
        tell_by=who.tell_by,
        email=who.email,
        phone=who.phone,
        through=who.through,
        languages=who.languages,
        receipt_digest=receipt_words.receipt_digest(receipt_words.receipt_for(key)),
        key_digest=receipt_words.key_digest(key),
        known_by=_known(circle, who, person).kept(),
        entered_how=who.entered_how,
        looped=who.looped,
    )
    blocking.recognise(made)
    return made


def _known(circle: Circle, who: Joining, person: Person | None) -> Known:
    """Return what somebody is known by: each contact they left, and that of their account."""
    emails = [who.email, (person.email or "") if person else ""]
    return known_by(circle.collective_id, name=who.name, emails=emails, phone=who.phone)


@transaction.atomic
def change(neighbour: Neighbour, who: Joining) -> None:
    """Say otherwise who one is, or how one is told; whom one never meets stays so at tables too.

    What they were known by stays with what they are known by: nobody undoes by a new number what
    somebody else asked for.
    """
    names = ("name", "kind", "peer_group", "neighbourhood", "tell_by", "email", "phone", "through",
             "languages", "looped")  # fmt: skip
    for name in names:
        setattr(neighbour, name, getattr(who, name))
    if who.cell or who.nowhere:
        neighbour.column = who.cell.column if who.cell else None
        neighbour.row = who.cell.row if who.cell else None
    known = _known(neighbour.circle, who, neighbour.person)
    neighbour.known_by = (neighbour.known | known).kept()
    neighbour.save()
    blocking.recognise(neighbour)


@transaction.atomic
def renew(neighbour: Neighbour, key: str) -> None:
    """Let other four words open somebody's pages, those of this key; the old ones open nothing."""
    words = receipt_words.receipt_for(key)
    neighbour.receipt_digest = receipt_words.receipt_digest(words)
    # The form with which they joined would show the old words again.
    neighbour.key_digest = receipt_words.key_digest(key)
    neighbour.renewed_on = timezone.localdate()
    neighbour.save(update_fields=["receipt_digest", "key_digest", "renewed_on"])


@transaction.atomic
def leave(neighbour: Neighbour) -> None:
    """Let somebody leave: their posts, words and contact are erased; deeds stay without them.

    A loop they were in does not take place: the others are free for another one. What others
    asked for themselves stays: whoever does not want to meet them does not, if they come back.
    """
    for loop in looping.open_loops_of(neighbour):
        looping.end(loop, looping.State.OFF)
    rights.take_back([*neighbour.needs.all(), *neighbour.carried.all()])
    telling.erase_trace(neighbour)
    blocking.forget(neighbour)
    neighbour.delete()
