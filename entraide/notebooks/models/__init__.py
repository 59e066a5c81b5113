"""Notebooks, notes and what ties them; the codebook and what was found."""

from entraide.notebooks.models.coding import Coding, Look, Memo, Theme, ThemeChange
from entraide.notebooks.models.note import Anchor, Note, NoteChange, Reading
from entraide.notebooks.models.notebook import Notebook, Provenance
from entraide.notebooks.models.receipt import Receipt

__all__ = [
    "Anchor",
    "Coding",
    "Look",
    "Memo",
    "Note",
    "NoteChange",
    "Notebook",
    "Provenance",
    "Reading",
    "Receipt",
    "Theme",
    "ThemeChange",
]
