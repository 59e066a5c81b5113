"""What tests of gatherings ask for."""

import pytest
from django.test import Client

from entraide.gatherings.models import Gathering
from entraide.people.models import Person, Role
from tests.make import make_gathering, make_member, make_moment, make_place


@pytest.fixture
def alice() -> Person:
    """Someone who coordinates."""
    return make_member("Alice")


@pytest.fixture
def desk(alice: Person) -> Client:
    """The desk of someone who coordinates."""
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def gathering() -> Gathering:
    """A gathering with a moment at a place, where one is welcomed."""
    found = make_gathering()
    make_moment(found, place=make_place())
    return found


@pytest.fixture
def door(gathering: Gathering) -> Client:
    """The desk of someone who only welcomes."""
    client = Client()
    client.force_login(make_member("Bob", role=Role.RECEPTION))
    return client
