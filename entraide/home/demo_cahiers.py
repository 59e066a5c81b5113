"""What followed the forum of the demonstration: cahiers, proposals, answers, an experiment.

All of it invented; the words are in a file beside this one, which names voices by their row.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from entraide.expertise.actions import (
    answers,
    consent,
    drafting,
    experiments,
    proposals,
    publishing,
    tying,
)
from entraide.expertise.models import Cahier, ConsentRound, Edition, Passage, Section
from entraide.expertise.queries import figures
from entraide.gatherings.models import Gathering
from entraide.home.demo_people import FIRST_NAMES
from entraide.notebooks.models import Note, Notebook
from entraide.people.models import Membership, Person, Role
from entraide.places.models import Neighbourhood

MEMBERS = 12
FILE = Path(__file__).parent / "demo_cahiers.json"
Json = Any


@dataclass
class Story:
    """What is there to rest on: voices, groups and statements by row, passages by key."""

    forum: Gathering
    day: date
    voices: Sequence[Note]
    groups: Sequence[Note]
    statements: Sequence[Note]
    by: Person
    members: list[Person] = field(default_factory=list)
    passages: dict[str, Passage] = field(default_factory=dict)
    # The sentences as they were published, by the key of their passage.
    published: dict[str, Note] = field(default_factory=dict)

    def on(self, weeks: int) -> date:
        """Return the day that is this many weeks after the forum."""
        return self.day + timedelta(weeks=weeks)


def load(
    forum: Gathering, voices: Sequence[Note], groups: Sequence[Note], statements: Sequence[Note],
    by: Person,
) -> None:  # fmt: skip
    """Write, publish and send everything."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    story = Story(forum, timezone.localdate(forum.starts_at), voices, groups, statements, by)
    story.members = _members(forum)
    for one in told["cahiers"]:
        _cahier(story, one)
    for one in told["proposals"]:
        _proposal(story, one)


def _members(forum: Gathering) -> list[Person]:
    """Let enough people be members of the collective for its consent to mean something."""
    people = [Person.objects.make(name=name) for name in FIRST_NAMES[-MEMBERS:]]
    Membership.objects.bulk_create(
        Membership(person=person, collective=forum.collective, role=Role.MEMBER)
        for person in people
    )
    return people


def _cahier(story: Story, told: Json) -> None:
    values = {
        "title": told["title"],
        "kind": told["kind"],
        "topic": drafting.topic_named(told["topic"]),
        "neighbourhood": Neighbourhood.objects.filter(slug=told.get("neighbourhood")).first(),
        "summary": told["summary"],
        "sources": _tables(story.forum),
    }
    cahier = drafting.begin(story.forum.collective, values, by=story.by)
    first = cahier.sections.get()
    for number, part in enumerate(told["sections"]):
        section = first if number == 0 else drafting.add_section(cahier, "", by=story.by)
        drafting.rename_section(section, part["title"], by=story.by)
        for passage in part["passages"]:
            story.passages[passage["key"]] = _passage(story, section, passage)
    if "consent" in told:
        _consent(story, cahier, told["consent"])
        _publish(story, cahier, told)


def _tables(forum: Gathering) -> Sequence[Notebook]:
    return list(Notebook.objects.filter(table__moment__gathering=forum))


def _passage(story: Story, section: Section, told: Json) -> Passage:
    if "quote" in told:
        return drafting.add_quote(section, story.voices[told["quote"] - 1], by=story.by)
    if "vote" in told or "theme" in told:
        return _figure(story, section, told)
    (passage,) = drafting.add_claims(section, [told["text"]], by=story.by)
    below = [
        *(story.voices[number - 1] for number in told.get("voices", ())),
        *(story.groups[number - 1] for number in told.get("groups", ())),
        *(story.statements[number - 1] for number in told.get("statements", ())),
        *(story.published.get(key) or story.passages[key].note for key in told.get("claims", ())),
    ]
    if below:
        tying.tie(passage, below, by=story.by)
    if "reason" in told:
        drafting.give_reason(passage, told["reason"], by=story.by)
    return passage


def _figure(story: Story, section: Section, told: Json) -> Passage:
    offered = {one.key: one for one in figures.choices(story.forum.collective, story.on(5))}
    if "vote" in told:
        chosen = offered[f"vote-{story.statements[told['vote'] - 1].pk}"]
    else:
        theme = _THEMES[told["theme"]]
        chosen = next(
            one for one in offered.values() if one.key.startswith("theme-") and theme in one.name
        )
    passage = drafting.add_measure(section, told["text"], chosen.figure, by=story.by)
    if chosen.rests_on:
        tying.rest_on(passage, chosen.rests_on)
    return passage


_THEMES = {
    "quartier": "Le quartier",
    "democratie": "La démocratie",
    "travail": "Le travail",
    "association": "L'association",
    "laicite": "La laïcité",
}


def _consent(story: Story, cahier: Cahier, told: Json) -> None:
    """Let members consent, abstain, object; answer or integrate each objection."""
    closes = story.on(told["closed_weeks"])
    asked = consent.open_round(cahier, closes_on=closes, by=story.by)
    people = iter(story.members)
    for objection in told["objections"]:
        person = next(people)
        consent.reply(asked, "objection", objection["words"], person=person)
    for says, count in (("consent", told["consents"]), ("abstain", told["abstentions"])):
        for _number in range(count):
            consent.reply(asked, says, person=next(people, None))
    found = asked.replies.filter(says="objection").order_by("pk")
    for reply, objection in zip(found, told["objections"], strict=True):
        if "answer" in objection:
            consent.answer(reply.objection, objection["answer"], by=story.by)
        else:
            passage = story.passages[objection["integrated_in"]]
            consent.integrate(reply.objection, passage, by=story.by)
    consent.close_round(asked, by=story.by)
    ConsentRound.objects.filter(pk=asked.pk).update(
        opened_on=story.on(told["opened_weeks"]), closed_on=closes
    )


def _publish(story: Story, cahier: Cahier, told: Json) -> Edition:
    edition = publishing.publish(cahier, by=story.by, day=story.on(told["weeks"]))
    numbers: Mapping[str, int] = {
        passage.note.uid.hex: number
        for number, passage in enumerate(
            Passage.objects.filter(section__cahier=cahier)
            .select_related("note")
            .order_by("section__position", "section", "position", "pk"),
            1,
        )
    }
    notes = {note.number: note for note in Note.objects.filter(notebook=edition.notebook)}
    for key, passage in story.passages.items():
        if passage.section.cahier_id == cahier.pk:
            story.published[key] = notes[numbers[passage.note.uid.hex]]
    for error in told.get("errata", ()):
        number = story.published[error["passage"]].number
        publishing.correct(edition, error["text"], number=number, by=story.by)
    edition.errata.update(day=story.on(told["weeks"] + 1))
    return edition


def _proposal(story: Story, told: Json) -> None:
    asked = proposals.Asked(
        told["title"],
        told["text"],
        proposals.addressee_named(told["institution"]),
        [story.published[key] for key in told["rests_on"]],
    )
    steps = told["steps"]
    made = proposals.draft(
        story.forum.collective, asked, by=story.by, day=story.on(steps[0]["weeks"])
    )
    for step in steps[1:]:
        proposals.take_step(
            made, step["state"], day=story.on(step["weeks"]), words=step["words"], by=story.by
        )
    for one in told.get("answers", ()):
        said = answers.Said(one["verdict"], one["words"], one["signed"])
        answers.answer(made, said, day=story.on(one["weeks"]), by=story.by)
        last = one["weeks"]
    for one in told.get("commitments", ()):
        committed = answers.commit(
            made, one["text"], due_on=story.on(one["weeks_due"]), by=story.by, day=story.on(last)
        )
        answers.keep(committed, one["proof"], day=story.on(one["kept_weeks"]), by=story.by)
    if "experiment" in told:
        _experiment(story, made, told["experiment"])


def _experiment(story: Story, made: Any, told: Json) -> None:
    trial = experiments.Trial(
        told["title"],
        told["intention"],
        told["shows"],
        Neighbourhood.objects.filter(slug=told["neighbourhood"]).first(),
        story.on(told["weeks"]),
    )
    tried = experiments.try_it(made, trial)
    for one in told["observations"]:
        experiments.observe(tried, one["text"], day=story.on(one["weeks"]))
    experiments.show_experiment(tried, shown=True)
