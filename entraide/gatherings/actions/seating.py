"""Changing tables by hand: each change can be undone; ties are written without a reason."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.actions import places
from entraide.gatherings.models import Gathering, HandMove, Moment, Seat, SignUp, Table, Tie
from entraide.gatherings.queries import seating as queries
from entraide.people.models import Person


class Gone(Exception):
    """Someone or some table is no longer there, or sits elsewhere by now."""


class Tied(Exception):
    """The change would break a tie, or seat someone with other peers or at another choice."""


@transaction.atomic
def move(
    moment: Moment, person: SignUp, *, to: Table, partner: SignUp | None, by: Person
) -> HandMove:
    """Seat someone at another table, in exchange for someone there or not.

    Raises:
        Gone: when the person has no seat, or the partner sits elsewhere.
        Tied: when the two tables do not exchange people, or a tie forbids it.
    """
    gathering = places.lock(moment.gathering)
    people = [person, partner] if partner else [person]
    now = dict(
        Seat.objects.filter(moment=moment, sign_up__in=people).values_list("sign_up_id", "table_id")
    )
    if person.pk not in now or (partner and now.get(partner.pk) != to.pk):
        raise Gone
    refuse(moment, person, now[person.pk], to.pk, partner)
    wanted = {person.pk: to.pk}
    if partner:
        wanted[partner.pk] = now[person.pk]
    before = {"seats": {str(who): at for who, at in now.items()}, "roles": roles_of(now.values())}
    reseat(moment, wanted)
    done = HandMove.objects.create(gathering=gathering, moment=moment, by=by, before=before)
    places.touch(gathering)
    places.log(gathering, _("tables : %(n)d personnes changées à la main") % {"n": len(now)}, by=by)
    return done


def refuse(moment: Moment, person: SignUp, here: int, there: int, partner: SignUp | None) -> None:
    """Refuse a change that the page does not offer: the page may be older than a tie."""
    tables = Table.objects.in_bulk([here, there])
    if there not in tables:
        raise Gone
    if here == there:
        return
    now = queries.seated_now(moment, tables[here].option_id)
    if queries.other_room(tables[here], tables[there]) or queries.forbidden(
        now, person.pk, there, partner.pk if partner else None
    ):
        raise Tied


def roles_of(tables: Iterable[int]) -> dict[str, list[int | None]]:
    """Return who leads and who writes at some tables, by row of the table."""
    return {
        str(table.pk): [table.facilitator_id, table.scribe_id]
        for table in Table.objects.filter(pk__in=list(tables))
    }


def reseat(moment: Moment, wanted: Mapping[int, int]) -> None:
    """Write new tables for some people; who leads or writes at a table stops when leaving it."""
    for person, table in wanted.items():
        Seat.objects.filter(moment=moment, sign_up=person).update(table=table)
    tables = Table.objects.filter(moment=moment)
    for person, table in wanted.items():
        tables.filter(facilitator=person).exclude(pk=table).update(facilitator=None)
        tables.filter(scribe=person).exclude(pk=table).update(scribe=None)


@transaction.atomic
def undo(gathering: Gathering, *, by: Person, expected: int | None = None) -> bool:
    """Take the last change by hand back; tell whether there was one.

    With the number of the change that was seen, that one only: a double click undoes one change.
    """
    gathering = places.lock(gathering)
    last = HandMove.objects.filter(gathering=gathering, undone_at=None).first()
    if last is None or expected not in (None, last.pk):
        return False
    tables = set(Table.objects.filter(moment=last.moment_id).values_list("pk", flat=True))
    # Changes of before the roles were kept have the seats alone.
    seats = last.before.get("seats", last.before)
    before = {int(who): table for who, table in seats.items() if table in tables}
    reseat(last.moment, before)
    give_roles_back(last.before.get("roles", {}), set(before))
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    places.touch(gathering)
    places.log(gathering, _("tables : dernier changement défait"), by=by)
    return True


def give_roles_back(roles: Mapping[str, Sequence[int | None]], back: set[int]) -> None:
    """Let those who are back lead and write again, unless someone else was named meanwhile."""
    for table, (facilitator, scribe) in roles.items():
        seated = back.intersection(
            Seat.objects.filter(table=int(table)).values_list("sign_up_id", flat=True)
        )
        found = Table.objects.filter(pk=int(table))
        if facilitator in seated:
            found.filter(facilitator=None).exclude(scribe=facilitator).update(
                facilitator=facilitator
            )
        if scribe in seated:
            found.filter(scribe=None).exclude(facilitator=scribe).update(scribe=scribe)


def lock_seat(moment: Moment, person: SignUp, *, locked: bool) -> None:
    """Keep someone at a table whatever is composed later, or not."""
    Seat.objects.filter(moment=moment, sign_up=person).update(locked=locked)


@transaction.atomic
def name_roles(table: Table, *, facilitator: SignUp | None, scribe: SignUp | None) -> None:
    """Say who leads a table and who writes there.

    Raises:
        Gone: when one of them has just left the table, or the table is gone.
    """
    places.lock(table.moment.gathering)
    named = {person.pk for person in (facilitator, scribe) if person}
    here = set(Seat.objects.filter(table=table.pk).values_list("sign_up_id", flat=True))
    if not named <= here:
        raise Gone
    Table.objects.filter(pk=table.pk).update(facilitator=facilitator, scribe=scribe)
    places.touch(table.moment.gathering)


@transaction.atomic
def tie(gathering: Gathering, kind: str, one: SignUp, other: SignUp, *, by: Person) -> None:
    """Keep two people together, or apart. The change log says neither who nor why."""
    first, second = sorted((one, other), key=lambda person: person.pk)
    Tie.objects.update_or_create(
        one=first, other=second, defaults={"gathering": gathering, "kind": kind}
    )
    places.log(gathering, _("placement : un lien entre deux personnes a changé"), by=by)


@transaction.atomic
def untie(found: Tie, *, by: Person) -> None:
    """Forget a tie."""
    places.log(found.gathering, _("placement : un lien entre deux personnes a changé"), by=by)
    found.delete()
