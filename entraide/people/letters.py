"""Letters to members of a team: they leave behind the pages, tried again until they are gone."""

from django_tasks import task

from entraide.people.models import Person
from entraide.people.post import next_try, sent


@task()
def write_to(person: int, subject: str, body: str, tried: int = 0) -> str:
    """Send a letter to a member; on failure try again later.

    Subject and body tell of no person: they are kept with the task.
    """
    found = Person.objects.filter(pk=person, is_active=True).exclude(email=None).first()
    if found is None or not found.email:
        return "nobody to write to"
    if sent(subject, body, found.email, what="letter to a member"):
        return "sent"
    later = next_try(tried + 1)
    if later is None:
        return "given up"
    write_to.using(run_after=later).enqueue(person, subject, body, tried + 1)
    return "again later"
