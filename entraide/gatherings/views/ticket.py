"""The ticket: with four words, anyone sees, changes or cancels a sign-up without account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from entraide.gatherings import calendar
from entraide.gatherings.actions import letters, sign_up, waiting
from entraide.gatherings.forms.sign_up import build_request, initial_of
from entraide.gatherings.models import Party, SignUp, WaitingPlace
from entraide.gatherings.queries import arrival, plans, public, tickets
from entraide.gatherings.queries.plans import Step
from entraide.gatherings.views import two_pages
from entraide.people.asking import Question, ask
from entraide.people.open_forms import ReceiptForm

COOKIE, SALT, KEPT = "billet", "entraide.ticket", 3600
RECEIPT = Question(
    purpose="receipt",
    template="gatherings/receipt.html",
    form=ReceiptForm,
    field="words",
    unknown=_lazy("Nous ne trouvons pas ces quatre mots. Relisez-les un à un."),
)


def keep_ticket(response: HttpResponse, party: Party, words: str = "") -> None:
    """Keep the ticket on this device for an hour, signed."""
    value = signing.dumps({"party": str(party.uid), "words": words}, salt=SALT)
    response.set_cookie(
        COOKIE,
        value,
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _kept(request: HttpRequest) -> dict[str, str]:
    try:
        found: dict[str, str] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT
        )
    except signing.BadSignature:
        return {}
    return found


def kept_party(request: HttpRequest) -> Party | None:
    """Return the party whose ticket this device keeps, if any."""
    kept = _kept(request)
    return tickets.by_uid(kept["party"]) if kept else None


def _party_or_404(request: HttpRequest) -> Party:
    party = kept_party(request)
    if party is None:
        raise Http404
    return party


@never_cache
def receipt(request: HttpRequest) -> HttpResponse:
    """Type the four words."""

    def opened(party: Party, words: str) -> HttpResponse:
        response = redirect("gatherings:ticket")
        keep_ticket(response, party, words)
        return response

    return ask(request, RECEIPT, find=tickets.by_receipt, opened=opened)


@never_cache
def ticket_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the ticket from the private link of a letter."""
    try:
        uid = signing.loads(token, salt=letters.LINK_SALT, max_age=letters.LINK_DAYS * 86400)
    except signing.BadSignature:
        uid = None
    party = tickets.by_uid(uid) if uid else None
    if party is None:
        return render(request, "gatherings/link_over.html", status=404)
    response = redirect("gatherings:ticket")
    keep_ticket(response, party)
    return response


@never_cache
def ticket(request: HttpRequest) -> HttpResponse:
    """The ticket itself."""
    party = kept_party(request)
    if party is None:
        return redirect("gatherings:receipt")
    words = _kept(request).get("words", "").split()
    return render(request, "gatherings/ticket.html", _context(request, party, words))


def _context(request: HttpRequest, party: Party, words: list[str]) -> dict[str, Any]:
    gathering = party.gathering
    address = f"{settings.SITE_ADDRESS}{'/billet/'}#{'-'.join(words)}"
    return {
        "party": party,
        "gathering": gathering,
        "people": list(party.sign_ups.all()),
        "words": words,
        "qr_address": address if words else "",
        "lines": tickets.lines(party),
        "lost": tickets.lost(party),
        "plans": _plans(party),
        "wishes": tickets.open_wishes(party),
        "may_change": tickets.open_for_change(party, timezone.now()),
        "spots": public.spots(public.programme(gathering)),
        "came": bool(arrival.present_days(party)),
    }


def _plans(party: Party) -> list[tuple[SignUp, list[Step]]]:
    """Return what each person of a party has: choices and tables."""
    steps = plans.plans_of(party)
    people = [(person, [one for one in steps[person.pk] if one.own]) for person in _people(party)]
    return [(person, own) for person, own in people if own]


def _people(party: Party) -> list[SignUp]:
    return list(party.sign_ups.all())


@never_cache
def agenda(request: HttpRequest) -> HttpResponse:
    """The calendar file of a party's own plan."""
    party = _party_or_404(request)
    content = calendar.for_plans(party.gathering, _plans(party))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mon-plan.ics"'
    return response


@never_cache
def certificate(request: HttpRequest) -> HttpResponse:
    """The certificate of attendance of those who came, to print."""
    return certificate_of(request, _party_or_404(request))


def certificate_of(request: HttpRequest, party: Party) -> HttpResponse:
    """Return the certificate of a party."""
    context = {
        "gathering": party.gathering,
        "people": arrival.present_days(party),
        "places": arrival.places_of(party.gathering),
        "today": timezone.now(),
    }
    return render(request, "gatherings/certificate.html", context)


@never_cache
def change(request: HttpRequest) -> HttpResponse:
    """Change a sign-up in the same two pages."""
    party = _party_or_404(request)
    if not tickets.open_for_change(party, timezone.now()):
        return redirect("gatherings:ticket")
    pages = two_pages.read(request, party.gathering, initial=initial_of(party))
    if pages.complete and pages.day:
        asked = build_request(pages.who, pages.day, language=party.language)
        try:
            sign_up.change(party, asked)
        except sign_up.NoRoom as full:
            pages.day.add_error(None, str(full))
        else:
            messages.success(request, _("C'est changé."))
            return redirect("gatherings:ticket")
    context = {"gathering": party.gathering, "pages": pages, "changing": True}
    name = "sign_up_day" if pages.day else "sign_up_who"
    return render(request, f"gatherings/{name}.html", context)


@never_cache
def cancel(request: HttpRequest) -> HttpResponse:
    """Ask once, then cancel."""
    party = _party_or_404(request)
    if request.method != "POST":
        return render(request, "gatherings/cancel.html", {"gathering": party.gathering})
    if tickets.open_for_change(party, timezone.now()):
        sign_up.cancel(party)
    return redirect("gatherings:ticket")


@require_POST
def answer_offer(request: HttpRequest, number: int) -> HttpResponse:
    """Accept or leave the place that is kept for this party."""
    party = _party_or_404(request)
    place = get_object_or_404(WaitingPlace, pk=number, party=party)
    act = waiting.accept_offer if "accept" in request.POST else waiting.decline_offer
    try:
        act(place)
    except waiting.OfferGone:
        messages.error(request, _("Cette place n'est plus gardée pour vous."))
    return redirect("gatherings:ticket")


@require_POST
def wait_again(request: HttpRequest, number: int) -> HttpResponse:
    """Join the end of the queue again."""
    party = _party_or_404(request)
    place = get_object_or_404(WaitingPlace, pk=number, party=party)
    waiting.wait_again(party, party.gathering, place.option)
    return redirect("gatherings:ticket")


@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Remove the ticket from this device."""
    response = redirect("home:home")
    response.delete_cookie(COOKIE)
    return response
