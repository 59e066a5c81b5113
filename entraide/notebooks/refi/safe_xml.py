"""Reads XML that a stranger wrote.

No document type is accepted, so nothing can be declared that grows (a "billion laughs") or that is
fetched from elsewhere; expat never fetches anything by itself. Depth is bounded, so that nothing
that walks the tree can run out of stack, and so is the number of elements: each takes more memory
than it takes in the file.
"""

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from django.utils.translation import gettext as _

from entraide.notebooks.refi.faults import Unreadable

DEEPEST = 60
# Ten thousand voices with three codings each are 340,000.
MOST_ELEMENTS = 600_000


def tree(content: bytes) -> Element:
    """Return the root of a document, its names without their namespaces.

    Raises:
        Unreadable: when it is no XML, has a document type, is nested too deep or is too large.
    """
    builder = TreeBuilder()
    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if count > MOST_ELEMENTS:
            raise Unreadable(_("Ce fichier est trop grand : il décrit trop de choses."))
        if depth > DEEPEST:
            raise Unreadable(_("Ce fichier a trop de niveaux : %(most)s au plus."), most=DEEPEST)
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(content, True)  # noqa: FBT003 it takes no keyword
    except (expat.ExpatError, ValueError, LookupError) as fault:
        if isinstance(fault, Unreadable):
            raise
        raise Unreadable(_("Ce fichier est abîmé : son XML ne se lit pas.")) from fault
    return builder.close()


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _refuse(*_declared: Any) -> None:
    raise Unreadable(
        _(
            "Ce fichier déclare des entités XML. Par prudence, il n'est pas lu. "
            "Exportez-le de nouveau."
        )
    )
