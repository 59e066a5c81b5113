"""From what the pages show to what the interface answers."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from entraide.expertise.models import Edition, Proposal
from entraide.expertise.queries import editions as edition_queries, proposals as proposal_queries
from entraide.expertise.queries.editions import Line
from entraide.expertise.queries.proposals import Told
from entraide.gatherings.models import Gathering
from entraide.notebooks.models import Anchor
from entraide.notebooks.queries import thread as walks
from entraide.notebooks.queries.explorer import Knot, Thread

Json = dict[str, Any]


def address(name: str, *parts: object) -> str:
    """Return the whole address of a page."""
    return f"{settings.SITE_ADDRESS}{reverse(name, args=parts)}"


def gathering(one: Gathering) -> Json:
    """Return a gathering."""
    return {
        "uid": one.uid,
        "address": f"{settings.SITE_ADDRESS}{one.get_absolute_url()}",
        "title": one.title,
        "kind": one.kind,
        "state": one.state,
        "lead": one.lead,
        "collective": one.collective.name,
        "starts_at": one.starts_at,
        "ends_at": one.ends_at,
    }


def edition(one: Edition) -> Json:
    """Return an edition without its text."""
    cahier = one.cahier
    return {
        "uid": one.notebook.uid,
        "address": address("expertise:edition", cahier.slug, one.number),
        "slug": cahier.slug,
        "number": one.number,
        "title": one.notebook.title,
        "kind": cahier.kind,
        "topic": cahier.topic.name if cahier.topic else "",
        "neighbourhood": cahier.neighbourhood.name if cahier.neighbourhood else "",
        "collective": one.notebook.collective.name,
        "published_on": one.published_on,
        "digest": one.digest,
    }


def whole_edition(one: Edition) -> Json:
    """Return an edition with its text, as it is read today."""
    read = edition_queries.read(one)
    return {
        **edition(one),
        "summary": read.content["summary"],
        "consent": read.content["consent"],
        "sections": [
            {"title": part.title, "passages": [_sentence(line) for line in part.lines]}
            for part in read.parts
        ],
        "errata": [error.text for error in one.errata.all()],
    }


def _sentence(line: Line) -> Json:
    return {
        "number": line.number,
        "kind": line.kind,
        "text": line.text,
        "language": line.language,
        "reason": line.reason,
        "figure": line.figure,
        "rests_on": line.rests_on,
        "withdrawn": line.withdrawn,
        "state": line.state,
        "thread": address("notebooks:thread", line.uid),
    }


def thread(found: Thread) -> Json:
    """Return a thread: its notes, and the links among them."""
    uids = {knot.note.pk: knot.note.uid for knot in found.knots}
    pairs = Anchor.objects.filter(note__in=uids, rests_on__in=uids, how__in=walks.CARRYING)
    return {
        "root": found.root.note.uid,
        "notes": [_knot(knot) for knot in found.knots],
        "links": [(uids[a], uids[b]) for a, b in pairs.values_list("note", "rests_on")],
    }


def _knot(knot: Knot) -> Json:
    return {
        "uid": knot.note.uid,
        "kind": knot.note.kind,
        "words": knot.words,
        "language": knot.note.language,
        "peers": knot.peers.name if knot.peers else "",
        "place": list(knot.place),
        "day": knot.note.day,
        "kept": knot.is_kept,
        "withdrawn": knot.note.withdrawn,
    }


def proposals(found: Any) -> list[Json]:
    """Return proposals with all that everybody reads of them."""
    return [_proposal(one) for one in proposal_queries.told(found, timezone.localdate())]


def _proposal(told: Told) -> Json:
    one: Proposal = told.proposal
    return {
        "uid": one.notebook.uid,
        "address": address("expertise:proposal", one.slug),
        "slug": one.slug,
        "title": one.notebook.title,
        "text": one.note.text,
        "institution": str(one.addressee),
        "collective": one.notebook.collective.name,
        "state": one.state,
        "weeks_of_silence": told.silence,
        "steps": [{"state": s.state, "day": s.day, "words": s.words} for s in told.steps],
        "answers": [
            {"verdict": a.verdict, "words": a.note.text, "signed": a.signed, "day": a.note.day}
            for a in told.answers
        ],
        "commitments": [
            {
                "text": c.note.text, "due_on": c.due_on, "state": c.state,
                "proof": c.proof.text if c.proof else "",
            }
            for c in told.commitments
        ],
        "thread": address("notebooks:thread", one.note.uid),
    }  # fmt: skip
