"""Notebooks, notes and what ties them."""

from entraide.notebooks.models.note import Anchor, Note, NoteChange, Reading
from entraide.notebooks.models.notebook import Notebook
from entraide.notebooks.models.receipt import Receipt

__all__ = ["Anchor", "Note", "NoteChange", "Notebook", "Reading", "Receipt"]
