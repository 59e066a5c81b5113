"""Changing tables by hand: each change can be undone; ties are written without a reason."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.actions import places
from entraide.gatherings.models import Gathering, HandMove, Moment, Seat, SignUp, Table, Tie
from entraide.people.models import Person


class Gone(Exception):
    """Someone or some table is no longer there, or sits elsewhere by now."""


@transaction.atomic
def move(
    moment: Moment, person: SignUp, *, to: Table, partner: SignUp | None, by: Person
) -> HandMove:
    """Seat someone at another table, in exchange for someone there or not.

    Raises:
        Gone: when the person has no seat, or the partner sits elsewhere.
    """
    gathering = places.lock(moment.gathering)
    people = [person, partner] if partner else [person]
    now = dict(
        Seat.objects.filter(moment=moment, sign_up__in=people).values_list("sign_up_id", "table_id")
    )
    if person.pk not in now or (partner and now.get(partner.pk) != to.pk):
        raise Gone
    wanted = {person.pk: to.pk}
    if partner:
        wanted[partner.pk] = now[person.pk]
    reseat(moment, wanted)
    done = HandMove.objects.create(
        gathering=gathering, moment=moment, by=by, before={str(who): at for who, at in now.items()}
    )
    places.touch(gathering)
    places.log(gathering, _("tables : %(n)d personnes changées à la main") % {"n": len(now)}, by=by)
    return done


def reseat(moment: Moment, wanted: Mapping[int, int]) -> None:
    """Write new tables for some people; who leads or writes at a table stops when leaving it."""
    for person, table in wanted.items():
        Seat.objects.filter(moment=moment, sign_up=person).update(table=table)
    tables = Table.objects.filter(moment=moment)
    for person, table in wanted.items():
        tables.filter(facilitator=person).exclude(pk=table).update(facilitator=None)
        tables.filter(scribe=person).exclude(pk=table).update(scribe=None)


@transaction.atomic
def undo(gathering: Gathering, *, by: Person) -> bool:
    """Take the last change by hand back; tell whether there was one."""
    gathering = places.lock(gathering)
    last = HandMove.objects.filter(gathering=gathering, undone_at=None).first()
    if last is None:
        return False
    tables = set(Table.objects.filter(moment=last.moment_id).values_list("pk", flat=True))
    before = {int(who): table for who, table in last.before.items() if table in tables}
    reseat(last.moment, before)
    last.undone_at = timezone.now()
    last.save(update_fields=["undone_at"])
    places.touch(gathering)
    places.log(gathering, _("tables : dernier changement défait"), by=by)
    return True


def lock_seat(moment: Moment, person: SignUp, *, locked: bool) -> None:
    """Keep someone at a table whatever is composed later, or not."""
    Seat.objects.filter(moment=moment, sign_up=person).update(locked=locked)


@transaction.atomic
def name_roles(table: Table, *, facilitator: SignUp | None, scribe: SignUp | None) -> None:
    """Say who leads a table and who writes there."""
    table.facilitator, table.scribe = facilitator, scribe
    table.save(update_fields=["facilitator", "scribe"])
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
