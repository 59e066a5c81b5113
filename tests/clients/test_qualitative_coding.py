"""The command `qc` of qualitative-coding opens our projects, and we open its own."""

import io
import zipfile
from pathlib import Path

import pytest

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.refi import inward, outward, reading, writing
from entraide.notebooks.refi.study import Study
from tests.clients.programs import CLIENTS, answer, run
from tests.notebooks.refi_studies import SCHEMA, make_study

pytestmark = pytest.mark.client
CODED = """
import json
from qualitative_coding.corpus import QCCorpus
corpus = QCCorpus("settings.yaml")
with corpus.session():
    print(json.dumps(sorted(map(list, corpus.get_coded_lines()))))
"""
TABLE = "Table 1 le quartier.txt"


@pytest.fixture
def opened(tmp_path: Path) -> Path:
    """A folder where `qc` has opened our study."""
    content = writing.to_qdpx(outward.to_project(make_study(), origin="Entraide"))
    (tmp_path / "ours.qdpx").write_bytes(content)
    folder = tmp_path / "opened"
    folder.mkdir()
    run("qda", "qc", "init", "--import", "../ours.qdpx", cwd=folder)
    return folder


def study(content: bytes) -> Study:
    return inward.to_study(reading.from_qdpx(content), longest=LONGEST_TEXT)


def test_it_finds_each_code_of_each_coder_on_its_line(opened: Path) -> None:
    assert answer("qda", CODED, cwd=opened) == [
        ["Le four & le pain", "codeur 1", 0, TABLE],
        ["Le four & le pain", "codeur 2", 5, TABLE],
        ["Le quartier", "codeur 1", 0, TABLE],
        ["Le quartier", "codeur 2", 0, TABLE],
    ]
    text = (opened / "corpus" / TABLE).read_text(encoding="utf-8").split("\n")
    assert (text[0][:6], text[5]) == ("Le pai", "Un four,")


def test_it_has_the_tree_of_codes_and_finds_no_fault(opened: Path) -> None:
    told = run("qda", "qc", "codes", "list", cwd=opened)
    assert told.strip() == "- Le quartier\n    - Le four & le pain\n- Vide"
    run("qda", "qc", "check", cwd=opened)


def test_a_project_that_is_not_valid_is_refused_by_it(tmp_path: Path) -> None:
    content = writing.to_qdpx(outward.to_project(make_study(), origin="Entraide"))
    files = zipfile.ZipFile(io.BytesIO(content))
    qde = files.read("project.qde").replace(b' isCodable="true"', b"", 1)
    (tmp_path / "bad.qdpx").write_bytes(writing.packed({"project.qde": qde}))
    (tmp_path / "opened").mkdir()
    with pytest.raises(AssertionError, match="did not validate"):
        run("qda", "qc", "init", "--import", "../bad.qdpx", cwd=tmp_path / "opened")


def test_what_it_writes_again_is_read_here(opened: Path) -> None:
    run("qda", "qc", "export", "theirs.qdpx", cwd=opened)
    back = study((opened / "theirs.qdpx").read_bytes())
    names = {theme.key: theme.name for theme in back.themes}
    names |= {coder.key: coder.name for coder in back.coders}
    found = [
        (voice.text.split("\n")[0], names[one.theme], names[one.coder])
        for voice in back.voices
        for one in voice.found
    ]
    # It knows lines only: what was found in some words, it found in their line.
    first = make_study().voices[0].text.split("\n")[0]
    assert sorted(found) == [
        (first, "Le four & le pain", "codeur 1"),
        (first, "Le quartier", "codeur 1"),
        (first, "Le quartier", "codeur 2"),
        ("Un four,", "Le four & le pain", "codeur 2"),
    ]
    assert [voice.withdrawn for voice in back.voices] == [False, True, False, False, False]


def test_the_projects_that_come_with_it_are_read_here() -> None:
    (folder,) = CLIENTS.glob("qda/lib/python3*/site-packages/qualitative_coding")
    demo = study((folder / "demo.qdpx").read_bytes())
    assert (len(demo.tables), len(demo.themes)) == (2, 262)
    assert sum(len(voice.found) for voice in demo.voices) == 205
    assert demo.missed == ()
    # Made by NVivo; its two texts are empty.
    nvivo = study((folder / "refi_qda" / "nvivo_project.qdpx").read_bytes())
    assert (len(nvivo.themes), len(nvivo.coders), nvivo.tables) == (262, 2, ())


def test_our_schema_is_the_one_that_comes_with_it() -> None:
    (theirs,) = CLIENTS.glob(
        "qda/lib/python3*/site-packages/qualitative_coding/refi_qda/schema.xsd"
    )
    # Without the comment that names who edited it.
    lines = [line for line in theirs.read_text().splitlines() if "XMLSpy" not in line]
    assert SCHEMA.read_text().splitlines() == lines
