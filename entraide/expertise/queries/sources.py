"""What the sentences of a cahier may rest on, what is suggested, and which voices nobody cites."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from entraide.expertise.models import Cahier
from entraide.notebooks.french import search_words
from entraide.notebooks.likeness import likeness
from entraide.notebooks.models import Coding, Note, Notebook
from entraide.notebooks.queries import notes as note_queries, thread
from entraide.people.models import LISTENERS, PeerGroup, Person

MOST_FOUND, MOST_SUGGESTED = 30, 8
LONGEST_ASKED = 12
# Below this, two texts share a word by chance.
ALIKE = 0.1
Kind = Note.Kind
CARRYING = (
    Kind.VOICE, Kind.OBSERVATION, Kind.MEASURE, Kind.CLAIM, Kind.FEEDBACK, Kind.IMPROVEMENT,
    Kind.ANSWER, Kind.REVIEW, Kind.DECISION,
)  # fmt: skip


def anchorable(cahier: Cahier, person: Person) -> QuerySet[Note]:
    """Return what the sentences of a cahier may rest on, for who writes it.

    Notes of the collective that are not withdrawn, sentences of published cahiers of anybody, other
    sentences of the cahier itself. Who does not listen in the collective ties only what two people
    found could be shown.
    """
    own = Q(notebook__collective=cahier.notebook.collective_id)
    published = Q(notebook__kind=Notebook.Kind.EDITION)
    drafts = Q(notebook__kind=Notebook.Kind.CAHIER) & ~Q(notebook=cahier.notebook_id)
    found = Note.objects.filter(own | published, kind__in=CARRYING, withdrawn=False)
    # Its own editions say what it says.
    found = found.exclude(drafts).exclude(notebook__edition__cahier=cahier)
    if not listens(cahier, person):
        found = found.filter(~note_queries.SHOWN_SINGLY | Q(showing=Note.Showing.SHOWN))
    return found.select_related("notebook", "peer_group")


def listens(cahier: Cahier, person: Person) -> bool:
    """Tell whether somebody reads every voice of the collective."""
    return person.memberships.filter(
        collective=cahier.notebook.collective_id, role__in=LISTENERS
    ).exists()


def search(cahier: Cahier, person: Person, text: str) -> list[Note]:
    """Return what a sentence may rest on that holds all these words, the newest first."""
    found = note_queries.search(cahier.notebook.collective_id, text)
    allowed = anchorable(cahier, person).in_bulk([note.pk for note in found])
    return [allowed[note.pk] for note in found if note.pk in allowed][:MOST_FOUND]


def suggestions(cahier: Cahier, person: Person, text: str, *, held: set[int]) -> list[Note]:
    """Return what looks most like a sentence, without what it holds already: never a decision."""
    words = sorted(set(search_words(text)), key=lambda word: (-len(word), word))[:LONGEST_ASKED]
    near = note_queries.search_any(cahier.notebook.collective_id, words)
    allowed = anchorable(cahier, person).exclude(notebook=cahier.notebook_id)
    found = list(allowed.filter(pk__in=[note.pk for note in near]).exclude(pk__in=held))
    scores = likeness(text, [note.text for note in found])
    best = sorted(zip(found, scores, strict=True), key=lambda pair: (-pair[1], -pair[0].pk))
    return [note for note, score in best if score >= ALIKE][:MOST_SUGGESTED]


def quotable(cahier: Cahier) -> QuerySet[Note]:
    """Return the voices that may be quoted: two people found that they could be shown."""
    found = voices(cahier).filter(showing=Note.Showing.SHOWN)
    return found.select_related("notebook", "peer_group").order_by("notebook", "number")


def voices(cahier: Cahier) -> QuerySet[Note]:
    """Return the living voices that a cahier should hear."""
    chosen = list(cahier.sources.values_list("pk", flat=True))
    heard = (
        Q(notebook__in=chosen) if chosen else Q(notebook__collective=cahier.notebook.collective_id)
    )
    return Note.objects.filter(heard, kind=Kind.VOICE, withdrawn=False)


@dataclass(frozen=True)
class Share:
    """How many of the voices of a theme, a college or a table no sentence cites."""

    name: str
    peers: PeerGroup | None
    unheard: int
    voices: int


@dataclass(frozen=True)
class Unheard:
    """The voices that no sentence of a cahier rests on, near or far."""

    notes: list[Note]
    voices: int
    by_theme: list[Share]
    by_peers: list[Share]
    by_table: list[Share]


def unheard(cahier: Cahier) -> Unheard:
    """Return the voices that no sentence cites; for who listens; four queries."""
    held = thread.under(cahier.notebook_id)
    every = list(
        voices(cahier).select_related("notebook", "peer_group").order_by("notebook", "number")
    )
    left = [note for note in every if note.pk not in held]
    return Unheard(
        notes=left,
        voices=len(every),
        by_theme=_by_theme(every, left),
        by_peers=_shares(every, left, lambda note: note.peer_group),
        by_table=_shares(every, left, lambda note: note.notebook),
    )


def _shares(every: Sequence[Note], left: Sequence[Note], key: Callable[[Note], Any]) -> list[Share]:
    """Return the shares by one thing that each voice has, the least heard first."""
    whole = Counter(key(note) for note in every)
    missing = Counter(key(note) for note in left)
    found = [
        Share(
            str(one) if one else "",
            one if isinstance(one, PeerGroup) else None,
            missing[one],
            count,
        )
        for one, count in whole.items()
    ]
    return sorted(found, key=lambda share: (-share.unheard, share.name))


def _by_theme(every: Sequence[Note], left: Sequence[Note]) -> list[Share]:
    """Return the shares by theme: a voice counts for each theme that somebody found in it."""
    coded = Coding.objects.filter(note__in=[n.pk for n in every], theme__merged_into=None)
    pairs = set(coded.values_list("note", "theme__name"))
    missing = {note.pk for note in left}
    whole = Counter(name for _note, name in pairs)
    lost = Counter(name for note, name in pairs if note in missing)
    found = [Share(name, None, lost[name], count) for name, count in whole.items()]
    return sorted(found, key=lambda share: (-share.unheard, share.name))
