"""Global and local diagnoses side by side: what holds in several neighbourhoods."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from entraide.expertise.actions import publishing
from entraide.expertise.models import Cahier
from entraide.notebooks.models import Anchor, Note
from entraide.people.models import Role
from entraide.places.actions import neighbourhood_named
from entraide.research.models import Programme
from entraide.research.queries import diagnoses as queries
from tests.make import make_action, make_cahier, make_consent, make_member, make_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme() -> Programme:
    return make_programme()


@pytest.fixture
def desk(client: Client, programme: Programme) -> Client:
    client.force_login(make_member("Malika", programme.collective, Role.FACILITATOR))
    return client


def local(name: str, *sentences: str) -> list[Note]:
    """Write the diagnosis of a neighbourhood; return its sentences."""
    cahier = make_cahier(*sentences, neighbourhood=neighbourhood_named(name))
    return list(Note.objects.filter(passage__section__cahier=cahier).order_by("number"))


def page(programme: Programme) -> str:
    return f"/bureau/upc/agir/{programme.slug}/diagnostic/"


def test_a_common_sentence_says_where_it_holds(desk: Client, programme: Programme) -> None:
    (pile,) = local("Pile", "On se croise moins.")
    epeule, other = local("Épeule", "La poste a fermé.", "Il fait froid.")
    common = make_cahier("Les lieux où se croiser ferment.")
    note = Note.objects.get(passage__section__cahier=common)
    desk.post(f"{page(programme)}{note.uid}/", {"joins": [pile.pk, epeule.pk]})
    ((_cahier, (told,)),) = queries.of(programme).common
    assert [one.name for one in told.neighbourhoods] == ["Pile", "Épeule"]
    assert set(note.anchors.filter(how=Anchor.How.JOINS).values_list("rests_on", flat=True)) == {
        pile.pk, epeule.pk,
    }  # fmt: skip
    # What it rests on beside stays; a sentence that is ticked no more is joined no more.
    desk.post(f"{page(programme)}{note.uid}/", {"joins": [other.pk]})
    assert note.anchors.filter(how=Anchor.How.RESTS).count() == 1
    assert [a.rests_on for a in note.anchors.filter(how=Anchor.How.JOINS)] == [other]


def test_a_diagnosis_is_begun_once_for_a_neighbourhood(desk: Client, programme: Programme) -> None:
    where = neighbourhood_named("Alma")
    assert where
    make_action(programme, neighbourhood=where)
    assert queries.of(programme).missing == [where]
    for _ in range(2):
        desk.post(f"{page(programme)}commencer/", {"neighbourhood": where.pk})
    desk.post(f"{page(programme)}commencer/", {"neighbourhood": ""})
    assert [c.neighbourhood for c in queries.cahiers(programme)] == [where, None]
    assert queries.of(programme).missing == []


def test_each_year_has_its_edition(programme: Programme) -> None:
    cahier = make_cahier("On se croise moins.", neighbourhood=neighbourhood_named("Pile"))
    make_consent(cahier, "consent")
    edition = publishing.publish(cahier, by=None)
    (versions,) = queries.of(programme).versions
    assert versions.editions == [(2, edition)]


def test_the_diagnosis_takes_as_many_queries_for_three_neighbourhoods_as_for_one(
    programme: Programme, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    local("Pile", "Un.", "Deux.")
    make_cahier("Commun.")
    with django_assert_num_queries(5):
        queries.of(programme)
    for name in ("Alma", "Épeule"):
        local(name, "Un.", "Deux.")
    with django_assert_num_queries(5):
        queries.of(programme)


def test_only_who_writes_the_common_diagnosis_joins(client: Client, programme: Programme) -> None:
    (pile,) = local("Pile", "On se croise moins.")
    common = make_cahier("Les lieux ferment.", writing=Cahier.Writing.NAMED)
    note = Note.objects.get(passage__section__cahier=common)
    client.force_login(make_member("Ines", programme.collective, Role.FACILITATOR))
    answer = client.post(f"{page(programme)}{note.uid}/", {"joins": [pile.pk]})
    assert answer.status_code == 404
    assert not note.anchors.filter(how=Anchor.How.JOINS).exists()
