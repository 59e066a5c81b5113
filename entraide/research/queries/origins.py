"""What an action may come from."""

from django.db.models import Q, QuerySet

from entraide.expertise.models import Experiment
from entraide.expertise.queries import proposals
from entraide.notebooks.models import Note
from entraide.people.models import Collective


def of(collective: Collective) -> QuerySet[Note]:
    """Return the living proposals of a collective, then the sentences of its cahiers."""
    asked = proposals.living(collective).values("note")
    said = proposals.claims(collective).values("pk")
    found = Note.objects.filter(Q(pk__in=asked) | Q(pk__in=said), withdrawn=False)
    return found.select_related("notebook").order_by("-kind", "-notebook", "number")


def trials(collective: Collective) -> QuerySet[Experiment]:
    """Return the trials of proposals that go on, and are no action yet."""
    found = Experiment.objects.filter(
        notebook__collective=collective, notebook__action=None, ended_on=None
    )
    return found.select_related("notebook", "note", "neighbourhood")
