"""What of a project a study has no place for, in sentences."""

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.translation import ngettext_lazy

from entraide.notebooks.refi import wording
from entraide.notebooks.refi.project import Case, Link, Project, guid_of
from entraide.notebooks.refi.study import Found

_SENTENCES = {
    "others": ngettext_lazy(
        "%(n)d source n'est pas du texte : elle n'est pas reprise.",
        "%(n)d sources ne sont pas du texte : elles ne sont pas reprises.",
        "n",
    ),
    "cut": ngettext_lazy(
        "%(n)d passage allait sur plusieurs paroles : il est maintenant dans chacune.",
        "%(n)d passages allaient sur plusieurs paroles : ils sont maintenant dans chacune.",
        "n",
    ),
    "wordless": ngettext_lazy(
        "%(n)d passage codé n'avait pas de mots : il n'est pas repris.",
        "%(n)d passages codés n'avaient pas de mots : ils ne sont pas repris.",
        "n",
    ),
    "cases": ngettext_lazy(
        "%(n)d cas n'a pas de place ici : il n'est pas repris.",
        "%(n)d cas n'ont pas de place ici : ils ne sont pas repris.",
        "n",
    ),
    "values": ngettext_lazy(
        "%(n)d valeur de variable n'a pas de place ici : elle n'est pas reprise.",
        "%(n)d valeurs de variables n'ont pas de place ici : elles ne sont pas reprises.",
        "n",
    ),
    "links": ngettext_lazy(
        "%(n)d lien ne va pas d'une parole à une autre : il n'est pas repris.",
        "%(n)d liens ne vont pas d'une parole à une autre : ils ne sont pas repris.",
        "n",
    ),
    "notes": ngettext_lazy(
        "%(n)d mémo ne parle ni d'une parole ni d'un thème : il n'est pas repris.",
        "%(n)d mémos ne parlent ni d'une parole ni d'un thème : ils ne sont pas repris.",
        "n",
    ),
    "groups": ngettext_lazy(
        "%(n)d ensemble n'a pas de place ici : il n'est pas repris.",
        "%(n)d ensembles n'ont pas de place ici : ils ne sont pas repris.",
        "n",
    ),
}


class Taken(NamedTuple):
    """What found its place: selections in a voice, notes about something, cases of a voice."""

    places: Container[str]
    notes: Container[str]
    cases: Container[str]


def missed(
    project: Project, pieces: Iterable[Sequence[tuple[str, Found]]], taken: Taken
) -> tuple[str, ...]:
    """Return what could not be taken as it was, a sentence each.

    Args:
        project: as it was read.
        pieces: what each coding became: nothing, one coding, or several.
        taken: what was.
    """
    sizes = [len(one) for one in pieces]
    cases = [case for case in project.cases if not _is_ours(case, taken)]
    counts = {
        "others": project.others,
        "cut": sum(size > 1 for size in sizes),
        "wordless": sum(size == 0 for size in sizes),
        "cases": len(cases),
        "values": sum(len(case.values) for case in cases) + sum(_strange(project)),
        "links": sum(not _ties(link, taken) for link in project.links),
        "notes": sum(note.guid not in taken.notes for note in project.notes),
        "groups": sum(group.name != wording.SENSITIVE for group in project.groups),
    }
    return tuple(_SENTENCES[what] % {"n": count} for what, count in counts.items() if count)


def _is_ours(case: Case, taken: Taken) -> bool:
    """Tell whether a case is a voice, or a peer group as we write them: its voices say it too."""
    return case.guid in taken.cases or case.guid == guid_of("peers", case.name)


def _ties(link: Link, taken: Taken) -> bool:
    """Tell whether a link ties two voices, or a note to a voice."""
    ends = {link.origin, link.target}
    known = [end in taken.places or end in taken.notes for end in ends]
    return all(known) and any(end in taken.places for end in ends)


def _strange(project: Project) -> Iterator[bool]:
    """Tell, for each value of a source, whether its variable is not one of ours."""
    ours = {one.guid for one in project.variables if one.name in wording.VARIABLES}
    return (value.variable not in ours for source in project.sources for value in source.values)
