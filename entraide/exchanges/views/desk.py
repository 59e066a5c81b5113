"""Mutual aid at the desk: opened, ruled, who is welcomed; common work."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from entraide.exchanges.actions import circles as actions, working
from entraide.exchanges.forms.desk import CircleForm, TreeForm, tree_of
from entraide.exchanges.forms.joining import WelcomingForm
from entraide.exchanges.forms.working import PartyForm
from entraide.exchanges.models import Circle
from entraide.exchanges.queries import calls as queries
from entraide.people import receipt_words
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS


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
        "calls": queries.count(circle) if circle else 0,
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
    form = WelcomingForm(request.POST or None)
    if form.is_valid():
        key = form.cleaned_data["key"]
        made, _new = actions.join(found, form.joining(), key=key)
        context = {
            "membership": request.membership, "circle": found, "neighbour": made,
            "words": receipt_words.receipt_for(key),
        }  # fmt: skip
        return render(request, "exchanges/desk/welcomed.html", context)
    context = {"membership": request.membership, "circle": found, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "exchanges/desk/welcome.html", context, status=status)


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
