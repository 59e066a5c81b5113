"""The desk: a collective's gatherings, and one gathering in a look."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import places, programme
from entraide.gatherings.forms.programme import CloneForm, GatheringForm
from entraide.gatherings.models import Gathering
from entraide.gatherings.queries import conflicts, desk as desk_queries
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS, TEAM


@desk(TEAM)
def gatherings(request: DeskRequest) -> HttpResponse:
    """The collective's gatherings."""
    found = desk_queries.gatherings_of(request.membership.collective, timezone.now())
    context = {"membership": request.membership, **found}
    return render(request, "gatherings/desk/gatherings.html", context)


@desk(DESK)
def overview(request: DeskRequest, slug: str) -> HttpResponse:
    """One gathering: who comes, what is to be done."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "numbers": desk_queries.numbers(gathering),
        "conflicts": conflicts.conflicts(gathering),
        "changes": gathering.changes.select_related("by")[:5],
        "may_edit": request.membership.may(EDITORS),
    }
    return render(request, "gatherings/desk/overview.html", context)


@desk(EDITORS)
def create(request: DeskRequest) -> HttpResponse:
    """Create a gathering, as a draft."""
    collective = request.membership.collective
    form = GatheringForm(request.POST or None, instance=Gathering(collective=collective))
    if request.method == "POST" and form.is_valid():
        gathering = form.save(commit=False)
        gathering.slug = programme.free_slug(
            gathering.title, timezone.localtime(gathering.starts_at).date()
        )
        gathering.save()
        programme.record_change(gathering, _("rencontre créée"), by=request.user, fields=[])
        messages.success(request, _("C'est un brouillon : vous seuls le voyez."))
        return redirect("gatherings:desk_programme", collective.slug, gathering.slug)
    context = {"membership": request.membership, "form": form}
    return render(request, "gatherings/desk/gathering_form.html", context)


@desk(EDITORS)
def edit(request: DeskRequest, slug: str) -> HttpResponse:
    """Change a gathering."""
    gathering = own_gathering(request, slug)
    form = GatheringForm(request.POST or None, instance=gathering)
    if request.method == "POST" and _saved(request, gathering, form):
        messages.success(request, _("C'est enregistré."))
        return redirect("gatherings:desk_gathering", request.membership.collective.slug, slug)
    context = {"membership": request.membership, "gathering": own_gathering(request, slug)}
    return render(request, "gatherings/desk/gathering_form.html", {**context, "form": form})


@transaction.atomic
def _saved(request: DeskRequest, gathering: Gathering, form: GatheringForm) -> bool:
    """Save what is right; tell whether it was."""
    # Sign-ups wait meanwhile: the places taken do not move between the look and the write.
    places.lock(gathering)
    if not form.is_valid():
        return False
    # Counters and versions moved while the form was open: only its own fields are written.
    form.instance.save(update_fields=form.Meta.fields)
    labels = ", ".join(str(form.fields[name].label) for name in form.changed_data)
    programme.record_change(
        gathering,
        _("modifié : %(fields)s") % {"fields": labels or "—"},
        by=request.user,
        fields=form.changed_data,
    )
    return True


@desk(EDITORS)
def set_state(request: DeskRequest, slug: str) -> HttpResponse:
    """Publish, take back to draft, cancel: asked once, with what follows said."""
    gathering = own_gathering(request, slug)
    if request.method == "POST":
        state = request.POST.get("state", "")
        if state in Gathering.State.values and state != gathering.state:
            programme.set_state(gathering, state, by=request.user)
        return redirect("gatherings:desk_gathering", request.membership.collective.slug, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "numbers": desk_queries.numbers(gathering),
        "conflicts": conflicts.conflicts(gathering),
    }
    return render(request, "gatherings/desk/state.html", context)


@desk(EDITORS)
def clone(request: DeskRequest, slug: str) -> HttpResponse:
    """Copy a gathering for its next edition."""
    gathering = own_gathering(request, slug)
    form = CloneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        copy = programme.clone(gathering, begin=form.cleaned_data["begin"], by=request.user)
        messages.success(request, _("La copie est un brouillon : relisez-la avant de publier."))
        return redirect("gatherings:desk_programme", request.membership.collective.slug, copy.slug)
    context = {"membership": request.membership, "gathering": gathering, "form": form}
    return render(request, "gatherings/desk/clone.html", context)


@desk(DESK)
def changes(request: DeskRequest, slug: str) -> HttpResponse:
    """The change log."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "changes": gathering.changes.select_related("by")[:500],
    }
    return render(request, "gatherings/desk/changes.html", context)
