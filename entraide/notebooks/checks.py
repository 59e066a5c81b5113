"""Says when words are not searched any more."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from entraide.notebooks.search_index import missing_parts


@register(Tags.database)
def words_are_searched(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Read what the live database has of the index."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if "notebooks_note" not in connection.introspection.table_names():
            continue
        if missing := missing_parts(connection):
            hint = "Run notebooks.search_index.create_index in a migration."
            names = ", ".join(missing)
            found.append(Error(f"Words are not searched: {names}.", hint=hint, id="entraide.E002"))
    return found
