"""Mutual aid at the desk: opened, ruled; typed for those on the phone; whom to call."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.exchanges.actions import circles as actions, posting, talking, telling, working
from entraide.exchanges.forms.desk import CircleForm, TreeForm, tree_of
from entraide.exchanges.forms.joining import JoiningForm
from entraide.exchanges.forms.posting import NeedForm, PostForm
from entraide.exchanges.forms.telling import DeedForm
from entraide.exchanges.forms.working import PartyForm
from entraide.exchanges.models import Circle, Message, Neighbour
from entraide.exchanges.queries import calls as queries, loops, people as neighbours
from entraide.people import receipt_words
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS

ON_A_PAGE = 60


def circle_of(request: DeskRequest) -> Circle:
    """Return the circle of the collective, once it is open."""
    found = Circle.objects.select_related("collective")
    return get_object_or_404(found, collective=request.membership.collective)


@desk(DESK)
def aid(request: DeskRequest) -> HttpResponse:
    """The mutual aid of the collective; opened here."""
    collective = request.membership.collective
    if request.method == "POST":
        if not request.membership.leads:
            raise Http404
        actions.open_circle(collective)
        return redirect("exchanges:desk_circle", collective.slug)
    circle = Circle.objects.filter(collective=collective).first()
    context = {
        "membership": request.membership,
        "circle": circle,
        "calls": len(queries.to_call(circle)) if circle else 0,
        "review": bool(circle and circle.charter_is_old),
    }
    return render(request, "exchanges/desk/aid.html", context)


@desk(EDITORS)
def circle(request: DeskRequest) -> HttpResponse:
    """The rules of the circle: its words, its charter, whom it trusts, its tree."""
    found = circle_of(request)
    named = str(request.POST.get("form", ""))
    form = CircleForm(request.POST if named == "circle" else None, instance=found)
    tree = TreeForm(request.POST if named == "tree" else None, initial={"tree": tree_of(found)})
    if named == "circle" and form.is_valid():
        form.save()
        messages.success(request, _("C'est enregistré."))
        return redirect("exchanges:desk_circle", found.collective.slug)
    if named == "tree" and tree.is_valid():
        left = actions.grow(found, tree.cleaned_data["tree"])
        if left:
            said = _("Restent, car quelque chose s'y trouve : %(names)s.")
            messages.warning(request, said % {"names": ", ".join(left)})
        messages.success(request, _("C'est enregistré."))
        return redirect("exchanges:desk_circle", found.collective.slug)
    context = {
        "membership": request.membership, "circle": found, "form": form, "tree": tree,
    }  # fmt: skip
    status = 422 if named else 200
    return render(request, "exchanges/desk/circle.html", context, status=status)


@never_cache
@desk(DESK)
def welcome(request: DeskRequest) -> HttpResponse:
    """Let somebody join on the phone or from paper: their four words are told or printed."""
    found = circle_of(request)
    form = JoiningForm(request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        joining = form.joining(entered_how=Neighbour.EnteredHow.PHONE)
        made, _new = actions.join(found, joining, key=key)
        context = {
            "membership": request.membership, "circle": found, "neighbour": made,
            "words": receipt_words.receipt_for(key),
        }  # fmt: skip
        return render(request, "exchanges/desk/welcomed.html", context)
    context = {"membership": request.membership, "circle": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/welcome.html", context, status=status)


@desk(DESK)
def behalf(request: DeskRequest, uid: str, what: str) -> HttpResponse:
    """Type an offer or a need for somebody on the phone, or from the paper board."""
    found = circle_of(request)
    neighbour = get_object_or_404(Neighbour, circle=found, uid=uid, left_on=None)
    needed = what == "demander"
    make = NeedForm if needed else PostForm
    form = make(request.POST or None, circle=found, need=needed)
    if form.is_valid():
        try:
            _post(request, neighbour, form, needed=needed)
        except posting.TooMany:
            form.add_error(None, _("C'est beaucoup pour un jour : la suite demain."))
        else:
            return _written_for(request, neighbour)
    return _typed_for(request, neighbour, form, need=needed)


@desk(DESK)
def tell(request: DeskRequest, uid: str) -> HttpResponse:
    """Type what was done for somebody on the phone; a story, they tell themselves."""
    found = circle_of(request)
    neighbour = get_object_or_404(
        Neighbour.objects.select_related("circle"), circle=found, uid=uid, left_on=None, email=""
    )
    form = DeedForm(request.POST or None, neighbour=neighbour, story=False)
    if form.is_valid():
        gave, received = form.sides(neighbour)
        key = form.cleaned_data["key"]
        telling.tell(found, form.told(), givers=gave, receivers=received, teller=neighbour, key=key)
        return _written_for(request, neighbour)
    return _typed_for(request, neighbour, form, deed=True)


def _typed_for(
    request: DeskRequest, neighbour: Neighbour, form: Form, **what: bool
) -> HttpResponse:
    """Show the form in which the desk types for somebody."""
    context = {
        "membership": request.membership, "circle": neighbour.circle, "neighbour": neighbour,
        "form": form, **what,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/behalf.html", context, status=status)


def _written_for(request: DeskRequest, neighbour: Neighbour) -> HttpResponse:
    messages.success(request, _("C'est écrit pour %(name)s.") % {"name": neighbour})
    return redirect("exchanges:desk_aid", request.membership.collective.slug)


def _post(request: DeskRequest, neighbour: Neighbour, form: PostForm, *, needed: bool) -> None:
    data, by = form.cleaned_data, request.user
    if needed:
        carried = bool(data.get("carried"))
        posting.ask(neighbour, form.posted(), carried=carried, key=data["key"], by=by)
    else:
        posting.offer(neighbour, form.posted(), key=data["key"], by=by)


@desk(DESK)
def calls(request: DeskRequest) -> HttpResponse:
    """Whom to call, and what to tell them."""
    found = circle_of(request)
    context = {
        "membership": request.membership, "circle": found, "calls": queries.to_call(found),
        "loops": loops.to_ask(found),
    }  # fmt: skip
    return render(request, "exchanges/desk/calls.html", context)


@desk(DESK)
@require_POST
def told(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a message was told on the phone."""
    found = circle_of(request)
    message = get_object_or_404(Message, talk__opener__circle=found, pk=pk)
    talking.told(message)
    return redirect("exchanges:desk_aid_calls", found.collective.slug)


@desk(DESK)
def people(request: DeskRequest) -> HttpResponse:
    """Those for whom somebody of the team may type: who has no e-mail.

    A name that is looked for is sent, never in the address.
    """
    found = circle_of(request)
    asked = request.POST.get("name", "").strip()[:80]
    named = Neighbour.objects.filter(circle=found, left_on=None, email="")
    if asked:
        named = named.filter(pk__in=neighbours.called(found, asked))
    page = Paginator(named, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "membership": request.membership, "circle": found, "page": page, "asked_name": asked,
    }  # fmt: skip
    return render(request, "exchanges/desk/people.html", context)


@desk(EDITORS)
def work(request: DeskRequest) -> HttpResponse:
    """Prepare a day of common work: a draft gathering with its tasks."""
    found = circle_of(request)
    form = PartyForm(request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        made = working.plan(found, form.party(), key=key, by=request.user)
        return redirect("gatherings:desk_gathering", found.collective.slug, made.slug)
    context = {"membership": request.membership, "circle": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/work.html", context, status=status)
