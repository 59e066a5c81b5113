"""Opens the mutual aid of a collective; lets neighbours in, apart, out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from entraide.exchanges.cells import Cell
from entraide.exchanges.models import Block, Category, Circle, Link, Loop, Neighbour, Part, Talk
from entraide.exchanges.queries.people import apart_from
from entraide.people import receipt_words
from entraide.people.actions import keep_apart, let_meet
from entraide.people.known import contact_digest
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


@transaction.atomic
def grow(circle: Circle, tree: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """Make the tree of a circle this one; return the names that stay because something is there.

    A branch or a leaf that keeps its name is the same; one that is named no more goes unless an
    offer or a need is in it.
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
        held = gone.offers.exists() or gone.needs.exists() or gone.children.exists()
        if held:
            left.append(gone.name)
        else:
            gone.delete()
    return left


def _grown(circle: Circle, parent: Category | None, name: str, position: int) -> Category:
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
    known_by = contact_digest(circle.collective_id, email=who.email, phone=who.phone, name=who.name)
    return Neighbour.objects.create(
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
        digest=known_by,
        entered_how=who.entered_how,
    )


@transaction.atomic
def change(neighbour: Neighbour, who: Joining) -> None:
    """Say otherwise who one is, or how one is told; whom one never meets stays so at tables too."""
    old = neighbour.digest
    contact = {"email": who.email, "phone": who.phone, "name": who.name}
    neighbour.digest = contact_digest(neighbour.circle.collective_id, **contact)
    names = ("name", "kind", "peer_group", "neighbourhood", "tell_by", "email", "phone", "through",
             "languages")  # fmt: skip
    for name in names:
        setattr(neighbour, name, getattr(who, name))
    if who.cell:
        neighbour.column, neighbour.row = who.cell.column, who.cell.row
    neighbour.save()
    collective = neighbour.circle.collective
    for other in Neighbour.objects.filter(pk__in=apart_from(neighbour)):
        let_meet(collective, old, other.digest)
        keep_apart(collective, neighbour.digest, other.digest)


@transaction.atomic
def block(by: Neighbour, of: Neighbour) -> None:
    """Keep two people apart in everything that is found, proposed, seated; nobody is told.

    What they wrote to each other closes, a loop that would join them is off, tables keep them
    apart.
    """
    if by.pk == of.pk or by.circle_id != of.circle_id:
        raise ValueError("not two neighbours of one circle")
    Block.objects.get_or_create(by=by, of=of)
    keep_apart(by.circle.collective, by.digest, of.digest)
    both = Q(opener=by, other=of) | Q(opener=of, other=by)
    Talk.objects.filter(both, closed_on=None).update(closed_on=timezone.localdate())
    for loop in _loops_of(by).filter(links__neighbour=of):
        refuse(loop)


@transaction.atomic
def unblock(by: Neighbour, of: Neighbour) -> None:
    """Take one's own block back; the other's, if there is one, stays."""
    Block.objects.filter(by=by, of=of).delete()
    if not Block.objects.filter(by=of, of=by).exists():
        let_meet(by.circle.collective, by.digest, of.digest)


def refuse(loop: Loop) -> None:
    """Let a loop not take place; nobody learns who refused."""
    loop.state = Loop.State.REFUSED
    loop.save(update_fields=["state"])


def _loops_of(neighbour: Neighbour) -> QuerySet[Loop]:
    open_states = (Loop.State.PROPOSED, Loop.State.AGREED)
    mine = Link.objects.filter(neighbour=neighbour).values("loop")
    return Loop.objects.filter(pk__in=mine, state__in=open_states)


@transaction.atomic
def leave(neighbour: Neighbour, *, day: date | None = None) -> None:
    """Let somebody leave: their posts, words and contact are erased; deeds stay without them.

    A loop they were in does not take place: the others are free for another one.
    """
    for loop in _loops_of(neighbour):
        refuse(loop)
    Part.objects.filter(neighbour=neighbour).update(neighbour=None)
    neighbour.delete()
