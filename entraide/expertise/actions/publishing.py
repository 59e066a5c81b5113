"""Publishes an edition: all of it or nothing, and nothing of it ever changes afterwards.

What an edition quotes stays with who said it. Its content holds a salted digest of the words, the
words stay beside it; taken back, they and the salt are erased, and the content is what it was.
"""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, override

from entraide.expertise.actions import consent
from entraide.expertise.actions.drafting import What, record
from entraide.expertise.models import Cahier, Edition, Erratum, Passage, Quotation
from entraide.expertise.queries import content, editions, obstacles
from entraide.expertise.queries.content import Part, Written
from entraide.notebooks.actions import writing
from entraide.notebooks.models import Anchor, Note, Notebook, NoteChange
from entraide.people.models import Person


class NotReady(Exception):
    """Something stands in the way; nothing was published."""

    def __init__(self, found: Sequence[obstacles.Obstacle]) -> None:
        """Keep what stands in the way."""
        super().__init__("; ".join(one.sentence for one in found))
        self.obstacles = list(found)


@transaction.atomic
def publish(cahier: Cahier, *, by: Person | None, day: date | None = None) -> Edition:
    """Publish a cahier as it is now.

    Args:
        cahier: what is published.
        by: who publishes it.
        day: when it was published, for what is loaded afterwards; today.

    Raises:
        NotReady: when something stands in the way; nothing is published then.
    """
    # Whoever writes in it waits; what is read below is what is published.
    Notebook.objects.select_for_update().get(pk=cahier.notebook_id)
    cahier = Cahier.objects.select_for_update(of=("self",)).get(pk=cahier.pk)
    found = content.parts(cahier)
    if faults := obstacles.of(cahier, found):
        raise NotReady(faults)
    asked = cahier.rounds.latest("pk")
    last = cahier.editions.order_by("-number").first()
    number = last.number + 1 if last else 1
    notebook = _notebook(cahier, number)
    day = day or timezone.localdate()
    written = content.passages(found)
    notes = _copy(notebook, written, day)
    _tie(written, notes)
    quotations = _quote(written, notes)
    named = {"number": number, "day": day.isoformat(), "consent": consent.outcome(asked)}
    whole = {**named, **_content(cahier, found, notes, quotations)}
    edition = Edition.objects.create(
        cahier=cahier,
        number=number,
        notebook=notebook,
        round=asked,
        published_on=day,
        content=content.canonical(whole),
        digest=content.digest(whole),
    )
    record(cahier, What.PUBLISHED, by=by, words=str(number))
    return edition


def _notebook(cahier: Cahier, number: int) -> Notebook:
    """Make the notebook of an edition: read by everybody, added to by nobody."""
    with override(settings.LANGUAGE_CODE):
        title = _("%(title)s, édition %(number)s") % {"title": cahier, "number": number}
    return Notebook.objects.create(
        collective=cahier.notebook.collective,
        kind=Notebook.Kind.EDITION,
        access=Notebook.Access.PUBLIC,
        title=title[:200],
        occasion=cahier.get_kind_display(),
        closed=True,
        page=reverse("expertise:edition", args=[cahier.slug, number]),
    )


KINDS = {
    Passage.Kind.CLAIM: Note.Kind.CLAIM,
    Passage.Kind.QUOTE: Note.Kind.QUOTE,
    Passage.Kind.FIGURE: Note.Kind.MEASURE,
}


def _copy(notebook: Notebook, written: Sequence[Written], day: date) -> dict[int, Note]:
    """Write the passages into the notebook of the edition: {number of the draft's note: note}."""
    notes = [
        Note(
            notebook=notebook,
            number=number,
            kind=KINDS[Passage.Kind(one.passage.kind)],
            text=one.note.text,
            language=one.note.language,
            day=day,
            searched=writing.searched_words(notebook, one.note.text) if one.note.text else "",
        )
        for number, one in enumerate(written, 1)
    ]
    Note.objects.bulk_create(notes)
    notebook.last_number = len(notes)
    notebook.save(update_fields=["last_number"])
    return {one.note.pk: note for one, note in zip(written, notes, strict=True)}


def _tie(written: Sequence[Written], notes: dict[int, Note]) -> None:
    """Let each sentence rest on what its draft rests on; on sentences of the same edition.

    New notes that rest on older ones, and on each other as the draft does, make no circle.
    """
    elsewhere = _published([below for one in written for below in one.rests_on])
    Anchor.objects.bulk_create(
        Anchor(
            note=notes[one.note.pk],
            rests_on=notes.get(below.pk) or elsewhere.get(below.pk, below),
            how=Anchor.How.QUOTES if one.passage.kind == Passage.Kind.QUOTE else Anchor.How.RESTS,
        )
        for one in written
        for below in one.rests_on
    )


def _published(below: Sequence[Note]) -> dict[int, Note]:
    """Return what readers may read in place of sentences of other drafts: {number: note}.

    The same words in the last edition of their cahier, when there are any.
    """
    drafts = {one.pk: one for one in below if one.notebook.kind == Notebook.Kind.CAHIER}
    if not drafts:
        return {}
    of_draft = dict(Passage.objects.filter(note__in=drafts).values_list("note", "section__cahier"))
    said = Note.objects.filter(
        notebook__edition__cahier__in=of_draft.values(),
        text__in=[one.text for one in drafts.values()],
    ).select_related("notebook__edition")
    last = {
        (one.notebook.edition.cahier_id, one.text): one
        for one in said.order_by("notebook__edition__number")
    }
    found = {number: last.get((cahier, drafts[number].text)) for number, cahier in of_draft.items()}
    return {number: note for number, note in found.items() if note}


def _quote(written: Sequence[Written], notes: dict[int, Note]) -> dict[int, Quotation]:
    """Keep the words of the voices that are quoted, each with a salt."""
    found = {
        one.note.pk: Quotation(
            note=notes[one.note.pk],
            voice=one.voice,
            words=one.voice.text,
            salt=secrets.token_hex(16),
        )
        for one in written
        if one.voice
    }
    Quotation.objects.bulk_create(found.values())
    return found


def _content(
    cahier: Cahier,
    found: Sequence[Part],
    notes: dict[int, Note],
    quotations: dict[int, Quotation],
) -> dict[str, Any]:
    """Return what an edition says, as JSON can hold it."""
    return {
        "format": content.FORMAT,
        "kind": cahier.kind,
        "title": cahier.notebook.title,
        "collective": cahier.notebook.collective.name,
        "topic": cahier.topic.name if cahier.topic else "",
        "neighbourhood": cahier.neighbourhood.name if cahier.neighbourhood else "",
        "summary": cahier.summary,
        "sections": [
            {
                "title": part.section.title,
                "passages": [_passage(one, notes, quotations) for one in part.passages],
            }
            for part in found
        ],
    }


def _passage(
    one: Written, notes: dict[int, Note], quotations: dict[int, Quotation]
) -> dict[str, Any]:
    note = notes[one.note.pk]
    quotation = quotations.get(one.note.pk)
    return {
        "number": note.number,
        "uid": str(note.uid),
        "kind": one.passage.kind,
        "text": note.text,
        "reason": one.passage.reason,
        "figure": one.passage.figure,
        "quoted": editions.sealed(quotation) if quotation else "",
        "rests_on": sorted(str(notes.get(below.pk, below).uid) for below in one.rests_on),
        # Which passage of the draft it is: what changed between two editions is told by it.
        "origin": str(one.note.uid),
    }


@transaction.atomic
def take_back(after: int) -> int:
    """Erase what editions quote of voices that say it no more, if a note changed after this change.

    Returns:
        The last change of a note.
    """
    last: int = NoteChange.objects.aggregate(last=Max("pk"))["last"] or 0
    if last > after:
        silent = Q(voice__withdrawn=True) | ~Q(voice__text=F("words"))
        gone = list(
            Quotation.objects.filter(silent, taken_back_on=None).values_list("pk", flat=True)
        )
        Quotation.objects.filter(pk__in=gone).update(
            words="", salt="", taken_back_on=timezone.localdate()
        )
    return max(last, after)


@transaction.atomic
def correct(edition: Edition, text: str, *, number: int | None, by: Person | None) -> Erratum:
    """Tell, beside an edition, what is wrong in it."""
    record(edition.cahier, What.ERRATUM, by=by, words=text)
    return Erratum.objects.create(
        edition=edition, number=number, text=text, day=timezone.localdate(), by=by
    )
