"""Pages where several parts meet."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from entraide.exchanges.access import keep as keep_neighbour
from entraide.gatherings.queries import public
from entraide.gatherings.views.ticket import keep_ticket
from entraide.home import demo
from entraide.home.actions import found_neighbourhood
from entraide.home.api.routes import RATE, api
from entraide.home.forms import FirstStartForm
from entraide.people import throttle
from entraide.people.models import Collective, Person
from entraide.people.queries import contacts
from entraide.ui.pages import cached_page

ALLAUTH = "allauth.account.auth_backends.AuthenticationBackend"
START = "first-start"


@cached_page(public.version_of_all)
def home(request: HttpRequest) -> HttpResponse:
    """The home of the neighbourhood."""
    now = timezone.now()
    collectives = contacts()
    if not collectives and not Person.objects.exists():
        return redirect("home:first_start")
    named = next((c.neighbourhood.name for c in collectives if c.neighbourhood), "")
    context = {
        "upcoming": public.upcoming(now),
        "past": public.past(now),
        "collectives": collectives,
        "quarter": named,
    }
    return render(request, "home/home.html", context)


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why and until when."""
    return render(request, "home/privacy.html")


def language(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a language; kept on the device only."""
    if code not in dict(settings.LANGUAGES):
        raise Http404
    after = request.GET.get("suite", "/")
    if not url_has_allowed_host_and_scheme(after, allowed_hosts=None):
        after = "/"
    response = redirect(after)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def try_as(request: HttpRequest) -> HttpResponse:
    """In a demonstration only: enter as someone."""
    if not settings.DEMO:
        raise Http404
    if request.method != "POST":
        context = {"roles": demo.ROLES, "voice_words": demo.voice_words()}
        return render(request, "home/try_as.html", context)
    role = demo.find_role(request.POST.get("role", ""))
    if role.party:
        party, words = demo.inhabitant_ticket()
        response = redirect("gatherings:ticket")
        keep_ticket(response, party, words)
        return response
    if role.neighbour:
        found = demo.neighbour()
        response = redirect("exchanges:mine", found.circle.collective.slug)
        keep_neighbour(response, found)
        return response
    login(request, Person.objects.get(email=role.email), backend=ALLAUTH)
    return redirect("people:desks")


def first_start(request: HttpRequest) -> HttpResponse:
    """On an empty instance: make the neighbourhood, its collective and its first animator."""
    if Collective.objects.exists() or Person.objects.exists():
        raise Http404
    if pause := throttle.pause_left(request, START):
        # Nothing is checked while one waits: a right code and a wrong one look the same.
        context = {"form": FirstStartForm(initial=request.POST.dict()), "pause": pause}
        return render(request, "home/first_start.html", context, status=429)
    form = FirstStartForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            person = found_neighbourhood(form.cleaned_data)
            login(request, person, backend=ALLAUTH)
            return redirect("people:desks")
        if "code" in form.errors:
            throttle.count_failure(request, START)
    return render(request, "home/first_start.html", {"form": form})


def interface(request: HttpRequest) -> HttpResponse:
    """What other programs may ask, in words: no script of elsewhere draws it."""
    schema = api.get_openapi_schema()
    asked = [
        (address, methods["get"]["description"]) for address, methods in schema["paths"].items()
    ]
    return render(request, "home/interface.html", {"asked": asked, "rate": RATE})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what to do when the form's seal is missing: cookies are off, or the page is old."""
    return render(request, "home/csrf.html", status=403)
