"""Sign-ups as organisers see them: search, on behalf, paper, moves by hand with a reason."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST

from entraide.gatherings.access import own_gathering
from entraide.gatherings.actions import paper, sign_up, waiting
from entraide.gatherings.forms.programme import ReasonForm
from entraide.gatherings.forms.sign_up import build_request, initial_of
from entraide.gatherings.models import Gathering, Option, Party, WaitingPlace
from entraide.gatherings.queries import desk as desk_queries, tickets
from entraide.gatherings.views import two_pages
from entraide.gatherings.views.ticket import certificate_of
from entraide.people import receipt_words
from entraide.people.access import DeskRequest, desk
from entraide.people.models import DESK, EDITORS
from entraide.ui.fields import number_typed, tidy

LONGEST_SEARCH = 80


@desk(DESK)
def sign_ups(request: DeskRequest, slug: str) -> HttpResponse:
    """Search the sign-ups; what is searched stays out of the address."""
    gathering = own_gathering(request, slug)
    text = tidy(request.POST.get("text", ""))[:LONGEST_SEARCH]
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "text": text,
        "parties": desk_queries.search(gathering, text),
        "numbers": desk_queries.numbers(gathering),
        "queues": desk_queries.queues(gathering),
    }
    return render(request, "gatherings/desk/sign_ups.html", context)


def _own_party(gathering: Gathering, number: int) -> Party:
    parties = Party.objects.select_related("gathering", "entered_by")
    return get_object_or_404(
        parties.prefetch_related("sign_ups__peer_group"), pk=number, gathering=gathering
    )


@desk(DESK)
def party(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """One sign-up and what may be done with it."""
    gathering = own_gathering(request, slug)
    found = _own_party(gathering, number)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "party": found,
        "lines": tickets.lines(found),
        "allocations": {a.option_id: a for a in tickets.allocations(found)}.values(),
        "wishes": tickets.wishes(found),
        "options": Option.objects.filter(moment__gathering=gathering).select_related("moment"),
        "reason": ReasonForm(),
        "may_edit": request.membership.may(EDITORS),
        "deliveries": found.deliveries.order_by("-written_at")[:20],
    }
    return render(request, "gatherings/desk/party.html", context)


@desk(DESK)
def certificate(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """The certificate of attendance of a party, to print."""
    return certificate_of(request, _own_party(own_gathering(request, slug), number))


@desk(EDITORS)
@require_POST
def by_hand(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Do something about a sign-up by hand; a reason is asked for and kept."""
    gathering = own_gathering(request, slug)
    found = _own_party(gathering, number)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Écrivez pourquoi : la raison est gardée avec le changement."))
    else:
        try:
            _act(request, found, form.cleaned_data["reason"])
        except sign_up.NoRoom as full:
            messages.error(request, str(full))
        else:
            messages.success(request, _("C'est fait."))
    return redirect("gatherings:desk_party", request.membership.collective.slug, slug, number)


def _act(request: DeskRequest, found: Party, reason: str) -> None:
    act = request.POST.get("act", "")
    if act == "cancel":
        sign_up.cancel(found, by=request.user, reason=reason)
    elif act == "confirm":
        sign_up.confirm_by_hand(found, by=request.user, reason=reason)
    elif act == "first":
        for line in tickets.lines(found):
            if line.place.state == WaitingPlace.State.WAITING:
                waiting.move_to_front(line.place, by=request.user, reason=reason)
    elif act == "give" and (option := number_typed(request.POST.get("option", ""))):
        given = get_object_or_404(Option, pk=option, moment__gathering=found.gathering)
        sign_up.give_by_hand(found, given, by=request.user, reason=reason)
    else:
        raise BadRequest


@desk(DESK)
@require_POST
def answer(request: DeskRequest, slug: str, number: int, place: int) -> HttpResponse:
    """Write down what someone answered on the phone to an offered place."""
    gathering = own_gathering(request, slug)
    found = get_object_or_404(WaitingPlace, pk=place, party=_own_party(gathering, number))
    act = waiting.accept_offer if "accept" in request.POST else waiting.decline_offer
    try:
        act(found, by=request.user)
    except waiting.OfferGone:
        messages.error(request, _("Cette place n'est plus gardée."))
    return redirect("gatherings:desk_party", request.membership.collective.slug, slug, number)


@desk(DESK)
def on_behalf(request: DeskRequest, slug: str) -> HttpResponse:
    """Sign someone up who calls, writes on paper, or stands here."""
    gathering = own_gathering(request, slug)
    pages = two_pages.read(request, gathering, on_behalf=True)
    context = {"membership": request.membership, "gathering": gathering, "pages": pages}
    if pages.day and pages.behalf and _contact_known(gathering, pages):
        pages.who.ask_another, pages.day, pages.complete = True, None, False
    if pages.complete and pages.day and pages.behalf:
        asked = build_request(
            pages.who, pages.day, language=get_language() or "fr", behalf=pages.behalf
        )
        sheet = pages.behalf.cleaned_data["sheet"]
        key = paper.sheet_key(sheet) if sheet else pages.who.cleaned_data["key"]
        made, new = sign_up.sign_up(gathering, asked, key=key, by=request.user)
        context |= {"party": made, "new": new, "words": receipt_words.receipt_for(key)}
        return render(request, "gatherings/desk/behalf_done.html", context)
    name = "sign_up_day" if pages.day else "sign_up_who"
    return render(request, f"gatherings/{name}.html", context)


def _contact_known(gathering: Gathering, pages: two_pages.Pages) -> bool:
    """Tell whether someone else's form already gave this contact."""
    data = pages.who.cleaned_data
    key = pages.behalf.cleaned_data["sheet"] if pages.behalf else ""
    if data["another"] or (key and paper.typed_already(gathering, key)):
        return False
    digest = receipt_words.key_digest(data["key"])
    if Party.objects.filter(gathering=gathering, key_digest=digest).exists():
        return False
    contact = {name: data[name] if data["tell_by"] == name else "" for name in ("email", "phone")}
    return tickets.with_contact(gathering, **contact)


@desk(DESK)
def change(request: DeskRequest, slug: str, number: int) -> HttpResponse:
    """Change a sign-up for someone, in the same two pages."""
    gathering = own_gathering(request, slug)
    found = _own_party(gathering, number)
    if found.state == Party.State.CANCELLED:
        return redirect("gatherings:desk_party", request.membership.collective.slug, slug, number)
    pages = two_pages.read(request, gathering, initial=initial_of(found))
    if pages.complete and pages.day:
        asked = build_request(pages.who, pages.day, language=found.language)
        try:
            sign_up.change(found, asked, by=request.user)
        except sign_up.NoRoom as full:
            pages.day.add_error(None, str(full))
        else:
            return redirect(
                "gatherings:desk_party", request.membership.collective.slug, slug, number
            )
    context = {"membership": request.membership, "gathering": gathering, "pages": pages}
    name = "sign_up_day" if pages.day else "sign_up_who"
    return render(request, f"gatherings/{name}.html", {**context, "changing": True})


@desk(DESK)
def sheets(request: DeskRequest, slug: str) -> HttpResponse:
    """Make blank paper forms, each with its code."""
    gathering = own_gathering(request, slug)
    if request.method == "POST":
        wanted = number_typed(request.POST.get("number", ""))
        if wanted and 1 <= wanted <= paper.MOST_SHEETS:
            batch = paper.make_sheets(gathering, wanted)
            return redirect(
                "gatherings:desk_sheet_batch", request.membership.collective.slug, slug, batch
            )
        messages.error(
            request, _("Demandez entre 1 et %(most)d feuilles.") % {"most": paper.MOST_SHEETS}
        )
    context = {"membership": request.membership, "gathering": gathering}
    return render(request, "gatherings/desk/sheets.html", context)


@desk(DESK)
def sheet_batch(request: DeskRequest, slug: str, batch: str) -> HttpResponse:
    """The blank forms to print; each has a slip with its four words to tear off."""
    gathering = own_gathering(request, slug)
    context = {
        "membership": request.membership,
        "gathering": gathering,
        "sheets": paper.sheets_to_print(gathering, batch),
        "moments": gathering.moments.exclude(choosing="none").prefetch_related("options"),
        "blank": two_pages.read(request, gathering).who,
    }
    return render(request, "gatherings/desk/sheet_batch.html", context)
