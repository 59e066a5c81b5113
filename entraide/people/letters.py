"""Letters to members of a team: they leave behind the pages, tried again until they are gone."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import send_mail
from django.utils import timezone
from django_tasks import task

from entraide.people.models import Person

logger = logging.getLogger("entraide.letters")
TRIES = 6
FIRST_PAUSE = timedelta(seconds=30)


@task()
def write_to(person: int, subject: str, body: str, tried: int = 0) -> str:
    """Send a letter to a member; on failure try again later, each pause four times the last.

    Subject and body tell of no person: they are kept with the task.
    """
    found = Person.objects.filter(pk=person, is_active=True).exclude(email=None).first()
    if found is None or not found.email:
        return "nobody to write to"
    try:
        send_mail(subject, body, None, [found.email])
    except (OSError, smtplib.SMTPException) as fault:
        # The class only: the message of an SMTP error holds the address.
        logger.warning("letter to a member not sent: %s", type(fault).__name__)
        if tried + 1 >= TRIES:
            return "given up"
        later = timezone.now() + FIRST_PAUSE * 4**tried
        write_to.using(run_after=later).enqueue(person, subject, body, tried + 1)
        return "again later"
    return "sent"
