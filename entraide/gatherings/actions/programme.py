"""What follows when organisers change a gathering: log, calendar, cached pages, freed places."""

import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from entraide.gatherings.actions import places, waiting
from entraide.gatherings.models import Gathering, Moment, Option, Speaker, Speaking
from entraide.people.models import Person
from entraide.places.models import Place

# What a calendar shows: a change of one of these must reach those who imported the file.
CALENDAR_FIELDS = {
    "title", "starts_at", "ends_at", "place", "room", "description", "lead", "state",
}  # fmt: skip


@transaction.atomic
def record_change(
    gathering: Gathering, what: str, *, by: Person | None, fields: list[str], reason: str = ""
) -> None:
    """Write that fields of a gathering changed, after they were saved.

    Places that a larger capacity frees are offered at once.
    """
    gathering = places.lock(gathering)
    if CALENDAR_FIELDS & set(fields):
        Gathering.objects.filter(pk=gathering.pk).update(sequence=F("sequence") + 1)
    if {"title", "state"} & set(fields):
        # Each moment's own file says the title and the state of its gathering.
        gathering.moments.update(sequence=F("sequence") + 1)
    places.touch_text(Gathering.objects.filter(pk=gathering.pk))
    places.log(gathering, what, by=by, reason=reason)
    waiting.offer_freed(gathering)


@transaction.atomic
def record_moment(moment: Moment, what: str, *, by: Person, fields: list[str]) -> None:
    """Write that a moment or one of its options changed."""
    if CALENDAR_FIELDS & set(fields):
        Moment.objects.filter(pk=moment.pk).update(sequence=F("sequence") + 1)
    # The file of the gathering says where its first moment is.
    record_change(
        moment.gathering, what, by=by, fields=[name for name in fields if name == "place"]
    )


@transaction.atomic
def set_state(gathering: Gathering, state: str, *, by: Person, reason: str = "") -> None:
    """Publish, take back to draft, or cancel."""
    sentences = {
        Gathering.State.PUBLISHED: _("rencontre publiée"),
        Gathering.State.DRAFT: _("rencontre remise en brouillon"),
        Gathering.State.CANCELLED: _("rencontre annulée"),
    }
    Gathering.objects.filter(pk=gathering.pk).update(state=state)
    record_change(
        gathering, sentences[Gathering.State(state)], by=by, fields=["state"], reason=reason
    )


def moved(moment: datetime, days: int) -> datetime:
    """Return the same hour on the clock of the place, some days later."""
    naive = timezone.make_naive(moment) + timedelta(days=days)
    return timezone.make_aware(naive)


@transaction.atomic
def move(gathering: Gathering, begin: date, *, by: Person | None) -> None:
    """Move a whole gathering to another day, every moment at its hour on the clock."""
    shift = (begin - timezone.localdate(gathering.starts_at)).days
    if shift == 0:
        return
    gathering.refresh_from_db()
    for name in ("starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at", "lots_at"):
        if value := getattr(gathering, name):
            setattr(gathering, name, moved(value, shift))
    gathering.save()
    for moment in gathering.moments.all():
        moment.starts_at = moved(moment.starts_at, shift)
        moment.ends_at = moved(moment.ends_at, shift) if moment.ends_at else None
        moment.sequence += 1
        moment.save()
    record_change(gathering, _("rencontre déplacée"), by=by, fields=["starts_at"])


def free_slug(title: str, begin: date) -> str:
    """Return an address of a page that nobody uses yet."""
    base = f"{slugify(title)[:60].strip('-') or 'rencontre'}-{begin:%Y-%m-%d}"
    slug, number = base, 2
    while Gathering.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


@transaction.atomic
def clone(source: Gathering, *, begin: date, by: Person | None) -> Gathering:
    """Return a draft with the same programme on another day; nobody is signed up."""
    days = (begin - timezone.localtime(source.starts_at).date()).days
    copy = Gathering.objects.get(pk=source.pk)
    _renew(copy)
    copy.cloned_from = source
    copy.state = Gathering.State.DRAFT
    copy.slug = free_slug(source.title, begin)
    copy.lots_seed, copy.lots_drawn_at, copy.purged_at = "", None, None
    copy.taken = copy.sequence = copy.version = copy.edition = 0
    for field in ["starts_at", "ends_at", "sign_up_opens_at", "sign_up_closes_at", "lots_at"]:
        if value := getattr(copy, field):
            setattr(copy, field, moved(value, days))
    copy.save()
    speakers = {speaker.pk: _copy_speaker(speaker, copy) for speaker in source.speakers.all()}
    for moment in source.moments.prefetch_related("options", "speakings"):
        _copy_moment(moment, copy, days, speakers)
    places.log(copy, _("copie de « %(title)s »") % {"title": source.title}, by=by)
    return copy


def _renew(row: Gathering | Moment) -> None:
    row.pk = None
    row.uid = uuid.uuid4()
    row._state.adding = True


def _copy_speaker(speaker: Speaker, gathering: Gathering) -> Speaker:
    return Speaker.objects.create(gathering=gathering, role=speaker.role, name=speaker.name)


def _copy_moment(
    moment: Moment, gathering: Gathering, days: int, speakers: dict[int, Speaker]
) -> None:
    options = list(moment.options.all())
    speakings = list(moment.speakings.all())
    _renew(moment)
    moment.gathering = gathering
    moment.sequence = 0
    moment.starts_at = moved(moment.starts_at, days)
    moment.ends_at = moved(moment.ends_at, days) if moment.ends_at else None
    moment.save()
    copies: dict[int | None, Option | None] = {None: None}
    for option in options:
        old = option.pk
        option.pk = None
        option._state.adding = True
        option.moment, option.taken = moment, 0
        option.save()
        copies[old] = option
    for speaking in speakings:
        Speaking.objects.create(
            speaker=speakers[speaking.speaker_id],
            moment=moment,
            option=copies[speaking.option_id],
        )


def place_changed(place: Place) -> None:
    """Make new every public page and calendar that shows this place."""
    shown = Gathering.objects.filter(
        Q(moments__place=place) | Q(moments__options__place=place)
    ).values("pk")
    gatherings = Gathering.objects.filter(pk__in=list(shown.values_list("pk", flat=True)))
    gatherings.update(sequence=F("sequence") + 1)
    Moment.objects.filter(place=place).update(sequence=F("sequence") + 1)
    places.touch_text(gatherings)
