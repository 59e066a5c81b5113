"""What leaves as a REFI-QDA file comes back the same, and is what the standard asks for."""

import doctest
import io
import zipfile
from dataclasses import replace
from types import ModuleType
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.refi import cutting, inward, lines, outward, reading, wording, writing
from entraide.notebooks.refi.project import Project
from entraide.notebooks.refi.study import Found, Study, Table, Voice
from tests.notebooks.refi_studies import DAY, ODD, key, make_study, schema, studies


def qdpx(study: Study) -> bytes:
    return writing.to_qdpx(outward.to_project(study, origin="Entraide"))


def again(content: bytes) -> Study:
    return inward.to_study(reading.from_qdpx(content), longest=LONGEST_TEXT)


def qde(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("project.qde").decode()


def faults(content: bytes) -> list[str]:
    return [str(fault.reason) for fault in schema().iter_errors(qde(content))]


@pytest.mark.parametrize("module", [cutting, lines, wording])
def test_examples_are_true(module: ModuleType) -> None:
    done = doctest.testmod(module)
    assert (done.failed, done.attempted > 0) == (0, True)


def test_a_study_with_everything_comes_back_the_same() -> None:
    assert again(qdpx(make_study())) == make_study()


@pytest.mark.slow
@settings(deadline=None)
@given(studies())
def test_any_study_comes_back_the_same(study: Study) -> None:
    assert again(qdpx(study)) == study


@pytest.mark.slow
@settings(deadline=None)
@given(studies())
def test_any_study_is_valid_for_the_schema(study: Study) -> None:
    assert faults(qdpx(study)) == []


def test_a_study_with_everything_is_valid_and_a_broken_one_is_seen() -> None:
    content = qdpx(make_study())
    assert faults(content) == []
    broken = qde(content).replace(' isCodable="true"', "", 1)
    assert [str(fault.reason) for fault in schema().iter_errors(broken)] == [
        "missing required attribute 'isCodable'"
    ]


def test_the_same_study_is_the_same_bytes() -> None:
    assert qdpx(make_study()) == qdpx(make_study())


def test_a_project_comes_back_as_it_was_written() -> None:
    project = outward.to_project(make_study(), origin="Entraide")
    assert reading.from_qdpx(writing.to_qdpx(project)) == project


def test_places_are_code_points_of_the_text_in_the_archive() -> None:
    content = qdpx(make_study())
    archive = zipfile.ZipFile(io.BytesIO(content))
    text = archive.read(f"sources/{key('n1')}.txt").decode()
    assert text == f"{ODD}\n\n[parole retirée]\n\nUn four,\n\npar rue.\n"
    found = [
        (text[int(one.get("startPosition", "")) : int(one.get("endPosition", ""))], one.get("name"))
        for one in ElementTree.fromstring(qde(content)).iter(
            "{urn:QDA-XML:project:1.0}PlainTextSelection"
        )
    ]
    # Each voice, then what was coded in it; the last one is of the other table.
    assert found[:-1] == [
        (ODD, "line:0"), (ODD, "line:0"), ("pain 🥖", "line:0"), (ODD, "line:0"),
        ("[parole retirée]", "line:3"),
        ("Un four,\n\npar rue.", "line:5"), ("four", "line:5"),
    ]  # fmt: skip


def test_places_in_bytes_would_be_seen() -> None:
    study = make_study()
    shifted = replace(study.tables[0].voices[0].found[1], start=len(ODD[:3].encode()) + 1)
    first = replace(study.tables[0].voices[0], found=(shifted,))
    table = replace(study.tables[0], voices=(first, *study.tables[0].voices[1:]))
    assert again(qdpx(replace(study, tables=(table, study.tables[1])))) != study


def test_lines_end_with_one_sign_and_passages_stay_on_their_words() -> None:
    voice = Voice(key("v"), 1, "un\r\ndeux\rtrois", found=(Found(key("t1"), key("c1"), 4, 8),))
    study = replace(make_study(), tables=(Table(key("n"), "T", voices=(voice,)),), ties=())
    (back,) = again(qdpx(replace(study, memos=()))).voices
    assert back.text == "un\ndeux\ntrois"
    assert back.text[back.found[0].start : back.found[0].end] == "deux"


def test_a_text_with_another_line_end_is_not_written() -> None:
    project = outward.to_project(make_study(), origin="")
    bad = replace(project.sources[0], text="a\r\nb")
    with pytest.raises(ValueError, match="carriage return"):
        writing.to_qdpx(replace(project, sources=(bad,)))


def test_names_of_sources_are_names_of_files_and_all_different() -> None:
    tables = [Table(key(n), title) for n, title in enumerate(["a/b", "A:b", "..", "", "x" * 300])]
    assert list(outward.source_names(tables).values()) == [
        "a b.txt", "A b (2).txt", "Carnet.txt", "Carnet (2).txt", f"{'x' * 100}.txt",
    ]  # fmt: skip


def test_a_peer_group_is_a_case_of_its_tables_and_of_its_voices_elsewhere() -> None:
    cases = outward.to_project(make_study(), origin="").cases
    assert [(one.name, one.sources, one.selections) for one in cases[:2]] == [
        ("Travail social", (key("n2"),), (key("v3"),)),
        ("Habitantes et habitants", (), (key("v1"),)),
    ]


def test_nothing_is_finer_than_a_day() -> None:
    text = qde(qdpx(make_study()))
    moments = {part.split('"')[0] for part in text.split('DateTime="')[1:]}
    assert moments == {f"{DAY}T00:00:00Z"}


def test_a_codebook_comes_back_with_its_tree_and_what_is_sensitive() -> None:
    themes = make_study().themes
    content = writing.to_qdc(outward.codes(themes), outward.groups(themes), origin="Entraide")
    assert inward.to_study(reading.from_qdc(content), longest=10).themes == themes
    # As codes of a project, they are valid too; a codebook has a schema of its own.
    codes = ElementTree.fromstring(content)[0]
    inside = ElementTree.tostring(codes, encoding="unicode").replace(":codebook:", ":project:")
    project = f'<Project xmlns="{writing.PROJECT}" name=""><CodeBook>{inside}</CodeBook></Project>'
    assert list(schema().iter_errors(project)) == []


def test_a_project_with_nothing_in_it_is_valid() -> None:
    content = writing.to_qdpx(Project("Rien"))
    assert faults(content) == []
    assert again(content) == Study("Rien")
