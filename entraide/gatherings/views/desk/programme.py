"""The programme editor and the places it uses."""

from django.contrib import messages
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import programme as actions
from entraide.gatherings.actions.places import lock
from entraide.gatherings.forms.programme import MomentForm, OptionForm
from entraide.gatherings.models import Moment, Option, Seat
from entraide.gatherings.queries import conflicts, public
from entraide.people.access import DeskRequest, desk
from entraide.people.models import EDITORS
from entraide.places.forms import PlaceForm, RoomForm
from entraide.places.models import Place, Room


@desk(EDITORS)
def programme(request: DeskRequest, slug: str) -> HttpResponse:
    """The programme with its conflicts."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "entries": public.programme(gathering),
        "conflicts": conflicts.conflicts(gathering),
    }
    return render(request, "gatherings/desk/programme.html", context)


@desk(EDITORS)
def moment(request: DeskRequest, slug: str, number: int | None = None) -> HttpResponse:
    """Add, change or remove a moment."""
    gathering = own_gathering(request, slug)
    last = gathering.moments.last()
    found = (
        get_object_or_404(Moment, pk=number, gathering=gathering)
        if number
        else Moment(
            gathering=gathering,
            starts_at=(last.ends_at or last.starts_at) if last else gathering.starts_at,
        )
    )
    if request.method == "POST" and "remove" in request.POST and number:
        return _remove(request, found, found)
    form = MomentForm(request.POST or None, instance=found, gathering=gathering)
    if request.method == "POST" and form.is_valid():
        saved: Moment = form.save()
        form.save_speakers(saved, None)
        what = _("moment « %(title)s » enregistré") % {"title": saved.title}
        actions.record_moment(saved, what, by=request.user, fields=form.changed_data)
        return _to_programme(request, slug)
    context = {"membership": request.membership, "gathering": gathering, "form": form}
    return render(request, "gatherings/desk/moment.html", {**context, "moment": found})


@desk(EDITORS)
def option(
    request: DeskRequest, slug: str, moment_number: int, number: int | None = None
) -> HttpResponse:
    """Add, change or remove one of the things to choose."""
    gathering = own_gathering(request, slug)
    of = get_object_or_404(Moment, pk=moment_number, gathering=gathering)
    found = get_object_or_404(Option, pk=number, moment=of) if number else Option(moment=of)
    if request.method == "POST" and "remove" in request.POST and number:
        return _remove(request, found, of)
    form = OptionForm(request.POST or None, instance=found, gathering=gathering)
    if request.method == "POST" and _option_saved(request, of, form):
        return _to_programme(request, slug)
    context = {"membership": request.membership, "gathering": gathering, "form": form}
    return render(
        request, "gatherings/desk/option.html", {**context, "moment": of, "option": found}
    )


@transaction.atomic
def _option_saved(request: DeskRequest, of: Moment, form: OptionForm) -> bool:
    """Save an option that is right; tell whether it was. Sign-ups wait meanwhile."""
    lock(of.gathering)
    if not form.is_valid():
        return False
    new = form.instance.pk is None
    form.instance.save(update_fields=None if new else [*OptionForm.Meta.fields, "moment"])
    form.save_speakers(of, form.instance)
    if of.choosing == Moment.Choosing.NONE:
        Moment.objects.filter(pk=of.pk).update(choosing=Moment.Choosing.WISHES)
    what = _("choix « %(title)s » enregistré") % {"title": form.instance.title}
    actions.record_moment(of, what, by=request.user, fields=form.changed_data)
    return True


@transaction.atomic
def _remove(request: DeskRequest, row: Moment | Option, moment: Moment) -> HttpResponse:
    """Remove what nobody has; refuse, with a sentence, what someone has. Sign-ups wait."""
    lock(moment.gathering)
    if row.allocations.exists() or _sits(row):
        messages.error(
            request, _("« %(title)s » : des personnes l'ont déjà. Déplacez-les d'abord.")
            % {"title": row.title}
        )  # fmt: skip
    else:
        what = _("« %(title)s » retiré du programme") % {"title": row.title}
        row.delete()
        actions.record_change(moment.gathering, what, by=request.user, fields=["description"])
    return _to_programme(request, moment.gathering.slug)


def _sits(row: Moment | Option) -> bool:
    """Tell whether people sit at the tables of a moment, or of one of its choices."""
    return Seat.objects.filter(table__in=row.tables.all()).exists()


def _to_programme(request: DeskRequest, slug: str) -> HttpResponse:
    return redirect("gatherings:desk_programme", request.membership.collective.slug, slug)


@desk(EDITORS)
def places(request: DeskRequest) -> HttpResponse:
    """Places and rooms, shared by all collectives."""
    context = {
        "membership": request.membership,
        "places": Place.objects.select_related("neighbourhood").prefetch_related("rooms"),
    }
    return render(request, "gatherings/desk/places.html", context)


@desk(EDITORS)
def place(request: DeskRequest, number: int | None = None) -> HttpResponse:
    """Add or change a place."""
    found = get_object_or_404(Place, pk=number) if number else Place()
    form = PlaceForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        actions.place_changed(saved)
        messages.success(request, _("C'est enregistré."))
        return redirect("gatherings:place", request.membership.collective.slug, saved.pk)
    context = {"membership": request.membership, "place": found, "form": form}
    return render(request, "gatherings/desk/place.html", context)


@desk(EDITORS)
def room(request: DeskRequest, number: int, room_number: int | None = None) -> HttpResponse:
    """Add, change or remove a room of a place."""
    of = get_object_or_404(Place, pk=number)
    found = get_object_or_404(Room, pk=room_number, place=of) if room_number else Room(place=of)
    form = RoomForm(request.POST or None, instance=found)
    if request.method == "POST" and "remove" in request.POST and room_number:
        try:
            found.delete()
        except ProtectedError:
            messages.error(request, _("Cette salle sert dans un programme : on la garde."))
        return redirect("gatherings:place", request.membership.collective.slug, of.pk)
    if request.method == "POST" and form.is_valid():
        form.save()
        actions.place_changed(of)
        return redirect("gatherings:place", request.membership.collective.slug, of.pk)
    context = {"membership": request.membership, "place": of, "room": found, "form": form}
    return render(request, "gatherings/desk/room.html", context)
