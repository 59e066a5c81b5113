"""Tables get their notebooks; workshops are opened for writing."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _, override

from entraide.gatherings.actions import places
from entraide.gatherings.actions.provenance import record
from entraide.gatherings.models import Moment, Table
from entraide.gatherings.queries.scribing import subject, table_title, workshop_title
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Notebook
from entraide.people.models import Person

OPENED_FOR = timedelta(hours=3)


@transaction.atomic
def notebook_of(table: Table) -> Notebook:
    """Return the notebook of a table, made at the first need."""
    table = Table.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if table.notebook is None:
        # In the language of the house, whoever opens it first.
        with override(settings.LANGUAGE_CODE):
            title = table_title(table)
        table.notebook = Notebook.objects.create(
            collective=table.moment.gathering.collective,
            kind=Notebook.Kind.TABLE,
            title=title,
            occasion=f"{table.moment.gathering.title} · {workshop_title(table)}"[:250],
            subject=subject(table)[:1000],
            peer_group=table.peer_group,
        )
        table.save(update_fields=["notebook"])
        record(table.moment)
    return table.notebook


@transaction.atomic
def close(table: Table, *, read_back: bool) -> None:
    """Close the notebook of a table, read back or not; who came is known by then."""
    writing.close(notebook_of(table), read_back=read_back)
    record(table.moment)


@transaction.atomic
def open_writing(moment: Moment, *, by: Person) -> None:
    """Let the codes of a workshop open its tables now, for three hours."""
    moment.writing_until = timezone.now() + OPENED_FOR
    moment.save(update_fields=["writing_until"])
    places.log(moment.gathering, _("écriture ouverte : %(title)s") % {"title": moment.title}, by=by)


@transaction.atomic
def discuss(moment: Moment, text: Notebook | None) -> None:
    """Let the tables of a workshop discuss this text, paragraph by paragraph."""
    moment.discussed = text
    moment.save(update_fields=["discussed"])
