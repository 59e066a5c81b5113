"""The reception of a gathering: who is here. Works with the network down, see arrival.js."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import arrival as actions
from entraide.gatherings.actions.sign_up import FormDamaged
from entraide.gatherings.forms.arrival import (
    BadMarks,
    NumbersForm,
    WalkInForm,
    read_document,
    read_marks,
)
from entraide.gatherings.models import Arrival, Gathering, Party
from entraide.gatherings.queries import arrival as queries
from entraide.people.access import DeskRequest, desk
from entraide.people.known import folded
from entraide.people.models import DESK
from entraide.places.models import Place
from entraide.ui import queued
from entraide.ui.fields import number_typed, tidy

LONGEST_SEARCH = 80


@desk(DESK)
def receptions(request: DeskRequest, slug: str) -> HttpResponse:
    """The receptions of a gathering, one a place; after it, who came."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "places": queries.places_of(gathering),
        "came": queries.came(gathering),
        "over": gathering.ends_at < timezone.now(),
    }
    return render(request, "gatherings/desk/receptions.html", context)


def own_place(gathering: Gathering, number: int) -> Place:
    """Return a place of this gathering, or 404."""
    known = [place.pk for place in queries.places_of(gathering)]
    return get_object_or_404(Place, pk=number if number in known else None)


def place_still_here(gathering: Gathering, number: int) -> Place | None:
    """Return a place of this gathering, None if it is not any more.

    The programme may change during the day; what a device queued there still comes in.
    """
    return next((place for place in queries.places_of(gathering) if place.pk == number), None)


@desk(DESK)
def reception(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """The list of a reception: find, mark, take back, sign someone up at the door."""
    gathering = own_gathering(request, slug)
    place = own_place(gathering, number)
    if request.method == "POST" and ({"here", "back", "words"} & request.POST.keys()):
        mark_one(request, gathering, place)
        if "find" not in request.POST:
            return redirect(request.path)
    form = WalkInForm(gathering=gathering, initial={"key": uuid.uuid4().hex})
    return show(request, gathering, place, form)


def show(
    request: DeskRequest, gathering: Gathering, place: Place, form: WalkInForm
) -> HttpResponse:
    """Return the page of a reception, with what was typed into the form of the door."""
    people = queries.expected(gathering)
    text = tidy(request.POST.get("text", ""))[:LONGEST_SEARCH]
    groups, meals = queries.counts(people)
    wanted = folded(text)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "place": place,
        "people": [one for one in people if wanted in one.search],
        "text": text,
        "groups": groups,
        "meals": meals,
        "here": sum(one.here for one in people),
        "everyone": len(people),
        "walk_in": form,
        "now": milliseconds(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/desk/reception.html", context, status=status)


def milliseconds() -> int:
    """Return the milliseconds since 1970, as devices count them."""
    return round(timezone.now().timestamp() * 1000)


def mark_one(request: DeskRequest, gathering: Gathering, place: Place) -> None:
    """Write the mark of a button, or of four words that were typed."""
    kind = Arrival.Mark.BACK if "back" in request.POST else Arrival.Mark.HERE
    person = number_typed(request.POST.get("here") or request.POST.get("back") or "")
    words = tidy(request.POST.get("words", ""))[:LONGEST_SEARCH]
    sent = actions.Sent(uuid.uuid4(), kind, timezone.now(), person, words)
    if not person and not words:
        return
    if actions.mark(gathering, [sent], place=place, by=request.user):
        messages.error(request, _("Nous ne trouvons personne ici avec cela. Cherchez par le nom."))
    elif words:
        messages.success(request, _("C'est noté : la personne est là."))


@desk(DESK)
@require_POST
def marks(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Receive what a device queued; answer who is here now."""
    gathering = own_gathering(request, slug)
    place = place_still_here(gathering, number)
    try:
        sent, damaged = read_marks(read_document(request.body))
    except BadMarks:
        return JsonResponse({"error": "marks"}, status=400)
    lost = actions.mark(gathering, sent, place=place, by=request.user)
    return JsonResponse(
        {
            "here": sorted(queries.here(gathering)),
            "lost": [*map(str, lost), *damaged],
            "now": milliseconds(),
        }
    )


@desk(DESK)
@require_POST
def walk_in(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Sign someone up at the door. A device that was without network sends it later."""
    gathering = own_gathering(request, slug)
    place = place_still_here(gathering, number)
    form = WalkInForm(request.POST, gathering=gathering)
    party = signed_up(request, gathering, place, form) if form.is_valid() else None
    queued = request.headers.get("X-Requested-With") == "device"
    if party is None:
        return refused(request, gathering, place, form, queued=queued)
    missed = actions.meals_missed(party, form.meals_wanted())
    said = _("Plus de place pour : %(meals)s.") % {"meals": ", ".join(missed)} if missed else ""
    if queued:
        return JsonResponse({"done": True, "said": said})
    messages.success(request, _("%(name)s est là.") % {"name": form.cleaned_data["name"]})
    if said:
        messages.error(request, said)
    return back_to(request, gathering, place)


def signed_up(
    request: DeskRequest, gathering: Gathering, place: Place | None, form: WalkInForm
) -> Party | None:
    """Sign up who the form is about; None, with an error in the form, when it cannot be."""
    data = form.cleaned_data
    who = actions.WalkIn(
        data["key"], data["name"], data["peer_group"], form.meals_wanted(), data["structure"]
    )
    try:
        return actions.walk_in(gathering, who, place=place, at=data["at"], by=request.user)
    except FormDamaged:
        form.add_error(None, _("Cette page est abîmée. Rechargez-la."))
        return None


def refused(
    request: DeskRequest,
    gathering: Gathering,
    place: Place | None,
    form: WalkInForm,
    *,
    queued: bool,
) -> HttpResponse:
    """Say what is missing; what was typed is still there."""
    if queued:
        return JsonResponse({"errors": form.errors}, status=422)
    if place is None:
        messages.error(request, _("Cette page est abîmée. Rechargez-la."))
        return back_to(request, gathering, place)
    if "key" in form.errors:
        form.data = {**request.POST.dict(), "key": uuid.uuid4().hex}
    return show(request, gathering, place, form)


def back_to(request: DeskRequest, gathering: Gathering, place: Place | None) -> HttpResponse:
    """Return to the reception, or to all of them when this place is not one any more."""
    where = (request.membership.collective.slug, gathering.slug)
    if place is None:
        return redirect("gatherings:receptions", *where)
    return redirect("gatherings:reception", *where, place.pk)


@desk(DESK)
def copy_list(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Type back the paper list: the numbers that were ticked."""
    gathering = own_gathering(request, slug)
    place = own_place(gathering, number)
    form = NumbersForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data["numbers"]
        unknown = actions.numbers(gathering, found, place=place, by=request.user)
        done = len(found) - len(unknown)
        messages.success(
            request,
            ngettext("%(n)d arrivée notée.", "%(n)d arrivées notées.", done) % {"n": done},
        )
        if unknown:
            messages.error(
                request,
                ngettext(
                    "Ce numéro n'est pas de cette rencontre : %(numbers)s.",
                    "Ces numéros ne sont pas de cette rencontre : %(numbers)s.",
                    len(unknown),
                )
                % {"numbers": ", ".join(map(str, unknown))},
            )
        return redirect("gatherings:reception", request.membership.collective.slug, slug, number)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "place": place,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/desk/copy_list.html", context, status=status)


@desk(DESK)
@require_GET
def worker(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """The script that keeps the page of a reception on the device, with the files it needs."""
    own_place(own_gathering(request, slug), number)
    files = ("ui/entraide.css", "ui/device.js", "gatherings/arrival.js")
    return queued.worker(request, "arrival", *files)
