"""The neighbourhood of the demonstration: who one may try it as."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entraide.exchanges.models import Neighbour
from entraide.gatherings.models import Party
from entraide.people import receipt_words

INHABITANT_KEY = "demo-sign-up-of-samira"
# Of the voice that the inhabitant has said at the forum.
VOICE_SLIP = "demo-voice-of-samira"
NEIGHBOUR_KEY = "demo-neighbour-nora"
MAIL_DOMAIN = "entraide.example"


@dataclass(frozen=True)
class TryRole:
    """Someone to enter as: a member by e-mail, or an inhabitant with a ticket."""

    name: str
    title: str | Promise
    what: str | Promise
    email: str = ""
    party: bool = False
    neighbour: bool = False


ROLES = [
    TryRole(
        "inhabitant",
        _("habitante"),
        _("Samira vient à la journée avec sa sœur. Elle a ses quatre mots, pas de compte."),
        party=True,
    ),
    TryRole(
        "neighbour",
        _("voisine"),
        _("Nora cherche de l'aide sans le dire à tout le monde. Des voisins pourraient répondre."),
        neighbour=True,
    ),
    TryRole(
        "animator",
        _("animatrice"),
        _("Malika prépare la journée : programme, inscriptions, listes, messages."),
        email=f"malika@{MAIL_DOMAIN}",
    ),
    TryRole(
        "scribe",
        _("scribe de table"),
        _("Théo accueille et écrit à une table. Il voit les listes, pas l'équipe."),
        email=f"theo@{MAIL_DOMAIN}",
    ),
    TryRole(
        "carrier",
        _("éducatrice du collectif"),
        _("Nadège porte une action du Pile. Elle en tient le journal de bord, ligne par ligne."),
        email=f"nadege@{MAIL_DOMAIN}",
    ),
    TryRole(
        "researcher",
        _("chercheuse"),
        _("Inès code ce qui s'est dit au forum, et lit les votes. Elle ne voit aucun nom."),
        email=f"ines@{MAIL_DOMAIN}",
    ),
    TryRole(
        "social-worker",
        _("travailleur social"),
        _("Karim anime un café-citoyen dans un autre collectif, que le premier ne voit pas."),
        email=f"karim@{MAIL_DOMAIN}",
    ),
]


def find_role(name: str) -> TryRole:
    """Return the role of this name, or raise Http404."""
    for role in ROLES:
        if role.name == name:
            return role
    raise Http404


def neighbour() -> Neighbour:
    """Return the demonstration's neighbour."""
    digest = receipt_words.key_digest(NEIGHBOUR_KEY)
    found = Neighbour.objects.select_related("circle__collective").filter(key_digest=digest).first()
    if found is None:
        raise Http404
    return found


def voice_words() -> str:
    """Return the four words of the voice that the inhabitant has said."""
    return " ".join(receipt_words.receipt_for(VOICE_SLIP))


def inhabitant_ticket() -> tuple[Party, str]:
    """Return the demonstration's inhabitant and her four words."""
    digest = receipt_words.key_digest(INHABITANT_KEY)
    party = Party.objects.filter(key_digest=digest).first()
    if party is None:
        raise Http404
    return party, " ".join(receipt_words.receipt_for(INHABITANT_KEY))
