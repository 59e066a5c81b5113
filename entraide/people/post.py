"""How a letter leaves: whoever it is for, it is tried again until it is gone, and named nowhere."""

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import send_mail
from django.utils import timezone

logger = logging.getLogger("entraide.letters")
TRIES = 6
FIRST_PAUSE = timedelta(seconds=30)


def sent(subject: str, body: str, address: str, *, what: str) -> bool:
    """Send a letter; return whether it left.

    Args:
        subject: of the letter.
        body: of the letter.
        address: of one person.
        what: it is, for the log: never who.
    """
    try:
        send_mail(subject, body, None, [address])
    except (OSError, smtplib.SMTPException) as fault:
        # The class only: the message of an SMTP error holds the address.
        logger.warning("%s not sent: %s", what, type(fault).__name__)
        return False
    return True


def next_try(tried: int) -> datetime | None:
    """Return when to try again after so many tries, each pause four times the last; None: never."""
    return None if tried >= TRIES else timezone.now() + FIRST_PAUSE * 4 ** (tried - 1)
