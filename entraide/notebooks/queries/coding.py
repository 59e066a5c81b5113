"""The codebook as a tree, what was coded, what looks alike; for those who listen."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from entraide.notebooks.likeness import likeness
from entraide.notebooks.models import Coding, Note, Notebook, Theme
from entraide.notebooks.queries import notes as note_queries
from entraide.people.models import Collective, Person

MOST_ALIKE = 5
# Below this, two texts share a word by chance.
ALIKE = 0.1
LONGEST_ASKED = 12


@dataclass(frozen=True)
class Node:
    """A theme of the tree, how deep it is, and how many codings it has."""

    theme: Theme
    depth: int
    codings: int


def tree(collective: Collective) -> list[Node]:
    """Return the living themes, each followed by those under it; two queries."""
    themes = Theme.objects.filter(collective=collective, merged_into=None)
    counted = themes.annotate(found=Count("codings")).order_by("position", "name", "pk")
    below: dict[int | None, list[Theme]] = {}
    for theme in counted:
        below.setdefault(theme.parent_id, []).append(theme)
    found: list[Node] = []
    # A codebook may be deeper than Python calls itself.
    left = [(theme, 0) for theme in reversed(below.get(None, []))]
    while left:
        node, depth = left.pop()
        found.append(Node(node, depth, getattr(node, "found", 0)))
        left += [(child, depth + 1) for child in reversed(below.get(node.pk, []))]
    return found


def to_code(notebook: Notebook) -> QuerySet[Note]:
    """Return the living notes of a notebook, in order."""
    return Note.objects.filter(notebook=notebook, withdrawn=False).order_by("number")


def next_to_code(notebook: Notebook, coder: Person, after: int = 0) -> Note | None:
    """Return the next note that this coder has not looked at, from the top again at the end."""
    left = to_code(notebook).exclude(looks__coder=coder)
    return left.filter(number__gt=after).first() or left.first()


def codings_of(note: Note, coder: Person, *, together: bool) -> list[Coding]:
    """Return what this coder found in a note; what all found, when they code together."""
    found = note.codings.select_related("theme", "coder", "note")
    return list(found if together else found.filter(coder=coder))


def progress(notebook: Notebook) -> list[tuple[str, int]]:
    """Return how many notes each coder has looked at, by name."""
    looks = notebook.notes.filter(withdrawn=False, looks__isnull=False)
    counts = Counter(looks.values_list("looks__coder__name", flat=True))
    return sorted(counts.items())


def alike(note: Note) -> list[tuple[Note, float]]:
    """Return the notes of the collective whose words look most like these; a suggestion only."""
    words = sorted(set(note.searched.split()[1:]), key=lambda word: (-len(word), word))
    candidates = note_queries.search_any(note.notebook.collective_id, words[:LONGEST_ASKED])
    others = [one for one in candidates if one.pk != note.pk]
    scores = likeness(note.text, [one.text for one in others])
    best = sorted(zip(others, scores, strict=True), key=lambda pair: (-pair[1], -pair[0].pk))
    return [(one, score) for one, score in best[:MOST_ALIKE] if score >= ALIKE]


def coded_nearby(found: Iterable[tuple[Note, float]]) -> list[tuple[Theme, int]]:
    """Return the themes that coders found in these notes, the most often first."""
    numbers = [note.pk for note, _score in found]
    codings = Coding.objects.filter(note__in=numbers, theme__merged_into=None)
    pairs = set(codings.values_list("note", "theme"))
    counts = Counter(theme for _note, theme in pairs)
    themes = Theme.objects.in_bulk(list(counts))
    return [(themes[number], n) for number, n in counts.most_common(MOST_ALIKE)]


def themes_of(note: Note) -> QuerySet[Theme]:
    """Return the living themes that somebody found in a note."""
    found = Theme.objects.filter(codings__note=note, merged_into=None)
    return found.distinct().order_by("position", "name")


def passages(theme: Theme) -> QuerySet[Coding]:
    """Return the codings of a theme, with their notes."""
    found = theme.codings.select_related("note__notebook", "note__peer_group", "coder", "theme")
    return found.order_by("note", "start", "pk")


def coders(collective: Collective) -> list[Person]:
    """Return who has coded notes of a collective."""
    looked = Q(codings__note__notebook__collective=collective)
    return list(Person.objects.filter(looked).distinct().order_by("name", "pk"))
