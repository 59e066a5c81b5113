"""Linked data: a gathering as other programs of the web describe events."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from entraide.gatherings.models import Gathering
from entraide.gatherings.queries import public
from entraide.places.models import Place


def jsonld(request: HttpRequest, slug: str) -> HttpResponse:
    """A gathering as schema.org describes an event."""
    gathering = get_object_or_404(public.public_gatherings(), slug=slug)
    address = f"{settings.SITE_ADDRESS}{gathering.get_absolute_url()}"
    state = "EventCancelled" if gathering.state == Gathering.State.CANCELLED else "EventScheduled"
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": gathering.title,
        "description": gathering.lead,
        "startDate": gathering.starts_at.isoformat(),
        "endDate": gathering.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{state}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [_location(place) for place in public.places_of(gathering)],
        "organizer": {"@type": "Organization", "name": gathering.collective.name},
    }
    return HttpResponse(
        json.dumps(data, ensure_ascii=False), content_type="application/ld+json; charset=utf-8"
    )


def _location(place: Place) -> dict[str, Any]:
    return {
        "@type": "Place",
        "name": place.name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postcode,
            "addressLocality": place.city,
        },
    }
