"""Joining the mutual aid, entering with four words, leaving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.exchanges.access import (
    CircleRequest,
    NeighbourRequest,
    circle_page,
    forget,
    keep,
    neighbours,
    sent_before,
)
from entraide.exchanges.actions import blocking, circles as actions, telling
from entraide.exchanges.forms.joining import DetailsForm, JoiningForm
from entraide.exchanges.models import Block, Circle, Neighbour
from entraide.exchanges.queries import board, people
from entraide.people import receipt_words, throttle
from entraide.people.asking import Question, ask
from entraide.people.open_forms import ReceiptForm

JOIN = "join"
WORDS = Question(
    purpose="neighbour",
    template="exchanges/words.html",
    form=ReceiptForm,
    field="words",
    unknown=gettext_lazy("Nous ne trouvons pas ces quatre mots. Relisez-les un à un."),
)


def circles(request: HttpRequest) -> HttpResponse:
    """The circles of the instance; with one only, its board."""
    found = list(Circle.objects.select_related("collective").order_by("collective__name"))
    if len(found) == 1:
        return redirect("exchanges:board", found[0].collective.slug)
    return render(request, "exchanges/circles.html", {"circles": found})


@never_cache
@circle_page
def join(request: CircleRequest) -> HttpResponse:
    """Join, in a minute: a name one chooses, and four words to come back."""
    if request.neighbour and request.user.is_authenticated and request.neighbour.person_id:
        # One account is one neighbour: whoever joins for somebody else does so at the desk.
        return redirect("exchanges:mine", request.circle.collective.slug)
    form = JoiningForm(request.POST or None)
    if form.is_bound and throttle.pause_left(request, JOIN):
        form.add_error(None, _("Beaucoup de monde rejoint d'ici : réessayez dans une minute."))
    if form.is_valid():
        throttle.count_failure(request, JOIN)
        key = form.cleaned_data["key"]
        person = request.user if request.user.is_authenticated else None
        made, _new = actions.join(request.circle, form.joining(), key=key, person=person)
        context = {
            "circle": request.circle, "neighbour": made, "words": receipt_words.receipt_for(key),
        }  # fmt: skip
        response = render(request, "exchanges/joined.html", context)
        keep(response, made)
        return response
    context = {"circle": request.circle, "form": form}
    return render(request, "exchanges/join.html", context, status=422 if form.is_bound else 200)


@never_cache
@circle_page
def enter(request: CircleRequest) -> HttpResponse:
    """Type the four words; what was typed before, on a page that had closed, is sent after."""
    circle, before = request.circle, sent_before(request)

    def opened(neighbour: Neighbour, _words: str) -> HttpResponse:
        to = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(to, allowed_hosts=None)
        slug = circle.collective.slug
        response: HttpResponse = redirect(to) if safe else redirect("exchanges:mine", slug)
        if safe and before.of(neighbour):
            context = {"circle": circle, "neighbour": neighbour, "to": to, "typed": before.typed}
            response = render(request, "exchanges/again.html", context)
        keep(response, neighbour)
        return response

    def find(words: str) -> Neighbour | None:
        return people.by_words(circle, words)

    return ask(
        request,
        WORDS,
        find=find,
        opened=opened,
        also={"typed": before.typed, "whose": before.whose},
    )


@circle_page
def go(request: CircleRequest) -> HttpResponse:
    """Close one's pages on this device."""
    response = redirect("exchanges:board", request.circle.collective.slug)
    if request.method == "POST":
        forget(response)
    return response


@neighbours
def details(request: NeighbourRequest) -> HttpResponse:
    """One's name, where about, how one is told; and whom one never meets."""
    me, slug = request.neighbour, request.circle.collective.slug
    form = DetailsForm(request.POST or None, neighbour=me)
    if form.is_valid():
        actions.change(me, form.joining())
        messages.success(request, _("C'est enregistré."))
        return redirect("exchanges:mine", slug)
    context = {
        "circle": request.circle, "neighbour": me, "form": form,
        "blocked": me.blocks.filter(because=None).select_related("of"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/details.html", context, status=status)


@neighbours
@require_POST
def meet_again(request: NeighbourRequest, pk: int) -> HttpResponse:
    """Take one's own block back."""
    blocking.unblock(get_object_or_404(Block, by=request.neighbour, because=None, pk=pk))
    messages.success(request, _("C'est noté."))
    return redirect("exchanges:details", request.circle.collective.slug)


@neighbours
def leave(request: NeighbourRequest) -> HttpResponse:
    """Erase one's trace, or oneself."""
    slug = request.circle.collective.slug
    me = request.neighbour
    context: dict[str, Any] = {
        "circle": request.circle, "neighbour": me,
        "carried": board.own_needs(me).filter(carried_by=me),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "exchanges/leave.html", context)
    if "trace" in request.POST:
        telling.erase_trace(request.neighbour)
        messages.success(request, _("Votre trace est effacée. Ce qui s'est fait reste, sans vous."))
        return redirect("exchanges:mine", slug)
    if "leave" not in request.POST or "sure" not in request.POST:
        context["unsure"] = True
        return render(request, "exchanges/leave.html", context, status=422)
    actions.leave(request.neighbour)
    response = render(request, "exchanges/gone.html", {"circle": request.circle})
    forget(response)
    return response
