"""Paper forms: a code a sheet, so that a sheet typed twice makes one sign-up.

The code is the idempotency key; the four receipt words follow from it, so they are printed on
a slip that the person keeps from the moment the sheet is filled in.
"""

import secrets
import uuid
from dataclasses import dataclass

from entraide.gatherings.models import Gathering, PaperSheet, Party
from entraide.people import receipt_words
from entraide.people.short_codes import ALPHABET

CODE_LENGTH = 5
MOST_SHEETS = 60


@dataclass(frozen=True)
class BlankSheet:
    """A sheet to print."""

    code: str
    words: tuple[str, ...]


def make_sheets(gathering: Gathering, number: int) -> uuid.UUID:
    """Make blank sheets; return the batch to print."""
    batch = uuid.uuid4()
    for _ in range(number):
        code = _free_code()
        PaperSheet.objects.create(gathering=gathering, batch=batch, code=code)
    return batch


def _free_code() -> str:
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        if not PaperSheet.objects.filter(code=code).exists():
            return code


def sheet_key(code: str) -> str:
    """Return the idempotency key of the sheet with this code."""
    return f"paper-sheet-{code}"


def typed_already(gathering: Gathering, code: str) -> bool:
    """Tell whether this sheet made a sign-up."""
    digest = receipt_words.key_digest(sheet_key(code))
    return Party.objects.filter(gathering=gathering, key_digest=digest).exists()


def sheets_to_print(gathering: Gathering, batch: str) -> list[BlankSheet]:
    """Return the sheets of a batch with the words of their slips."""
    codes = PaperSheet.objects.filter(gathering=gathering, batch=batch).values_list(
        "code", flat=True
    )
    return [BlankSheet(code, receipt_words.receipt_for(sheet_key(code))) for code in codes]
