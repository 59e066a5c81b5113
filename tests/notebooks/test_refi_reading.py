"""Files of other programs: read as they are meant, or refused with a sentence."""

import io
import re
import zipfile
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from entraide.notebooks.refi import archive, cutting, inward, outward, reading, safe_xml, writing
from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.study import Found, Study
from tests.notebooks.refi_studies import make_study

ONE, TWO = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
TEXT, CODER = "33333333-3333-4333-8333-333333333333", "44444444-4444-4444-8444-444444444444"
HEAD = '<?xml version="1.0" encoding="utf-8"?>'
NAMESPACE = "urn:QDA-XML:project:1.0"
CODES = (
    f'<CodeBook><Codes><Code guid="{ONE}" name="Le four" isCodable="true" color="#8CB4D9">'
    f'<Description>Cuire</Description><Code guid="{TWO}" name="Le four" isCodable="true"/>'
    "</Code></Codes></CodeBook>"
)
PASSAGE = (
    '<PlainTextSelection guid="{guid}" startPosition="{start}" endPosition="{end}">'
    '<Coding guid="{guid}" creatingUser="{user}"><CodeRef targetGUID="{code}"/></Coding>'
    "</PlainTextSelection>"
)


def passage(start: object, end: object, code: str = ONE, user: str = CODER) -> str:
    return PASSAGE.format(guid=TWO, start=start, end=end, code=code, user=user)


def qde(
    inside: str = "", *, codes: str = CODES, attributes: str = f'plainTextPath="internal://{TEXT}.txt"',
    after: str = "", origin: str = "Ailleurs", before: str = "",
) -> str:  # fmt: skip
    return (
        f'{HEAD}{before}<Project xmlns="{NAMESPACE}" name="Étude" origin="{origin}">'
        f'<Users><User guid="{CODER}" name="camille@ailleurs.example"/></Users>{codes}'
        f'<Sources><TextSource guid="{TEXT}" name="Entretien.txt" {attributes}>{inside}'
        f"</TextSource></Sources>{after}</Project>"
    )


def packed(xml: str | bytes, text: str | bytes = "Un four.\n", **entries: bytes) -> bytes:
    out = io.BytesIO()
    raw = text if isinstance(text, bytes) else text.encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("project.qde", xml)
        files.writestr(f"Sources/{TEXT}.txt", raw)
        for name, content in entries.items():
            files.writestr(name, content)
    return out.getvalue()


def study(content: bytes, longest: int = 10_000) -> Study:
    return inward.to_study(reading.from_qdpx(content), longest=longest)


def sentence(content: bytes) -> str:
    with pytest.raises(Unreadable) as told:
        reading.from_qdpx(content)
    return told.value.sentence.replace("\u00a0", " ").replace("\u202f", " ")


def coded(content: bytes, **options: int) -> list[tuple[str, list[str]]]:
    """Return each voice with the words that were coded in it; the whole voice is "*"."""
    return [
        (voice.text, [voice.text[f.start : f.end] if f.end else "*" for f in voice.found])
        for voice in study(content, **options).voices
    ]


# As they are meant


def test_paragraphs_are_voices_and_passages_are_found_in_them() -> None:
    text = "Un four,\npar rue.\n\n\n  Le bus ne passe plus. \n"
    inside = passage(3, 7) + passage(0, 17) + passage(9, 31)
    read = study(packed(qde(inside), text))
    assert coded(packed(qde(inside), text)) == [
        ("Un four,\npar rue.", ["four", "*", "par rue."]),
        ("Le bus ne passe plus.", ["Le bus ne"]),
    ]
    assert [(table.title, [v.number for v in table.voices]) for table in read.tables] == [
        ("Entretien", [1, 2])
    ]
    (missed,) = read.missed
    assert "1 passage allait sur plusieurs paroles" in missed


def test_without_blank_lines_each_line_is_a_voice() -> None:
    assert [words for words, _found in coded(packed(qde(), "Oui.\nNon.\n"))] == ["Oui.", "Non."]


def test_a_long_paragraph_is_cut_between_two_words_and_keeps_every_sign() -> None:
    text = "un deux trois quatre"
    assert coded(packed(qde(passage(3, 13)), text), longest=9) == [
        ("un deux", ["deux"]), ("trois", ["*"]), ("quatre", []),
    ]  # fmt: skip
    assert coded(packed(qde(), "a" * 25), longest=10) == [
        ("a" * 10, []), ("a" * 10, []), ("a" * 5, []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Oui.\r\nUn four.", "MAXQDA"),
        ("\ufeffOui.\r\nUn four.", "MAXQDA"),
        ("Oui.\r\nUn four.", "ATLAS.ti 23"),
        ("Oui.\nUn four.", "QualCoder"),
    ],
)
def test_lines_end_as_the_program_counts_them(text: str, origin: str) -> None:
    one_sign = "ATLAS" in origin or "\r" not in text
    start = 8 if one_sign else 9
    content = packed(qde(passage(start, start + 4), origin=origin), text)
    assert coded(content) == [("Oui.", []), ("Un four.", ["four"])]


def test_numbers_in_braces_or_capitals_are_the_same_numbers() -> None:
    inside = passage(3, 7, code="{" + ONE.upper() + "}", user=CODER.upper())
    (voice,) = study(packed(qde(inside))).voices
    assert voice.found == (Found(ONE, CODER, 3, 7),)


def test_a_text_may_be_inside_the_xml_and_a_whole_source_may_be_coded() -> None:
    inside = (
        "<PlainTextContent>Oui.\nNon.</PlainTextContent>"
        f'<Coding guid="{TWO}"><CodeRef targetGUID="{ONE}"/></Coding>'
    )
    assert coded(packed(qde(inside, attributes=""))) == [("Oui.", ["*"]), ("Non.", ["*"])]


def test_signs_that_turn_lines_round_go_and_passages_stay_on_their_words() -> None:
    assert coded(packed(qde(passage(4, 8)), "Un \u202efour\u202c.")) == [("Un four.", ["four"])]


def test_the_codebook_has_a_name_for_each_code() -> None:
    themes = study(packed(qde())).themes
    assert [(one.name, one.parent, one.definition, one.dye) for one in themes] == [
        ("Le four", "", "Cuire", "woad"), ("Le four · Le four", ONE, "", ""),
    ]  # fmt: skip


def test_a_name_that_is_too_long_is_whole_in_the_definition() -> None:
    long = "très " * 40
    (theme,) = study(
        packed(
            qde(
                codes=CODES.split("<Description>")[0].replace("Le four", long)
                + "</Code></Codes></CodeBook>"
            )
        )
    ).themes
    assert (len(theme.name) <= 120, theme.definition) == (True, long.strip())


def test_a_code_found_twice_at_one_place_by_one_coder_is_found_once() -> None:
    again = passage(3, 7).replace("<Coding ", '<Coding creationDateTime="2024-03-01T00:00:00" ', 1)
    assert coded(packed(qde(passage(3, 7) + again))) == [("Un four.", ["four"])]


def test_a_source_without_a_name_has_a_title() -> None:
    bare = qde().replace('name="Entretien.txt"', "")
    assert [table.title for table in study(packed(bare)).tables] == ["Texte sans titre"]


def test_an_address_is_not_kept_as_the_name_of_a_coder() -> None:
    assert [coder.name for coder in study(packed(qde())).coders] == ["camille"]


def test_comments_and_notes_become_memos() -> None:
    note = (
        f'<Notes><Note guid="{TWO}" name="Idée" creatingUser="{CODER}" '
        'creationDateTime="2024-03-01T10:11:12+01:00"><PlainTextContent>Revoir.'
        "</PlainTextContent></Note></Notes>"
    )
    inside = passage(3, 7).replace("<Coding", "<Description>Ironie ?</Description><Coding", 1)
    inside = inside.replace(
        "</PlainTextSelection>", f'<NoteRef targetGUID="{TWO}"/></PlainTextSelection>'
    )
    read = study(packed(qde(inside, after=note)))
    (voice,) = read.voices
    assert [(memo.text, memo.coder, memo.day, memo.voice) for memo in read.memos] == [
        ("Revoir.", CODER, date(2024, 3, 1), voice.key),
        ("Ironie ?", CODER, None, voice.key),
    ]


def test_what_has_no_place_is_counted() -> None:
    cases = f'<Cases><Case guid="{TWO}" name="Anna"/></Cases>'
    after = (
        '<Notes><Note guid="55555555-5555-4555-8555-555555555555" name="Journal"/></Notes>'
        f'<Links><Link guid="{TWO}" originGUID="{ONE}" targetGUID="{TWO}"/></Links>'
        f'<Sets><Set guid="{TWO}" name="À part"/></Sets>'
    )
    xml = qde(after=after, codes=CODES + cases).replace("</Sources>", "<PDFSource/></Sources>")
    assert [" ".join(one.split()[:2]) for one in study(packed(xml)).missed] == [
        "1 source", "1 cas", "1 lien", "1 mémo", "1 ensemble",
    ]  # fmt: skip


def test_a_paragraph_of_invisible_signs_is_no_voice() -> None:
    content = packed(qde(passage(0, 1) + passage(2, 5)), "\u200b\nOui")
    assert coded(content) == [("Oui", ["*"])]
    (missed,) = study(content).missed
    assert "1 passage codé n'avait pas de mots" in missed


def test_marks_that_overlap_are_paragraphs_again() -> None:
    # Our own file, whose voices somebody moved over each other.
    moved = re.sub(rb'startPosition="\d+"', b'startPosition="0"', QDE)
    files = zipfile.ZipFile(io.BytesIO(WHOLE))
    parts = {name: files.read(name) for name in files.namelist()}
    read = study(writing.packed(parts | {"project.qde": moved}))
    assert [voice.number for voice in read.tables[0].voices] == [1, 2, 3, 4]
    assert sum(voice.withdrawn for voice in read.voices) == 1


@pytest.mark.parametrize("colour", ["red", "#12", "#1234567", "rgb(1,2,3)"])
def test_a_colour_that_is_none_is_no_dye(colour: str) -> None:
    themes = study(packed(qde(codes=CODES.replace("#8CB4D9", colour)))).themes
    assert themes[0].dye == ""


def test_a_note_may_be_linked_to_a_passage_or_be_about_a_whole_text() -> None:
    first, second = (f"{n}5555555-5555-4555-8555-555555555555" for n in "67")
    notes = "".join(
        f'<Note guid="{guid}"><PlainTextContent>Mémo {guid[0]}</PlainTextContent></Note>'
        for guid in (first, second)
    )
    place = "85555555-5555-4555-8555-555555555555"
    inside = passage(3, 7).replace(f'guid="{TWO}"', f'guid="{place}"', 1)
    link = f'<Link guid="{TWO}" originGUID="{first}" targetGUID="{place}"/>'
    after = f"<Notes>{notes}</Notes><Links>{link}</Links>"
    whole = f'<NoteRef targetGUID="{second}"/>'
    read = study(packed(qde(inside + whole, after=after)))
    assert [(memo.text, bool(memo.voice)) for memo in read.memos] == [
        ("Mémo 6", True), ("Mémo 7", True),
    ]  # fmt: skip
    assert read.missed == ()


# Refused


def test_entities_are_refused_before_they_grow() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    assert "entités XML" in sentence(packed(qde(before=laughs)))
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "entités XML" in sentence(packed(qde(before=outside)))
    assert "entités XML" in sentence(packed(qde(before='<!DOCTYPE x SYSTEM "x.dtd">')))


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MOST_UNPACKED", 100_000)
    bomb = packed(qde(), b"a" * 100_000)
    assert len(bomb) < 3_000
    assert "trop grand" in sentence(bomb)


def test_an_archive_that_lies_about_its_sizes_is_refused() -> None:
    bomb = bytearray(packed(qde(), b"a" * 200_000))
    # What the archive says of the size of the text, in both places.
    honest = (200_000).to_bytes(4, "little")
    lied = bytes(bomb).replace(honest, (20).to_bytes(4, "little"))
    assert lied != bytes(bomb)
    assert "abîmé" in sentence(lied)


def test_an_archive_of_very_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 2)
    assert "trop de fichiers" in sentence(packed(qde(), **{"sources/other.txt": b""}))


def test_xml_without_end_of_levels_is_refused() -> None:
    deep = "<Code>" * safe_xml.DEEPEST
    assert "trop de niveaux" in sentence(packed(f"{HEAD}<Project>{deep}"))


def test_a_project_of_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 20)
    assert "trop de choses" in sentence(packed(qde("<x/>" * 20)))


def test_more_paragraphs_than_people_say_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cutting, "MOST_SPANS", 10)
    with pytest.raises(Unreadable, match="trop de paragraphes"):
        study(packed(qde(), "a\n" * 10))


def test_more_passages_than_anybody_codes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inward, "MOST_FOUND", 10)
    with pytest.raises(Unreadable, match="Trop de passages"):
        study(packed(qde(passage(0, 22)), "a\n" * 11))


def test_a_project_of_too_much_xml_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_XML", 1_000)
    assert "trop grande" in sentence(packed(qde(" " * 1_000)))


@pytest.mark.parametrize(
    "path",
    [
        "internal://../project.qde", "internal://a/b.txt", "internal://..", "internal://c:\\b.txt",
        "relative:///b.txt", "absolute:///etc/passwd", "/etc/passwd",
    ],
)  # fmt: skip
def test_a_text_outside_the_archive_is_refused(path: str) -> None:
    assert "est hors du fichier" in sentence(packed(qde(attributes=f'plainTextPath="{path}"')))


@pytest.mark.parametrize(
    "attributes", ['plainTextPath="internal://no.txt"', "", 'richTextPath="x"']
)
def test_a_text_that_is_not_there_is_told(attributes: str) -> None:
    assert "« Entretien.txt » manque" in sentence(packed(qde(attributes=attributes)))


@pytest.mark.parametrize(
    ("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, 10), (9, 10), ("", 4), ("un", 4), (10**30, 4)]
)
def test_a_passage_that_is_not_in_the_text_is_refused(start: object, end: object) -> None:
    told = sentence(packed(qde(passage(start, end))))
    assert "« Entretien.txt »" in told
    assert "9 signes" in told


def test_a_passage_of_half_a_line_end_is_refused() -> None:
    assert "« Entretien.txt »" in sentence(packed(qde(passage(4, 5)), "Oui.\r\nNon."))


def test_a_passage_at_the_very_end_is_in_the_text() -> None:
    assert coded(packed(qde(passage(3, 9)))) == [("Un four.", ["four."])]


def test_a_code_that_the_codebook_has_not_is_refused() -> None:
    assert "pas dans la grille du fichier" in sentence(packed(qde(passage(0, 2, code=CODER))))
    assert "pas dans la grille du fichier" in sentence(packed(qde(passage(0, 2), codes="")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("é".encode("cp1252"), "n'est pas en UTF-8"),
        ("oui".encode("utf-16"), "n'est pas en UTF-8"),
        (b"a\0b", "n'est pas du texte"),
    ],
)
def test_a_text_in_another_writing_is_refused(text: bytes, said: str) -> None:
    assert said in sentence(packed(qde(), text))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "abîmé"),
        (b"PK\x03\x04rest", "abîmé"),
        (packed(qde())[:-30], "abîmé"),
        (packed(f"{HEAD}<Project>"), "abîmé"),
        (packed(b'<?xml version="1.0" encoding="no-such-one"?><Project/>'), "abîmé"),
        (packed(f"{HEAD}<Autre/>"), "ni un projet ni une grille"),
        (packed(qde(codes=CODES.replace(TWO, ONE))), "pas de numéro à lui"),
        (packed(qde(), **{"other.qde": b""}), "pas de project.qde"),
    ],
)
def test_what_is_no_project_is_told(content: bytes, said: str) -> None:
    assert said in sentence(content)


def test_a_locked_archive_is_told() -> None:
    locked = bytearray(packed(qde()))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.find(mark)
        flags = at + (6 if mark == b"PK\x03\x04" else 8)
        locked[flags] |= 1
    assert "mot de passe" in sentence(bytes(locked))


def test_other_ways_to_compress_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as files:
        files.writestr("project.qde", qde())
    assert "abîmé" in sentence(out.getvalue())


def test_a_codebook_that_is_none_is_told() -> None:
    with pytest.raises(Unreadable, match="ni un projet ni une grille"):
        reading.from_qdc(b"<html/>")
    with pytest.raises(Unreadable, match="entités"):
        reading.from_qdc(b"<!DOCTYPE CodeBook><CodeBook/>")


# Whatever is given


WHOLE = writing.to_qdpx(outward.to_project(make_study(), origin="Entraide"))
QDE = zipfile.ZipFile(io.BytesIO(WHOLE)).read("project.qde")
PARTS = [b"", b'"', b"<", b"</Case>", b"-5", b"99999999999999999999", b"internal://x.txt", b"\xff"]
wounds = st.lists(
    st.tuples(st.integers(0, len(QDE)), st.integers(0, 60), st.sampled_from(PARTS)), max_size=4
)


def wounded(content: bytes, hurts: list[tuple[int, int, bytes]]) -> bytes:
    for place, gone, put in hurts:
        content = content[:place] + put + content[place + gone :]
    return content


def taken_or_refused(content: bytes) -> None:
    with suppress(Unreadable):
        study(content)


@pytest.mark.slow
@settings(deadline=None)
@given(wounds)
def test_any_damage_to_a_project_is_taken_or_refused(hurts: list[tuple[int, int, bytes]]) -> None:
    files = zipfile.ZipFile(io.BytesIO(WHOLE))
    parts = {name: files.read(name) for name in files.namelist()}
    taken_or_refused(writing.packed(parts | {"project.qde": wounded(QDE, hurts)}))


@settings(deadline=None)
@given(wounds)
def test_any_damage_to_an_archive_is_taken_or_refused(hurts: list[tuple[int, int, bytes]]) -> None:
    taken_or_refused(wounded(WHOLE, hurts))


@pytest.mark.parametrize("name", ["guid", "name", "targetGUID", "startPosition", "plainTextPath"])
def test_a_project_without_one_of_its_attributes_is_taken_or_refused(name: str) -> None:
    files = zipfile.ZipFile(io.BytesIO(WHOLE))
    parts = {one: files.read(one) for one in files.namelist()}
    bare = re.sub(rf' {name}="[^"]*"'.encode(), b"", QDE)
    assert bare != QDE
    taken_or_refused(writing.packed(parts | {"project.qde": bare}))
