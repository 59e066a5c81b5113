"""Writes a cahier: parts, sentences, quotations, figures; each change is kept with who made it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from entraide.expertise.models import Cahier, CahierChange, Passage, Section, Topic
from entraide.notebooks.actions import anchoring, writing
from entraide.notebooks.models import Anchor, Note, Notebook
from entraide.people.models import Collective, Person

What = CahierChange.What
LONGEST_SLUG = 60
# The shelves of the source: seven expertises, and what they lead to.
TOPICS = (
    _("Le travail et l'insertion"),
    _("Le racisme et les discriminations"),
    _("L'écologie urbaine"),
    _("La santé citoyenne"),
    _("La rénovation urbaine"),
    _("L'alimentation"),
    _("L'habitat et l'habiter"),
    _("L'entraide"),
)


class Overtaken(Exception):
    """Somebody else changed this sentence meanwhile: `now` is what it says."""

    def __init__(self, now: str) -> None:
        """Keep what it says now."""
        super().__init__(now)
        self.now = now


class NotEmpty(ValueError):
    """A part with passages is not taken away."""


def topic_named(name: str) -> Topic | None:
    """Return the shelf of this name, made at the first need; None without a name."""
    return Topic.objects.get_or_create(name=name)[0] if name else None


def free_slug(model: Any, title: str) -> str:
    """Return an address that nothing of this kind has yet."""
    plain = slugify(title)[:LONGEST_SLUG].strip("-") or "sans-titre"
    slug, number = plain, 2
    # The pages that begin something have these addresses.
    while slug in ("nouveau", "nouvelle") or model.objects.filter(slug=slug).exists():
        slug, number = f"{plain}-{number}", number + 1
    return slug


def record(
    cahier: Cahier, what: str, *, by: Person | None, note: Note | None = None, words: str = ""
) -> None:
    """Keep what was done."""
    CahierChange.objects.create(cahier=cahier, what=what, note=note, by=by, words=words)


@transaction.atomic
def begin(
    collective: Collective, values: dict[str, Any], *, by: Person | None, key: str = ""
) -> Cahier:
    """Begin a cahier with a first part; the same key twice is the same cahier."""
    title = values.pop("title")
    uid = writing.uid_of(f"cahier {collective.pk}", key, title)
    notebook, new = Notebook.objects.get_or_create(
        uid=uid,
        defaults={"collective": collective, "kind": Notebook.Kind.CAHIER, "title": title},
    )
    if not new:
        return notebook.cahier
    cahier = Cahier(notebook=notebook, slug=free_slug(Cahier, title))
    _settle(cahier, values)
    Section.objects.create(cahier=cahier, title=_("Première partie"))
    record(cahier, What.BEGUN, by=by, words=title)
    return cahier


@transaction.atomic
def settle(cahier: Cahier, values: dict[str, Any], *, by: Person) -> None:
    """Change what a cahier is called, what it is about and who writes it."""
    notebook = cahier.notebook
    before, notebook.title = notebook.title, values.pop("title")
    notebook.save(update_fields=["title"])
    _settle(cahier, values)
    record(cahier, What.SETTLED, by=by, words=before if before != notebook.title else "")


def _settle(cahier: Cahier, values: dict[str, Any]) -> None:
    lists = {name: values.pop(name) for name in ("writers", "sources") if name in values}
    for name, value in values.items():
        setattr(cahier, name, value)
    cahier.save()
    for name, found in lists.items():
        getattr(cahier, name).set(found)


# Parts


@transaction.atomic
def add_section(cahier: Cahier, title: str, *, by: Person | None) -> Section:
    """Add a part at the end."""
    section = Section.objects.create(
        cahier=cahier, title=title, position=_after(cahier.sections, "position")
    )
    record(cahier, What.SECTION, by=by, words=title)
    return section


@transaction.atomic
def rename_section(section: Section, title: str, *, by: Person) -> None:
    """Give a part another title."""
    if section.title == title:
        return
    record(section.cahier, What.SECTION, by=by, words=f"{section.title} → {title}")
    section.title = title
    section.save(update_fields=["title"])


@transaction.atomic
def remove_section(section: Section, *, by: Person) -> None:
    """Take an empty part away.

    Raises:
        NotEmpty: when it has passages; nothing is changed then.
    """
    if section.passages.exists():
        raise NotEmpty
    record(section.cahier, What.SECTION, by=by, words=section.title)
    section.delete()


@transaction.atomic
def move_section(section: Section, *, up: bool, by: Person) -> None:
    """Put a part before the one above it, or after the one below it."""
    if _swap(list(section.cahier.sections.all()), section, up=up):
        record(section.cahier, What.MOVED, by=by, words=section.title)


# Passages


@transaction.atomic
def add_claims(
    section: Section, sentences: Sequence[str], *, by: Person | None, key: str = ""
) -> list[Passage]:
    """Add sentences at the end of a part; sent twice, they are there once."""
    notebook = section.cahier.notebook
    lines = [
        writing.Line(
            writing.uid_of(f"claim {section.pk} {n}", key, text), text, kind=Note.Kind.CLAIM
        )
        for n, text in enumerate(sentences)
    ]
    writing.write(notebook, lines)
    notes = {note.uid: note for note in Note.objects.filter(uid__in=[one.uid for one in lines])}
    return [
        _put(section, notes[line.uid], Passage.Kind.CLAIM, by=by, words=line.text) for line in lines
    ]


def _put(
    section: Section, note: Note, kind: str, *, by: Person | None, words: str = "", **values: Any
) -> Passage:
    """Put a note at the end of a part, once."""
    position = _after(section.passages, "position")
    passage, new = Passage.objects.get_or_create(
        note=note, defaults={"section": section, "kind": kind, "position": position, **values}
    )
    if new:
        record(section.cahier, What.ADDED, by=by, note=note, words=words)
    return passage


@transaction.atomic
def add_measure(
    section: Section, text: str, figure: dict[str, Any], *, by: Person | None, key: str = ""
) -> Passage:
    """Add a figure as it is now, with the words that say it."""
    uid = writing.uid_of(f"figure {section.pk}", key, text)
    line = writing.Line(uid, text, kind=Note.Kind.MEASURE)
    writing.write(section.cahier.notebook, [line])
    note = Note.objects.get(uid=uid)
    return _put(section, note, Passage.Kind.FIGURE, by=by, words=text, figure=figure)


class NotCleared(ValueError):
    """Two people have not found that this voice may be shown, or it was withdrawn."""


@transaction.atomic
def add_quote(section: Section, voice: Note, *, by: Person | None) -> Passage:
    """Quote a voice, whole: its words stay with it. In a part, a voice is quoted once.

    Raises:
        NotCleared: when the voice may not be quoted; nothing is changed then.
    """
    if voice.withdrawn or voice.showing != Note.Showing.SHOWN:
        raise NotCleared
    there = section.passages.filter(kind=Passage.Kind.QUOTE, note__anchors__rests_on=voice)
    if found := there.first():
        return found
    note = writing.place(section.cahier.notebook, kind=Note.Kind.QUOTE, uid=uuid4())
    anchoring.anchor(note, [voice], how=Anchor.How.QUOTES)
    return _put(section, note, Passage.Kind.QUOTE, by=by)


@transaction.atomic
def reword(passage: Passage, text: str, *, base: int, by: Person) -> None:
    """Change the words of a sentence; what it rests on has to be confirmed again.

    Args:
        passage: the sentence or figure.
        text: its words from now on.
        base: the revision of its note that was seen when it was changed.
        by: who changes it.

    Raises:
        Overtaken: when somebody else changed it meanwhile; nothing is changed then.
    """
    note = Note.objects.select_for_update().select_related("notebook").get(pk=passage.note_id)
    if note.text == text:
        return
    if note.revision != base:
        raise Overtaken(note.text)
    before = note.text
    writing.correct(note, text, by=by)
    passage.note = note
    passage.unconfirmed = passage.unconfirmed or note.anchors.exists()
    passage.save(update_fields=["unconfirmed"])
    record(passage.section.cahier, What.REWORDED, by=by, note=note, words=before)


@transaction.atomic
def remove(passage: Passage, *, by: Person) -> None:
    """Take a passage out of the cahier; the history keeps what it said."""
    note, cahier = passage.note, passage.section.cahier
    record(cahier, What.REMOVED, by=by, note=note, words=note.text)
    passage.delete()
    note.anchors.all().delete()
    writing.withdraw(note, by=by)


@transaction.atomic
def move(passage: Passage, *, up: bool, by: Person) -> None:
    """Put a passage before the one above it, or after the one below it; on into the next part."""
    section = passage.section
    if not _swap(list(section.passages.all()), passage, up=up):
        sections = list(section.cahier.sections.all())
        place = sections.index(section) + (-1 if up else 1)
        if not 0 <= place < len(sections):
            return
        passage.section = sections[place]
        passage.position = (
            _after(passage.section.passages, "position") if up else _first(passage.section)
        )
        passage.save(update_fields=["section", "position"])
    record(section.cahier, What.MOVED, by=by, note=passage.note, words=passage.note.text)


@transaction.atomic
def give_reason(passage: Passage, reason: str, *, by: Person) -> None:
    """Say why the collective affirms a sentence that rests on nothing; or no longer."""
    passage.reason = reason
    passage.save(update_fields=["reason"])
    record(passage.section.cahier, What.REASONED, by=by, note=passage.note, words=reason)


# Places


def _after(rows: Any, field: str) -> int:
    """Return the place after the last one."""
    last: int | None = rows.aggregate(last=Max(field))["last"]
    return 0 if last is None else last + 1


def _first(section: Section) -> int:
    """Make room at the head of a part; return the place."""
    for number, other in enumerate(section.passages.all(), 1):
        Passage.objects.filter(pk=other.pk).update(position=number)
    return 0


def _swap(rows: list[Any], row: Any, *, up: bool) -> bool:
    """Exchange a row with its neighbour and number them anew; return whether it has one."""
    place = rows.index(row)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(rows):
        return False
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows):
        type(one).objects.filter(pk=one.pk).update(position=number)
    return True
