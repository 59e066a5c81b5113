"""The texts of a project, with what was coded in them at which places."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from entraide.notebooks.refi.archive import Reader
from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.lines import Lines
from entraide.notebooks.refi.project import Coding, Note, Selection, Source
from entraide.notebooks.refi.reading_parts import (
    day_of,
    described,
    guid_in,
    maker,
    targets,
    values_of,
)

INTERNAL = "internal://"
_FOLDERS = ("sources/", "Sources/", "")


class Texts:
    """The texts of an archive, each read once."""

    def __init__(self, names: Iterable[str], read: Reader, *, one_sign: bool):
        self.names, self.read, self.one_sign = set(names), read, one_sign

    def of(self, element: Element) -> Lines:
        """Return the text of a source or a note."""
        inside = element.findtext("PlainTextContent")
        path = element.get("plainTextPath", "")
        if not path and inside is not None:
            return Lines(inside, one_sign=self.one_sign)
        return Lines(self._decoded(element, path), one_sign=self.one_sign)

    def _decoded(self, element: Element, path: str) -> str:
        named = {"name": (element.get("name") or guid_in(element))[:60]}
        content = self.read(self._entry(path, named))
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as fault:
            raise Unreadable(_("Le texte de « %(name)s » n'est pas en UTF-8."), **named) from fault
        if "\0" in text:
            raise Unreadable(_("Le texte de « %(name)s » n'est pas du texte."), **named)
        return text

    def _entry(self, path: str, named: Mapping[str, str]) -> str:
        """Return where a text is in the archive: beside the others, nowhere else."""
        # Some programs name the file and nothing else.
        name = path.removeprefix(INTERNAL).lstrip("/") if path.startswith(INTERNAL) else path
        if set("/\\:") & set(name) or name == "..":
            raise Unreadable(
                _("Le texte de « %(name)s » est hors du fichier. Joignez-le au projet."), **named
            )
        for folder in _FOLDERS:
            if name and folder + name in self.names:
                return folder + name
        raise Unreadable(_("Le texte de « %(name)s » manque dans le fichier."), **named)


def source_of(element: Element, texts: Texts, known: set[str]) -> Source:
    """Return a text with what was coded in it; `known` are the codes there are."""
    lines = texts.of(element)
    source = Source(
        guid=guid_in(element),
        name=element.get("name", ""),
        text=lines.text,
        description=described(element),
        day=day_of(element),
        codings=_codings(element, known),
        notes=targets(element, "NoteRef"),
        values=values_of(element),
    )
    found = element.iterfind("PlainTextSelection")
    return replace(source, selections=tuple(_selection(e, lines, source, known) for e in found))


def _selection(element: Element, lines: Lines, source: Source, known: set[str]) -> Selection:
    start, end = _place(element, lines, source)
    return Selection(
        guid=guid_in(element),
        start=start,
        end=end,
        name=element.get("name", ""),
        description=described(element),
        user=maker(element),
        day=day_of(element),
        codings=_codings(element, known),
        notes=targets(element, "NoteRef"),
    )


def _place(element: Element, lines: Lines, source: Source) -> tuple[int, int]:
    """Return where a selection is in the text as it is kept."""
    written = element.get("startPosition", ""), element.get("endPosition", "")
    try:
        return lines.place(int(written[0]), int(written[1]))
    except ValueError as fault:
        raise Unreadable(
            _(
                "Un passage de « %(name)s » va du signe %(start)s au signe %(end)s, et le texte a "
                "%(length)s signes."
            ),
            name=(source.name or source.guid)[:60],
            start=written[0][:20],
            end=written[1][:20],
            length=len(source.text),
        ) from fault


def _codings(element: Element, known: set[str]) -> tuple[Coding, ...]:
    return tuple(_coding(one, known) for one in element.iterfind("Coding"))


def _coding(element: Element, known: set[str]) -> Coding:
    codes = targets(element, "CodeRef")
    if len(codes) != 1 or codes[0] not in known:
        raise Unreadable(
            _("Un passage porte un code qui n'est pas dans la grille du fichier (%(code)s)."),
            code=(codes or ("–",))[0][:40],
        )
    return Coding(
        guid=guid_in(element),
        code=codes[0],
        user=maker(element),
        day=day_of(element),
        notes=targets(element, "NoteRef"),
    )


def note_of(element: Element, texts: Texts) -> Note:
    """Return a memo; one without a text says what its description says."""
    has_text = element.get("plainTextPath") or element.find("PlainTextContent") is not None
    return Note(
        guid=guid_in(element),
        name=element.get("name", ""),
        text=texts.of(element).text if has_text else described(element),
        user=maker(element),
        day=day_of(element),
    )
