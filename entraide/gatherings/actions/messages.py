"""Messages to many: fixed fields are filled in, each party is reached its own way."""

import re

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _, gettext_lazy

from entraide.gatherings.actions import letters, places
from entraide.gatherings.models import Delivery, Gathering, Message, Party
from entraide.gatherings.queries import recipients
from entraide.people.models import Person
from entraide.ui import wording

# The fixed fields of a text, with what each one stands for.
FIELDS = {
    "nom": gettext_lazy("le nom choisi"),
    "rencontre": gettext_lazy("le titre de la rencontre"),
    "quand": gettext_lazy("le jour et les heures"),
    "lieu": gettext_lazy("le lieu du premier moment"),
    "personnes": gettext_lazy("le nombre de personnes inscrites ensemble"),
    "billet": gettext_lazy("le lien vers le billet"),
}
_FIELD = re.compile(r"\{([^{}]*)\}")


class AlreadySent(Exception):
    """The message left before; it does not leave twice."""


def unknown_fields(text: str) -> list[str]:
    """Return what stands in braces and is not a fixed field."""
    return [name for name in _FIELD.findall(text) if name.strip() not in FIELDS]


def fill(text: str, values: dict[str, str]) -> str:
    """Return the text with its fixed fields filled; nothing in it is executed."""
    return _FIELD.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def field_values(party: Party, gathering: Gathering, place: str) -> dict[str, str]:
    """Return what the fixed fields stand for, for this party."""
    names = [sign_up.name for sign_up in party.sign_ups.all()]
    return {
        "nom": ", ".join(names),
        "rencontre": gathering.title,
        "quand": wording.span(gathering.starts_at, gathering.ends_at),
        "lieu": place,
        "personnes": str(party.size),
        "billet": letters.ticket_link(party),
    }


def preview(message: Message, *, most: int) -> list[tuple[Party, str, str]]:
    """Return the first letters as they will leave: (party, subject, body)."""
    gathering = message.gathering
    place = recipients.first_place(gathering)
    found = []
    for party in recipients.chosen(gathering, message.recipients)[:most]:
        values = field_values(party, gathering, place)
        found.append((party, fill(message.subject, values), fill(message.body, values)))
    return found


@transaction.atomic
def send(message: Message, *, by: Person) -> int:
    """Put a message on its way to each of its recipients, once; return how many.

    Raises:
        AlreadySent: when it left before.
    """
    gathering = places.lock(message.gathering)
    message = Message.objects.get(pk=message.pk)
    if message.state == Message.State.SENT:
        raise AlreadySent
    place = recipients.first_place(gathering)
    count = 0
    for party in recipients.chosen(gathering, message.recipients):
        with translation.override(party.language):
            values = field_values(party, gathering, place)
        letters.write_letter(
            party, fill(message.subject, values), fill(message.body, values), message=message
        )
        count += 1
    message.state = Message.State.SENT
    message.sent_at = timezone.now()
    message.save(update_fields=["state", "sent_at"])
    places.log(
        gathering, _("message envoyé : « %(subject)s »") % {"subject": message.subject}, by=by
    )
    return count


@transaction.atomic
def mark_told(delivery: Delivery, *, told: bool, by: Person) -> None:
    """Tick or untick a line of the call list."""
    delivery.state = Delivery.State.TOLD if told else Delivery.State.TO_TELL
    delivery.done_at = timezone.now() if told else None
    delivery.done_by = by if told else None
    delivery.save(update_fields=["state", "done_at", "done_by"])
