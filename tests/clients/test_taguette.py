"""Taguette imports our codebook, and we read the one it exports."""

from pathlib import Path

import pytest

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.refi import inward, reading, tables
from entraide.ui.sheets import to_csv
from tests.clients.programs import answer
from tests.notebooks.refi_studies import make_study

pytestmark = pytest.mark.client
IMPORT = """
import json
from taguette.import_codebook import list_tags
with open("ours.csv", "rb") as file:
    print(json.dumps(list_tags(file)))
"""
EXPORT = """
import io, json, types
from taguette.export import codebook_xml
tags = [types.SimpleNamespace(path=path, description="") for path in ("four", "four.pain")]
out = io.BytesIO()
codebook_xml(tags, out)
print(json.dumps(out.getvalue().decode()))
"""


def test_it_imports_our_codebook(tmp_path: Path) -> None:
    (tmp_path / "ours.csv").write_bytes(to_csv([tables.taguette(make_study().themes)]))
    assert answer("taguette", IMPORT, cwd=tmp_path) == [
        {"path": "Le quartier", "description": "Vivre ici"},
        {"path": "Le quartier.Le four & le pain", "description": ""},
        {"path": "Vide", "description": ""},
    ]


def test_we_read_the_codebook_it_exports(tmp_path: Path) -> None:
    content = answer("taguette", EXPORT, cwd=tmp_path).encode()
    read = inward.to_study(reading.from_qdc(content), longest=LONGEST_TEXT)
    assert [theme.name for theme in read.themes] == ["four", "four.pain"]
