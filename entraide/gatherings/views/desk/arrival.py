"""The reception of a gathering: who is here. Works with the network down, see arrival.js."""

import json
import uuid

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_GET, require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import arrival as actions
from entraide.gatherings.forms.arrival import BadMarks, NumbersForm, WalkInForm, read_marks
from entraide.gatherings.models import Arrival, Gathering
from entraide.gatherings.queries import arrival as queries
from entraide.gatherings.queries.desk import folded
from entraide.people.access import DeskRequest, desk
from entraide.people.queries import DESK
from entraide.places.models import Place
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


@desk(DESK)
def reception(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """The list of a reception: find, mark, take back, sign someone up at the door."""
    gathering = own_gathering(request, slug)
    place = own_place(gathering, number)
    if request.method == "POST" and ({"here", "back", "words"} & request.POST.keys()):
        mark_one(request, gathering, place)
        if "find" not in request.POST:
            return redirect(request.path)
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
        "walk_in": WalkInForm(gathering=gathering, initial={"key": uuid.uuid4().hex}),
    }
    return render(request, "gatherings/desk/reception.html", context)


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
    place = own_place(gathering, number)
    try:
        sent = read_marks(json.loads(request.body))
    except (BadMarks, ValueError):
        return JsonResponse({"error": "marks"}, status=400)
    lost = actions.mark(gathering, sent, place=place, by=request.user)
    return JsonResponse(
        {
            "here": sorted(queries.here(gathering)),
            "lost": [str(uid) for uid in lost],
            "now": round(timezone.now().timestamp() * 1000),
        }
    )


@desk(DESK)
@require_POST
def walk_in(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Sign someone up at the door. A device that was without network sends it later."""
    gathering = own_gathering(request, slug)
    place = own_place(gathering, number)
    form = WalkInForm(request.POST, gathering=gathering)
    queued = request.headers.get("X-Requested-With") == "arrival"
    if not form.is_valid():
        if queued:
            return JsonResponse({"errors": form.errors}, status=422)
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return redirect("gatherings:reception", request.membership.collective.slug, slug, number)
    data = form.cleaned_data
    who = actions.WalkIn(
        data["key"],
        data["name"],
        data["peer_group"],
        [data[name] for name in form.meals if data[name]],
        data["structure"],
    )
    actions.walk_in(gathering, who, place=place, at=data["at"], by=request.user)
    if queued:
        return JsonResponse({"done": True})
    messages.success(request, _("%(name)s est là.") % {"name": who.name})
    return redirect("gatherings:reception", request.membership.collective.slug, slug, number)


@desk(DESK)
def copy_list(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Type back the paper list: the numbers that were ticked."""
    gathering = own_gathering(request, slug)
    place = own_place(gathering, number)
    form = NumbersForm(request.POST or None)
    if form.is_valid():
        found = form.cleaned_data["numbers"]
        unknown = actions.numbers(gathering, found, place=place, by=request.user)
        done = len(found) - unknown
        messages.success(
            request,
            ngettext("%(n)d arrivée notée.", "%(n)d arrivées notées.", done) % {"n": done},
        )
        if unknown:
            messages.error(
                request,
                ngettext(
                    "%(n)d numéro n'est pas de cette rencontre.",
                    "%(n)d numéros ne sont pas de cette rencontre.",
                    unknown,
                )
                % {"n": unknown},
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
    context = {"files": json.dumps([static("ui/entraide.css"), static("gatherings/arrival.js")])}
    return render(
        request, "gatherings/desk/reception_worker.js", context, content_type="text/javascript"
    )
