"""A published cahier leaves for researchers with its voices, tied to them."""

import pytest

from entraide.expertise.models import Edition
from entraide.notebooks.models import Notebook
from entraide.notebooks.queries.research import Audience, Wish, notebooks, study_of
from tests.make import make_collective, make_edition, make_voice

pytestmark = pytest.mark.django_db


def test_the_sentences_of_an_edition_leave_tied_to_their_voices() -> None:
    edition: Edition = make_edition("Il manque un bus.")
    make_voice("Ailleurs")
    chosen = list(notebooks(make_collective()))
    assert edition.notebook in chosen
    assert not [one for one in chosen if one.kind == Notebook.Kind.CAHIER]
    study, _left = study_of(make_collective(), chosen, Wish(audience=Audience.TEAM))
    texts = {voice.text for table in study.tables for voice in table.voices}
    assert {"Il manque un bus.", "Parole pour Il manque un bus.", "Ailleurs"} == texts
    assert len(study.ties) == 1
