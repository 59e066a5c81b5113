"""Letters to neighbours: neutral, without names; those without e-mail are called."""

from django_tasks import task

from entraide.exchanges.models import Neighbour
from entraide.people.post import next_try, sent


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
    """Send a letter; on failure try again later."""
    found = Neighbour.objects.filter(pk=neighbour).exclude(email="").first()
    if found is None:
        return "nobody to write to"
    if sent(subject, body, found.email, what="letter to a neighbour"):
        return "sent"
    later = next_try(tried + 1)
    if later is None:
        return "given up"
    send.using(run_after=later).enqueue(neighbour, subject, body, tried + 1)
    return "again later"
