"""pyrefiqda, whose classes are made from the schemas of the standard, reads our files."""

from pathlib import Path

import pytest

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.refi import inward, outward, reading, writing
from tests.clients.programs import answer
from tests.notebooks.refi_studies import make_study

pytestmark = pytest.mark.client
PROJECT = """
import json, pathlib, sys
from pyrefiqda import RefiProject
project = RefiProject.load("ours.qdpx", "unpacked")
codes = {}
def walk(codes_of):
    for code in codes_of:
        codes[code.guid] = code.name
        walk(code.code)
walk(project.code_book.codes.code)
users = {user.guid: user.name for user in project.users.user}
found = []
for source in project.sources.text_source:
    path = RefiProject.resolve_source_path(source.plain_text_path, "unpacked")
    text = path.read_text(encoding="utf-8")
    for one in source.plain_text_selection:
        for coding in one.coding:
            words = text[one.start_position:one.end_position]
            found.append([codes[coding.code_ref.target_guid], users[coding.creating_user], words])
RefiProject.save(project, "theirs.qdpx", "unpacked/sources")
values = [len(case.variable_value) for case in project.cases.case]
print(json.dumps({"found": found, "cases": values, "links": len(project.links.link)}))
"""
CODEBOOK = """
import json
from pyrefiqda import RefiCodebook
book = RefiCodebook.load("ours.qdc")
RefiCodebook.save(book, "theirs.qdc")
tell = lambda code: [code.name, code.description, code.color, [tell(one) for one in code.code]]
print(json.dumps([tell(one) for one in book.codes.code]))
"""


def test_it_reads_every_code_at_its_words_and_what_it_writes_is_the_same(tmp_path: Path) -> None:
    study = make_study()
    content = writing.to_qdpx(outward.to_project(study, origin="Entraide"))
    (tmp_path / "ours.qdpx").write_bytes(content)
    told = answer("qda", PROJECT, cwd=tmp_path)
    names = {theme.key: theme.name for theme in study.themes}
    names |= {coder.key: coder.name for coder in study.coders}
    assert told["found"] == [
        [names[one.theme], names[one.coder], voice.text[one.start : one.end or None]]
        for voice in study.voices
        for one in voice.found
    ]
    # Two peer groups, then four voices with what is said of each.
    assert told["cases"] == [0, 0, 9, 5, 8, 2]
    assert told["links"] == 2
    back = (tmp_path / "theirs.qdpx").read_bytes()
    assert inward.to_study(reading.from_qdpx(back), longest=LONGEST_TEXT) == study


def test_it_reads_our_codebook_and_we_read_what_it_writes(tmp_path: Path) -> None:
    themes = make_study().themes
    content = writing.to_qdc(outward.codes(themes), outward.groups(themes), origin="Entraide")
    (tmp_path / "ours.qdc").write_bytes(content)
    assert answer("qda", CODEBOOK, cwd=tmp_path) == [
        [
            "Le quartier", "Vivre ici\nExemples :\nla rue\nle four", "#D98C93",
            [["Le four & le pain", "Exemples :\ncuire", "#8CB4D9", []]],
        ],
        ["Vide", None, "#D6CBB2", []],
    ]  # fmt: skip
    back = reading.from_qdc((tmp_path / "theirs.qdc").read_bytes())
    assert inward.to_study(back, longest=LONGEST_TEXT).themes == themes


def test_a_wrong_codebook_is_refused_by_it(tmp_path: Path) -> None:
    (tmp_path / "ours.qdc").write_text('<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><X/></CodeBook>')
    with pytest.raises(AssertionError):
        answer("qda", CODEBOOK, cwd=tmp_path)
