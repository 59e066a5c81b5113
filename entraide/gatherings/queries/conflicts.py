"""What cannot be right in a programme: organisers see it beside the programme."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.utils.translation import gettext as _

from entraide.gatherings.models import Gathering, Moment, Option
from entraide.places.models import Room
from entraide.ui import wording

# A moment without an end is taken to last this long.
UNKNOWN_LENGTH = timedelta(minutes=15)


@dataclass(frozen=True)
class Use:
    """A room, or nothing, used during some time for something."""

    title: str
    begin: datetime
    end: datetime
    room: Room | None
    moment_id: int
    capacity: int | None
    speakers: frozenset[str]
    # The moment itself, not one of its options.
    whole: bool
    # None when nobody said when it ends.
    said_end: datetime | None = None

    def overlaps(self, other: "Use") -> bool:
        """Tell whether both happen at the same time for a while."""
        return self.begin < other.end and other.begin < self.end


def conflicts(gathering: Gathering) -> list[str]:
    """Return each conflict of the programme as a sentence."""
    uses = _uses(gathering)
    found = [sentence for use in uses for sentence in _alone(use, gathering)]
    for one, other in combinations(uses, 2):
        if one.overlaps(other):
            found += _together(one, other)
    return found + _elsewhere(gathering, uses)


def _uses(gathering: Gathering) -> list[Use]:
    moments = gathering.moments.select_related("room__place").prefetch_related(
        "options__room__place", "options__speakings__speaker", "speakings__speaker"
    )
    uses = []
    for moment in moments:
        options = list(moment.options.all())
        uses.append(_use(moment, None))
        uses += [_use(moment, option) for option in options]
    return uses


def _use(moment: Moment, option: Option | None) -> Use:
    speakings = option.speakings.all() if option else moment.speakings.all()
    return Use(
        title=option.title if option else moment.title,
        begin=moment.starts_at,
        end=moment.ends_at or moment.starts_at + UNKNOWN_LENGTH,
        room=option.room if option else moment.room,
        moment_id=moment.pk,
        capacity=option.capacity if option else None,
        speakers=frozenset(str(s.speaker) for s in speakings if option or s.option_id is None),
        whole=option is None,
        said_end=moment.ends_at,
    )


def _alone(use: Use, gathering: Gathering) -> list[str]:
    found = []
    if use.begin < gathering.starts_at or (use.said_end or use.begin) > gathering.ends_at:
        found.append(
            _("« %(title)s » (%(when)s) est en dehors des heures de la rencontre.")
            % {"title": use.title, "when": wording.day_and_hour(use.begin)}
        )
    if use.room and use.room.capacity and (use.capacity or 0) > use.room.capacity:
        found.append(
            _("« %(title)s » a %(places)d places ; la salle « %(room)s » en a %(seats)d.")
            % {
                "title": use.title,
                "places": use.capacity or 0,
                "room": use.room,
                "seats": use.room.capacity,
            }
        )
    return found


def _together(one: Use, other: Use) -> list[str]:
    names = {"one": one.title, "other": other.title}
    found: list[str] = []
    if one.moment_id == other.moment_id and one.whole != other.whole:
        # A moment and one of its own choices: the same time, place and people, on purpose.
        return found
    if one.room and one.room == other.room:
        found.append(
            _("« %(one)s » et « %(other)s » sont en même temps dans la salle « %(room)s ».")
            % {**names, "room": one.room}
        )
    found += [
        _("« %(who)s » est en même temps à « %(one)s » et à « %(other)s ».") % {**names, "who": who}
        for who in sorted(one.speakers & other.speakers)
    ]
    if one.whole and other.whole:
        found.append(_("« %(one)s » et « %(other)s » se chevauchent.") % names)
    return found


def _elsewhere(gathering: Gathering, uses: list[Use]) -> list[str]:
    """Return rooms that another gathering uses; the other one is not named."""
    rooms = {use.room.pk for use in uses if use.room}
    others = (
        Moment.objects.filter(starts_at__lt=gathering.ends_at)
        .filter(starts_at__gte=gathering.starts_at - timedelta(days=1))
        .exclude(gathering=gathering)
        .exclude(gathering__state=Gathering.State.CANCELLED)
    )
    busy = [
        *others.filter(room__in=rooms).values_list("room_id", "starts_at", "ends_at"),
        *others.filter(options__room__in=rooms).values_list(
            "options__room_id", "starts_at", "ends_at"
        ),
    ]
    found = []
    for room_id, begin, end in busy:
        for use in uses:
            if (
                use.room
                and use.room.pk == room_id
                and use.begin < (end or begin + UNKNOWN_LENGTH)
                and begin < use.end
            ):
                found.append(
                    _("« %(title)s » : la salle « %(room)s » est prise par une autre rencontre.")
                    % {"title": use.title, "room": use.room}
                )
    return found
