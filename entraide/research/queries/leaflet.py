"""The leaflet of a season, ready for its template."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entraide.gatherings.models import Gathering
from entraide.research.models import Season
from entraide.research.queries import shelf
from entraide.ui import wording

Data = dict[str, Any]


def leaflet(season: Season, gatherings: Sequence[Gathering], size: str) -> Data:
    """Return a season on both sides of a sheet, folded in two."""
    collective = season.collective
    address = f"{settings.SITE_ADDRESS}{reverse('research:season', args=[season.slug])}"
    contact = " · ".join(filter(None, (collective.contact_email, collective.contact_phone)))
    return {
        "title": season.title,
        "gathering": season.title,
        "printed": wording.day(timezone.now()),
        "size": size,
        "kind": _("Programme d'échanges de savoirs"),
        "collective": collective.name,
        "span": _("Du %(begin)s au %(end)s")
        % {
            "begin": date_format(season.starts_on, "j F"),
            "end": date_format(season.ends_on, "j F Y"),
        },
        "words": season.words,
        "months": [
            {
                "name": capfirst(date_format(month, "F Y")),
                "gatherings": [_told(one) for one in inside],
            }
            for month, inside in shelf.by_month(gatherings)
        ],
        "empty": _("Rien n'est encore publié pour cette saison."),
        "price": season.price,
        "partners_title": _("Avec"),
        "partners": [str(one) for one in season.partners.all()],
        "contact": contact,
        "sign_up": _("S'inscrire, ou savoir comment venir :"),
        "address": address,
        "qr": address,
        "qr_told": _("Adresse de la saison"),
    }


def _told(gathering: Gathering) -> Data:
    begin = timezone.localtime(gathering.starts_at)
    return {
        "when": f"{wording.day(gathering.starts_at)}, {wording.hour(begin)}",
        "form": capfirst(gathering.get_kind_display()),
        "title": gathering.title,
        "lead": gathering.lead,
        "place": shelf.place_of(gathering),
    }
