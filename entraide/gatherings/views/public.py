"""What visitors see: a gathering, its sign-up, its calendar."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from entraide.gatherings.actions.sign_up import FormDamaged, sign_up as do_sign_up
from entraide.gatherings.forms.sign_up import build_request, damaged_sentence
from entraide.gatherings.models import Gathering, Party
from entraide.gatherings.queries import public, tickets
from entraide.gatherings.views import live, two_pages
from entraide.gatherings.views.ticket import keep_ticket, kept_party
from entraide.people import receipt_words, throttle
from entraide.ui import shells
from entraide.ui.pages import cached_page, compressed, is_personal

CONTACT = "contact"


@cached_page(public.version_of, said_by_view=True)
def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a gathering."""
    numbers = public.numbers(slug)
    if is_personal(request):
        shell = shells.cut(_shell(request, slug, numbers))
    else:
        key = (slug, get_language(), numbers.edition)
        shell = shells.kept_shell(key, lambda: _shell(request, slug, numbers))
    response = HttpResponse(shells.fill(shell, live.fragments(numbers)))
    response.kept_version = numbers.kept_version  # type: ignore[attr-defined]
    return response


def _shell(request: HttpRequest, slug: str, numbers: public.Numbers) -> str:
    """Return the page with a mark where a number goes."""
    found = public.by_slug(slug)
    entries = public.programme(found)
    names = {option.pk: live.option_name(option) for option in numbers.options}
    for option in (option for entry in entries for option in entry.options):
        if option.values["pk"] in names:
            option.live = shells.mark(names[option.values["pk"]])
    context = {
        "gathering": found,
        "live": {name: shells.mark(name) for name in ("places", "button")},
        "quarter": quarter(found),
        "entries": entries,
        "spots": public.spots(entries),
        "has_wishes": any(entry.values["choosing"] == "wishes" for entry in entries),
        "has_limits": any(
            option.values["capacity"] is not None for entry in entries for option in entry.options
        ),
        "sign_up_state": found.sign_up_state(timezone.now()),
    }
    return render_to_string("gatherings/gathering.html", context, request)


def quarter(gathering: Gathering) -> str:
    """Return the neighbourhood's name for the head of the page."""
    neighbourhood = gathering.collective.neighbourhood
    return neighbourhood.name if neighbourhood else ""


@compressed
def sign_up(request: HttpRequest, slug: str) -> HttpResponse:
    """Sign up in two pages."""
    found = public.by_slug(slug)
    context = {"gathering": found, "quarter": quarter(found)}
    if known := _sent_before(request, found):
        # Before the doors: who came in time and sends again gets the ticket.
        return _ticket_of(known, request.POST["key"])
    state = found.sign_up_state(timezone.now())
    if state != "open":
        context["sign_up_state"] = state
        return render(request, "gatherings/sign_up_closed.html", context)
    pages = two_pages.read(request, found)
    if pages.who.is_bound and not pages.who.errors:
        _ask_if_contact_known(request, found, pages)
    if pages.complete and pages.day:
        asked = build_request(pages.who, pages.day, language=get_language() or "fr")
        key = pages.who.cleaned_data["key"]
        try:
            party, _new = do_sign_up(found, asked, key=key)
        except FormDamaged:
            pages.who.add_error("key", damaged_sentence())
            pages.day = None
        else:
            return _ticket_of(party, key)
    context |= {"pages": pages, "recent": kept_party(request)}
    name = "sign_up_day" if pages.day else "sign_up_who"
    return render(request, f"gatherings/{name}.html", context)


def _sent_before(request: HttpRequest, found: Gathering) -> Party | None:
    """Return the party this very form made already: double click, back button, sent again."""
    key = request.POST.get("key", "")
    if not key or "back" in request.POST:
        return None
    digest = receipt_words.key_digest(key)
    return Party.objects.filter(gathering=found, key_digest=digest).first()


def _ticket_of(party: Party, key: str) -> HttpResponse:
    response = redirect("gatherings:ticket")
    keep_ticket(response, party, " ".join(receipt_words.receipt_for(key)))
    return response


def _ask_if_contact_known(request: HttpRequest, found: Gathering, pages: two_pages.Pages) -> None:
    """Tell kindly how to find the first sign-up when this contact was used before.

    Slowed like wrong receipts: this answer must not serve to find out who comes.
    """
    data = pages.who.cleaned_data
    if data["another"] or throttle.pause_left(request, CONTACT):
        return
    contact = {name: data[name] if data["tell_by"] == name else "" for name in ("email", "phone")}
    if tickets.with_contact(found, **contact):
        throttle.count_failure(request, CONTACT)
        pages.who.ask_another = True
        pages.day, pages.complete = None, False
