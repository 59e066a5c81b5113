"""Any study that is brought into a collective leaves it the same."""

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings

from entraide.notebooks.actions import research as actions
from entraide.notebooks.models.note import LONGEST_TEXT
from entraide.notebooks.queries import research as queries
from entraide.notebooks.queries.research import Audience, Wish
from entraide.notebooks.refi import inward, outward, reading, writing
from entraide.notebooks.refi.study import Study
from entraide.people.models import Collective, PeerGroup
from tests.make import make_collective, make_member
from tests.notebooks.refi_studies import make_study, studies

pytestmark = pytest.mark.django_db


def told(study: Study) -> object:
    """Return what a study tells, without its keys and what is always drawn anew."""
    themes = {theme.key: theme.name for theme in study.themes} | {"": ""}
    coders = {coder.key: coder.name for coder in study.coders} | {"": ""}
    voices = {v.key: (t.title, v.number) for t in study.tables for v in t.voices} | {"": ""}
    return (
        [
            (table.title, table.occasion, table.subject, table.closed, table.read_back, [
                (v.number, v.text, v.stance, v.peers, v.withdrawn, v.showing == "gardée pour nous",
                 sorted((themes[f.theme], coders[f.coder], f.start, f.end, f.day) for f in v.found),
                 sorted(coders[look] for look in v.looks))
                for v in table.voices
            ])
            for table in study.tables
        ],
        [(t.name, themes[t.parent], t.definition, t.examples, t.sensitive) for t in study.themes],
        sorted((memo.text, coders[memo.coder], voices[memo.voice], themes[memo.theme], memo.day)
               for memo in study.memos),
        sorted((voices[tie.voice], voices[tie.rests_on], tie.how) for tie in study.ties),
    )  # fmt: skip


def through(study: Study, collective: Collective) -> Study:
    """Return a study after it was written into a collective, and left it as a file."""
    person = make_member(f"p{uuid4().hex}", collective)
    actions.bring(collective, study, by=person)
    chosen = list(queries.notebooks(collective))
    left, _left = queries.study_of(collective, chosen, Wish(Audience.WHOLE, named=True))
    content = writing.to_qdpx(outward.to_project(left, origin="Entraide"))
    return inward.to_study(reading.from_qdpx(content), longest=LONGEST_TEXT)


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(studies())
def test_any_study_goes_through_the_database_and_a_file(study: Study) -> None:
    names = {voice.peers for voice in study.voices if voice.peers}
    for name in names:
        values = {"slug": uuid4().hex, "dye": "woad"}
        PeerGroup.objects.get_or_create(name=name, defaults=values)
    assert told(through(study, make_collective(uuid4().hex))) == told(study)


def test_a_study_with_everything_goes_through_too() -> None:
    for name in ("Habitantes et habitants", "Travail social"):
        PeerGroup.objects.create(name=name, slug=uuid4().hex[:10], dye="woad")
    study = make_study()
    assert told(through(study, make_collective())) == told(study)


def test_a_word_that_changes_on_the_way_would_be_seen() -> None:
    study = make_study()
    assert told(through(study, make_collective())) != told(study), "no peer group is known here"
