"""Papers made of the lists that the desk has on screen."""

from typing import Any

from entraide.gatherings.models import Gathering
from entraide.gatherings.queries import lists
from entraide.ui.sheets import Table

Data = dict[str, Any]


def kitchen(gathering: Gathering) -> Data:
    """Return the kitchen sheets, one a place where one eats."""
    return {"tables": [_plain(table) for table in lists.kitchen(gathering)]}


def calls(gathering: Gathering) -> Data:
    """Return the call list."""
    return {"tables": [_plain(table) for table in lists.calls(gathering)]}


def _plain(table: Table) -> Data:
    return {
        "title": table.title,
        "columns": list(table.columns),
        "rows": [[str(cell) for cell in row] for row in table.rows],
    }
