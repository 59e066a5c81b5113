"""Reads REFI-QDA files that other programs wrote; what cannot be right is refused with a sentence.

Files are not checked against the schema of the standard: many programs write what it does not
allow, and what matters here is that each text, each code and each position is there.
"""

from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from entraide.notebooks.refi import reading_parts as parts
from entraide.notebooks.refi.archive import opened
from entraide.notebooks.refi.faults import Unreadable
from entraide.notebooks.refi.project import Project
from entraide.notebooks.refi.reading_texts import Texts, note_of, source_of
from entraide.notebooks.refi.safe_xml import tree

# In bytes: 10,000 voices with three codings each are 22 million.
LARGEST_XML = 30_000_000
# Programs that count the end of a line as one sign even where their file has two.
ONE_SIGN = "ATLAS"


def from_qdpx(content: bytes) -> Project:
    """Return the project in a `.qdpx` file.

    Raises:
        Unreadable: when the archive, the XML, a text, a code or a position is not right.
    """
    names, read = opened(content)
    qde = [name for name in names if name.endswith(".qde") and "/" not in name]
    if len(qde) != 1:
        raise Unreadable(_("Ce fichier n'est pas un projet REFI-QDA : il n'a pas de project.qde."))
    root = _root(read(qde[0]), "Project")
    texts = Texts(names, read, one_sign=ONE_SIGN in root.get("origin", "").upper())
    codes = tuple(parts.codes_of(root.find("CodeBook/Codes")))
    cases = tuple(parts.case_of(element) for element in root.iterfind("Cases/Case"))
    known = {code.guid for code in codes} | {case.guid for case in cases}
    return Project(
        name=root.get("name", ""),
        origin=root.get("origin", ""),
        description=parts.described(root),
        users=tuple(parts.user_of(element) for element in root.iterfind("Users/User")),
        codes=codes,
        variables=tuple(parts.variable_of(e) for e in root.iterfind("Variables/Variable")),
        cases=cases,
        sources=tuple(source_of(e, texts, known) for e in root.iterfind("Sources/TextSource")),
        notes=tuple(note_of(element, texts) for element in root.iterfind("Notes/Note")),
        links=tuple(parts.link_of(element) for element in root.iterfind("Links/Link")),
        groups=tuple(parts.group_of(e, "targetGUID") for e in root.iterfind("Sets/Set")),
        others=sum(e.tag != "TextSource" for e in root.iterfind("Sources/*")),
    )


def from_qdc(content: bytes) -> Project:
    """Return the codes and the sets of codes in a `.qdc` file, as a project of nothing else.

    Raises:
        Unreadable: when it is no codebook.
    """
    root = _root(content, "CodeBook")
    return Project(
        name="",
        origin=root.get("origin", ""),
        codes=tuple(parts.codes_of(root.find("Codes"))),
        groups=tuple(parts.group_of(element, "guid") for element in root.iterfind("Sets/Set")),
    )


def _root(content: bytes, name: str) -> Element:
    if len(content) > LARGEST_XML:
        raise Unreadable(
            _("La description du projet est trop grande : %(most)s Mo au plus."),
            most=LARGEST_XML // 1_000_000,
        )
    root = tree(content)
    if root.tag != name:
        raise Unreadable(_("Ce fichier n'est ni un projet ni une grille REFI-QDA."))
    return root
