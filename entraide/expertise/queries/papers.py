"""What is printed: an edition, the letter of a proposal; words ready for their templates."""

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _, ngettext

from entraide.expertise.models import Erratum, Proposal
from entraide.expertise.queries.editions import Line, Read
from entraide.notebooks.models import Note
from entraide.ui import wording

Data = dict[str, Any]


def edition(read: Read, size: str) -> Data:
    """Return an edition on paper, "a4" or "a5"."""
    one, whole = read.edition, read.content
    address = _address(reverse("expertise:edition", args=[one.cahier.slug, one.number]))
    published = _("Édition %(number)s, %(day)s") % {
        "number": one.number,
        "day": date_format(one.published_on, "j F Y"),
    }
    return {
        "format": size,
        "title": whole["title"],
        "gathering": whole["title"],
        "printed": wording.day(timezone.now()),
        "collective": whole["collective"],
        "kind": capfirst(one.cahier.get_kind_display()),
        "edition": published,
        "summary": whole["summary"],
        "errata": [_erratum(error) for error in read.errata],
        "where": _("Chaque phrase mène aux paroles qui la portent, à cette adresse :"),
        "address": address,
        "qr": address,
        "qr_told": _("Adresse du cahier"),
        "parts": [
            {"title": part.title, "lines": [_line(line) for line in part.lines]}
            for part in read.parts
        ],
        "made_title": _("Comment ce cahier est fait"),
        "made": _made(whole["consent"]),
        "digest": _("Empreinte SHA-256 : %(digest)s") % {"digest": one.digest},
    }


def _line(line: Line) -> Data:
    gone = {
        "withdrawn": _("Ici était citée une parole. Qui l'a dite l'a retirée."),
        "corrected": _("Ici était citée une parole. Qui l'a dite l'a corrigée depuis."),
    }
    return {
        "number": line.number,
        "text": line.text,
        "quote": line.kind == "quote",
        "gone": gone.get(line.state, ""),
        "table": _table(line.figure),
        "below": " ".join(_below(line)),
    }


def _table(figure: Data) -> Data | None:
    if not figure:
        return None
    day = date_format(date.fromisoformat(figure["day"]), "j F Y")
    return {
        "title": figure["title"],
        "columns": figure["columns"],
        "rows": figure["rows"],
        "day": _("Au %(day)s. – : nombre caché, trop peu de personnes.") % {"day": day},
    }


def _below(line: Line) -> list[str]:
    """Return what stands in small under a passage."""
    found = []
    if line.reason:
        found.append(_("Affirmation du collectif : %(why)s") % {"why": line.reason})
    elif line.kind == "claim":
        found.append(
            ngettext("%(n)d appui.", "%(n)d appuis.", line.rests_on) % {"n": line.rests_on}
        )
    if line.withdrawn:
        said = ngettext(
            "%(n)d parole retirée depuis.", "%(n)d paroles retirées depuis.", line.withdrawn
        )
        found.append(said % {"n": line.withdrawn})
    return [*found, *(_erratum(error) for error in line.errata)]


def _erratum(error: Erratum) -> str:
    return _("Erratum du %(day)s : %(text)s") % {
        "day": date_format(error.day, "j F Y"),
        "text": error.text,
    }


def _made(consent: Data) -> list[str]:
    """Return how a cahier was made, in sentences."""
    found = [
        _("Une parole n'a pas de nom. Deux personnes l'ont relue avant qu'elle soit citée."),
        _("Qui l'a dite peut la retirer : une édition publiée le montre, ses autres mots restent."),
    ]
    if consent:
        found.insert(
            0,
            _(
                "Consentement du collectif : %(consents)s consentements, %(abstentions)s "
                "abstentions, %(objections)s objections (%(integrated)s intégrées, "
                "%(answered)s répondues, %(lifted)s levées)."
            )
            % consent,
        )
    return found


def _address(path: str) -> str:
    return f"{settings.SITE_ADDRESS}{path}"


def letter(proposal: Proposal, claims: list[Note]) -> Data:
    """Return the letter that carries a proposal to its institution."""
    collective = proposal.notebook.collective
    address = _address(reverse("expertise:proposal", args=[proposal.slug]))
    contact = " · ".join(filter(None, (collective.contact_email, collective.contact_phone)))
    return {
        "title": proposal.notebook.title,
        "gathering": proposal.notebook.title,
        "printed": wording.day(timezone.now()),
        "collective": collective.name,
        "contact": contact,
        "to": [str(proposal.addressee), *proposal.addressee.address.splitlines()],
        "day": date_format(timezone.localdate(), "j F Y"),
        "subject": _("Objet : %(title)s") % {"title": proposal.notebook.title},
        "hello": _("Madame, Monsieur,"),
        "text": proposal.note.text.split("\n\n"),
        "rests": _("Cette proposition s'appuie sur ces phrases, publiées avec leurs paroles :"),
        "claims": [f"{note.text} ({note.notebook.title}, {note.number})" for note in claims],
        "asks": _(
            "Nous vous demandons une réponse écrite et datée, même pour dire non et pourquoi. "
            "Elle sera publiée telle quelle, à côté de la proposition."
        ),
        "bye": _("Le collectif %(name)s") % {"name": collective.name},
        "address": address,
        "qr": address,
        "qr_told": _("Adresse de la proposition"),
    }
