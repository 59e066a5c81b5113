"""Letters to neighbours: neutral, without names; those without e-mail are called."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from entraide.exchanges.models import Neighbour

logger = logging.getLogger("entraide.letters")
TRIES = 6
FIRST_PAUSE = timedelta(seconds=30)


def letter_to(neighbour: Neighbour, subject: str, body: str) -> bool:
    """Write to a neighbour who has an e-mail; return whether they have one.

    Subject and body tell of no person: they are kept with the task.
    """
    if neighbour.email and neighbour.left_on is None:
        send.enqueue(neighbour.pk, subject, body)
        return True
    return False


@task()
def send(neighbour: int, subject: str, body: str, tried: int = 0) -> str:
    """Send a letter; on failure try again later, each pause four times the last."""
    found = Neighbour.objects.filter(pk=neighbour).exclude(email="").first()
    if found is None:
        return "nobody to write to"
    try:
        send_mail(subject, body, None, [found.email])
    except (OSError, smtplib.SMTPException) as fault:
        # The class only: the message of an SMTP error holds the address.
        logger.warning("letter to a neighbour not sent: %s", type(fault).__name__)
        if tried + 1 >= TRIES:
            return "given up"
        later = timezone.now() + FIRST_PAUSE * 4**tried
        send.using(run_after=later).enqueue(neighbour, subject, body, tried + 1)
        return "again later"
    return "sent"
