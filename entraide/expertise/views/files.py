"""Editions for printers and for other programs: PDF, feed, linked data, an embed."""

import json
from datetime import UTC, datetime, time

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext_lazy as _

from entraide.expertise.models import Edition
from entraide.expertise.queries import editions, papers
from entraide.expertise.views.library import found, page_of
from entraide.ui.press import NotTypeset, kept_pdf, not_printed

SIZES = ("a4", "a5")
FEED_SIZE = 50


def pdf(request: HttpRequest, slug: str, number: int, size: str) -> HttpResponse:
    """An edition to print; made once for what it says today, then kept."""
    if size not in SIZES:
        raise Http404
    edition = found(slug, number)
    data = papers.edition(editions.read(edition), size)
    try:
        made = kept_pdf(
            "editions", f"{edition.pk}-{size}", "expertise/paper/edition.typ", data,
            at=_moment(edition),
        )  # fmt: skip
    except NotTypeset as fault:
        return not_printed(request, fault)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"{edition.cahier.slug}-{number}-{size}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _moment(edition: Edition) -> datetime:
    return datetime.combine(edition.published_on, time(12), tzinfo=UTC)


def jsonld(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition as schema.org describes a creative work."""
    one = found(slug, number)
    address = f"{settings.SITE_ADDRESS}{reverse('expertise:edition', args=[slug, number])}"
    about = [one.cahier.topic, one.cahier.neighbourhood]
    data = {
        "@context": "https://schema.org",
        "@type": "CreativeWork",
        "@id": address,
        "url": address,
        "name": one.cahier.notebook.title,
        "version": str(one.number),
        "datePublished": one.published_on.isoformat(),
        "inLanguage": "fr",
        "abstract": one.cahier.summary,
        "genre": str(one.cahier.get_kind_display()),
        "author": {"@type": "Organization", "name": one.notebook.collective.name},
        "about": [str(name) for name in about if name],
        "identifier": f"sha256:{one.digest}",
    }
    return HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type="application/ld+json; charset=utf-8"
    )


def embed(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """An edition for the page of a partner: its title, its summary, the way to it."""
    response = render(request, "expertise/embed.html", page_of(found(slug, number)))
    # The only pages that others may frame: nothing is typed in them.
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; frame-ancestors *; base-uri 'none'; "
        "form-action 'none'"
    )
    return response


class EditionFeed(Feed[Edition, None]):
    """The Atom feed of editions."""

    feed_type = Atom1Feed
    title = _("Cahiers")
    subtitle = _("Ce que des habitantes, des habitants et des professionnels publient ensemble")
    link = "/cahiers/"

    def feed_url(self) -> str:
        """Return the feed's own address."""
        return f"{settings.SITE_ADDRESS}{reverse('expertise:atom')}"

    def items(self) -> list[Edition]:
        """Return the editions, latest first."""
        return list(editions.published().select_related("cahier__notebook")[:FEED_SIZE])

    def item_title(self, item: Edition) -> str:
        """Return the title with its number."""
        return item.notebook.title

    def item_link(self, item: Edition) -> str:
        """Return the permanent address."""
        return reverse("expertise:edition", args=[item.cahier.slug, item.number])

    def item_description(self, item: Edition) -> str:
        """Return what it is about."""
        return item.cahier.summary

    def item_guid(self, item: Edition) -> str:
        """Return an identifier that no later change of address moves."""
        return f"urn:uuid:{item.notebook.uid}"

    def item_pubdate(self, item: Edition):  # type: ignore[no-untyped-def]
        """Return when it was published."""
        return timezone.make_aware(datetime.combine(item.published_on, time(12)))

    def item_updateddate(self, item: Edition):  # type: ignore[no-untyped-def]
        """Return the same: an edition never changes."""
        return self.item_pubdate(item)


atom = EditionFeed()
