"""Letters to a party: an e-mail where one was asked for, else a line of the call list."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from entraide.gatherings.models import Delivery, Gathering, Message, Party, WaitingPlace
from entraide.gatherings.tasks import deliver
from entraide.people.models import TellBy
from entraide.ui import wording

LINK_SALT = "entraide.ticket-link"
LINK_DAYS = 60
# As long as `Delivery.subject`: a filled field may be longer than what was written.
MOST_SUBJECT = 200


def has_email(party: Party) -> bool:
    """Tell whether this party asked for e-mails and gave an address."""
    return party.tell_by == TellBy.EMAIL and bool(party.email)


def ticket_link(party: Party) -> str:
    """Return the private address of a party's ticket; it opens for `LINK_DAYS` days."""
    token = signing.dumps(str(party.uid), salt=LINK_SALT)
    return settings.SITE_ADDRESS + reverse("gatherings:ticket_link", args=[token])


def write_letter(
    party: Party,
    subject: str,
    body: str,
    *,
    message: Message | None = None,
    waiting_place: WaitingPlace | None = None,
) -> Delivery:
    """Put a letter on its way, or on the call list of those without e-mail."""
    by_email = has_email(party)
    delivery = Delivery.objects.create(
        gathering_id=party.gathering_id,
        party=party,
        message=message,
        waiting_place=waiting_place,
        channel=Delivery.Channel.EMAIL if by_email else Delivery.Channel.CALL,
        state=Delivery.State.QUEUED if by_email else Delivery.State.TO_TELL,
        subject=subject[:MOST_SUBJECT],
        body=body,
    )
    if by_email:
        deliver.enqueue(delivery.pk)
    return delivery


def write_confirmation(party: Party, gathering: Gathering) -> None:
    """Send the link of the ticket to those who asked for e-mail; nobody else is bothered."""
    if not has_email(party):
        return
    with translation.override(party.language):
        body = _(
            "Bonjour,\n\nvotre demande est bien arrivée.\n"
            "Pour voir, changer ou annuler :\n%(link)s\n\n"
            "Ce lien est personnel. Les quatre mots du billet donnent le même accès."
        ) % {"link": ticket_link(party)}
        write_letter(party, _neutral_subject(gathering), body)


def write_offer(waiting: WaitingPlace, gathering: Gathering) -> None:
    """Tell a party that a place is kept for them."""
    party = waiting.party
    with translation.override(party.language):
        what = waiting.option.title if waiting.option else gathering.title
        if waiting.offer_ends_at:
            body = _(
                "Bonjour,\n\nune place s'est libérée : « %(what)s ».\n"
                "Elle vous est gardée jusqu'au %(end)s.\n"
                "Pour l'accepter ou la laisser :\n%(link)s"
            ) % {
                "what": what,
                "end": wording.day_and_hour(waiting.offer_ends_at),
                "link": ticket_link(party),
            }
        else:
            body = _("Une place s'est libérée : « %(what)s ». L'acceptez-vous ?") % {"what": what}
        write_letter(party, _neutral_subject(gathering), body, waiting_place=waiting)


def _neutral_subject(gathering: Gathering) -> str:
    """Return a subject that says nothing to who reads over a shoulder."""
    return _("Des nouvelles du %(day)s") % {"day": wording.day(gathering.starts_at)}
