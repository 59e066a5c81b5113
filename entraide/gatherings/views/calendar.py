"""Calendar files and the Atom feed of gatherings."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext, gettext_lazy as _

from entraide.gatherings import calendar
from entraide.gatherings.models import Gathering, Moment
from entraide.gatherings.queries import public
from entraide.ui import wording
from entraide.ui.pages import cached_page

FEED_SIZE = 50


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def gathering(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar file of a gathering."""
    return _file(calendar.for_gathering(public.by_slug(slug)), slug)


def moment(request: HttpRequest, slug: str, uid: str) -> HttpResponse:
    """The calendar file of one moment."""
    moments = Moment.objects.select_related("gathering", "place")
    found = get_object_or_404(moments, gathering=public.by_slug(slug), uid=uid)
    return _file(calendar.for_moment(found), f"{slug}-{found.pk}")


@cached_page(public.version_of_all)
def everything(request: HttpRequest) -> HttpResponse:
    """The feed a calendar follows: latest gatherings first, cancelled ones marked."""
    found = public.public_gatherings().prefetch_related("moments__place")
    latest = list(found.order_by("-starts_at")[:FEED_SIZE])
    content = calendar.for_all(latest, gettext("Rencontres"))
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


class GatheringFeed(Feed[Gathering, None]):
    """The Atom feed of gatherings."""

    feed_type = Atom1Feed
    title = _("Rencontres")
    subtitle = _("Les rencontres annoncées, et ce qui y change")
    link = "/"

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return f"{settings.SITE_ADDRESS}/rencontres/fil.atom"

    def items(self) -> list[Gathering]:
        """Return the gatherings, latest first."""
        return list(public.public_gatherings().order_by("-starts_at")[:FEED_SIZE])

    def item_title(self, item: Gathering) -> str:
        """Return the title, marked when the gathering is cancelled."""
        mark = gettext("Annulée : ") if item.state == Gathering.State.CANCELLED else ""
        return f"{mark}{item.title}"

    def item_description(self, item: Gathering) -> str:
        """Return when it is, then what it is."""
        return f"{wording.span(item.starts_at, item.ends_at)}. {item.lead}"

    def item_guid(self, item: Gathering) -> str:
        """Return an identifier that no later change of address moves."""
        return f"urn:uuid:{item.uid}"

    def item_updateddate(self, item: Gathering):  # type: ignore[no-untyped-def]
        """Return when it last changed."""
        return item.changed_at


atom = GatheringFeed()
