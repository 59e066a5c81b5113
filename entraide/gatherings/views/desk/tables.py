"""Tables by hand: who sits where, what a change costs, who leads, who stays together or apart."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import seating as actions
from entraide.gatherings.bridge import by_hand
from entraide.gatherings.forms.composing import RolesForm, TieForm
from entraide.gatherings.models import Gathering, Moment, Party, Seat, SignUp, Table, Tie
from entraide.gatherings.queries import composing, seating
from entraide.people.access import DeskRequest, desk
from entraide.people.models import COORDINATORS, EDITORS
from entraide.ui.fields import number_typed


@dataclass(frozen=True)
class Way:
    """One way to seat someone elsewhere, and what it costs."""

    table: Table
    partner: SignUp | None
    cost: by_hand.Cost
    people: int


@desk(EDITORS)
def tables(request: DeskRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The tables of a workshop; without a number, of the first one."""
    gathering = own_gathering(request, slug)
    workshops = composing.composed_tables(gathering)
    if number is None and not workshops:
        return redirect("gatherings:desk_compose", request.membership.collective.slug, slug)
    moment = workshops[0] if number is None else own_workshop(gathering, number)
    found = seating.tables_of(moment)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "workshops": workshops,
        "moment": moment,
        "tables": [(one, RolesForm(table=one.table, seats=one.seats)) for one in found],
        "unseated": seating.unseated(moment),
        "last_move": seating.last_move(gathering),
    }
    return render(request, "gatherings/desk/tables.html", context)


def own_workshop(gathering: Gathering, number: int) -> Moment:
    """Return a workshop of this gathering that has tables, or 404."""
    found = gathering.moments.filter(pk=number, tables__isnull=False).distinct().first()
    if found is None:
        raise Http404
    return found


@desk(EDITORS)
@require_POST
def roles(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Name who leads a table and who writes there."""
    gathering = own_gathering(request, slug)
    table = get_object_or_404(
        Table.objects.select_related("moment__gathering"), pk=number, moment__gathering=gathering
    )
    seats = Seat.objects.filter(table=table).select_related("sign_up")
    form = RolesForm(request.POST, table=table, seats=seating.by_name(list(seats)))
    if form.is_valid():
        name_roles(request, table, form)
    for errors in form.errors.values():
        messages.error(request, " ".join(str(error) for error in errors))
    return redirect(
        "gatherings:desk_workshop", request.membership.collective.slug, slug, table.moment_id
    )


def name_roles(request: DeskRequest, table: Table, form: RolesForm) -> None:
    """Note who leads and who writes, unless they have just left the table."""
    data = form.cleaned_data
    try:
        actions.name_roles(table, facilitator=data["facilitator"], scribe=data["scribe"])
    except actions.Gone:
        messages.error(request, _("Cette personne a changé de place entre-temps. Regardez encore."))
    else:
        messages.success(request, _("C'est noté."))


@desk(EDITORS)
def seat(request: DeskRequest, slug: str, number: int, person: int) -> HttpResponse:
    """Someone's seat: where else they could sit, and what it costs; stay here, or move."""
    gathering = own_gathering(request, slug)
    moment = own_workshop(gathering, number)
    found = get_object_or_404(
        Seat.objects.select_related("sign_up__peer_group", "table"),
        moment=moment,
        sign_up=person,
    )
    if request.method == "POST":
        change_seat(request, moment, found)
        return redirect(
            "gatherings:desk_workshop", request.membership.collective.slug, slug, number
        )
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "moment": moment,
        "seat": found,
        "ways": ways(moment, found),
    }
    return render(request, "gatherings/desk/seat.html", context)


def change_seat(request: DeskRequest, moment: Moment, found: Seat) -> None:
    """Do what was asked about a seat."""
    if "lock" in request.POST:
        actions.lock_seat(moment, found.sign_up, locked=request.POST["lock"] == "1")
        return
    table = number_typed(request.POST.get("table", ""))
    if table is None:
        raise BadRequest
    partner = number_typed(request.POST.get("partner", ""))
    tables = Table.objects.filter(moment=moment)
    people = SignUp.objects.filter(party__gathering=moment.gathering_id)
    try:
        actions.move(
            moment,
            found.sign_up,
            to=get_object_or_404(tables, pk=table),
            partner=get_object_or_404(people, pk=partner) if partner else None,
            by=request.user,
        )
    except actions.Gone:
        messages.error(request, _("Cette personne a changé de place entre-temps. Regardez encore."))
    except actions.Tied:
        messages.error(request, _("Ce changement n'est plus possible. Choisissez une autre table."))
    else:
        messages.success(request, _("C'est changé. Vous pouvez le défaire."))


def ways(moment: Moment, found: Seat) -> list[Way]:
    """Return the possible seats at other tables, the cheapest first.

    An exchange for each table, and going there alone when it has fewer people.
    """
    now = by_hand.sitting(moment, found.table.option_id)
    if str(found.sign_up_id) not in now.traits:
        return []
    tables = {table.pk: table for table in Table.objects.filter(moment=moment)}
    names = SignUp.objects.in_bulk([person for people in now.tables.values() for person in people])
    here = len(now.tables[found.table_id])
    listed: list[Way] = []
    for number, people in now.tables.items():
        if number == found.table_id or seating.other_room(tables[found.table_id], tables[number]):
            continue  # nobody changes between peers, or between choices
        if best := by_hand.best_partner(now, found.sign_up_id, number):
            listed.append(Way(tables[number], names[best[0]], best[1], len(people)))
        alone = not seating.forbidden(now, found.sign_up_id, number, None)
        if len(people) < here and alone:
            price = by_hand.cost(now, found.sign_up_id, number, None)
            listed.append(Way(tables[number], None, price, len(people)))
    return sorted(listed, key=lambda way: (way.cost.repeats, way.cost.deviation, way.table.number))


@desk(EDITORS)
@require_POST
def undo(request: DeskRequest, slug: str) -> HttpResponse:
    """Take the last change by hand back."""
    gathering = own_gathering(request, slug)
    last = seating.last_move(gathering)
    seen = number_typed(request.POST.get("move", ""))
    if actions.undo(gathering, by=request.user, expected=seen):
        messages.success(request, _("Le dernier changement est défait."))
    collective = request.membership.collective.slug
    if last is None:
        return redirect("gatherings:desk_tables", collective, slug)
    return redirect("gatherings:desk_workshop", collective, slug, last.moment_id)


@desk(COORDINATORS)
def ties(request: DeskRequest, slug: str) -> HttpResponse:
    """Who must sit together, and who must never meet; only coordinators see it."""
    gathering = own_gathering(request, slug)
    people = (
        SignUp.objects.filter(party__gathering=gathering, party__state=Party.State.CONFIRMED)
        .select_related("peer_group")
        .order_by("name")
    )
    removing = "remove" in request.POST
    form = TieForm(None if removing else request.POST or None, people=people)
    here = redirect("gatherings:desk_ties", request.membership.collective.slug, slug)
    if removing:
        wanted = number_typed(request.POST["remove"])
        found = get_object_or_404(Tie, pk=wanted, gathering=gathering)
        actions.untie(found, by=request.user)
        return here
    if form.is_valid():
        data = form.cleaned_data
        actions.tie(gathering, data["kind"], data["one"], data["other"], by=request.user)
        messages.success(
            request, _("C'est noté. Composez, ou changez les tables, pour l'appliquer.")
        )
        return here
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "form": form,
        "ties": gathering.ties.select_related("one__peer_group", "other__peer_group"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "gatherings/desk/ties.html", context, status=status)
