"""A message with fixed fields, and who it goes to."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given, settings, strategies as st

from entraide.gatherings.actions.messages import FIELDS, fill, unknown_fields
from entraide.gatherings.forms.messages import MessageForm, TemplateForm
from entraide.gatherings.models import Delivery, Gathering, Message
from tests.make import (
    make_gathering,
    make_group,
    make_member,
    make_moment,
    make_option,
    make_party,
)

pytestmark = pytest.mark.django_db
SAID = {"subject": "À bientôt", "body": "Bonjour {nom},\n\nnous vous attendons {quand}."}


def form(gathering: Gathering | None = None, **typed: Any) -> MessageForm:
    found = gathering or make_gathering()
    return MessageForm({**SAID, **typed}, instance=Message(gathering=found), gathering=found)


def test_known_fields_are_kept_as_they_are() -> None:
    saved = form().save()
    assert (saved.subject, saved.body) == (SAID["subject"], SAID["body"])


@pytest.mark.parametrize("field", ["subject", "body"])
@pytest.mark.parametrize("name", ["prénom", "nom.password", "", "0", "nom!r", "__class__"])
def test_an_unknown_field_is_refused_with_those_there_are(field: str, name: str) -> None:
    known = ", ".join(f"{{{each}}}" for each in FIELDS)
    sentence = f"{{{name}}} n'est pas un champ. Les champs sont : {known}."
    assert form(None, **{field: f"Bonjour {{{name}}}"}).errors == {field: [sentence]}


def test_a_subject_is_one_line() -> None:
    assert form(subject="Un\r\nBcc: tous@entraide.example").save().subject == (
        "Un Bcc: tous@entraide.example"
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [("subject", ""), ("subject", "x" * 121), ("body", ""), ("body", "x" * 10_000)],
)
def test_bad_input_is_told_beside_its_field_and_kept(field: str, typed: str) -> None:
    refused = form(None, **{field: typed})
    assert list(refused.errors) == [field]
    assert refused[field].value() == typed


@pytest.mark.parametrize("body", ["مرحبا {nom}", "👋 {nom}", "<b>{nom}</b> & %(nom)s $nom"])
def test_any_script_is_kept_exactly(body: str) -> None:
    assert form(body=body).save().body == body


def test_the_filter_is_kept_as_chosen() -> None:
    gathering = make_gathering()
    group, option = make_group(), make_option(make_moment(gathering))
    chosen = form(
        gathering, state="waiting", peer_group=group.pk, option=option.pk, need="children"
    )
    assert chosen.is_valid()
    assert chosen.recipients() == {
        "state": "waiting",
        "peer_group": group.pk,
        "option": option.pk,
        "need": "children",
    }


def test_everyone_is_an_empty_filter() -> None:
    chosen = form()
    assert chosen.is_valid()
    assert chosen.recipients() == {}


def test_a_draft_shows_its_filter_again() -> None:
    gathering = make_gathering()
    draft = form(gathering, need="step_free")
    assert draft.is_valid()
    draft.instance.recipients = draft.recipients()
    again = MessageForm(instance=draft.save(), gathering=gathering)
    assert again.initial["need"] == "step_free"


@pytest.mark.parametrize(
    ("field", "typed"),
    [("state", "cancelled"), ("peer_group", "0"), ("option", "9" * 30), ("need", "money")],
)
def test_a_filter_that_is_not_offered_is_refused(field: str, typed: str) -> None:
    assert list(form(None, **{field: typed}).errors) == [field]


def test_an_option_of_another_gathering_is_refused() -> None:
    elsewhere = make_option(make_moment(make_gathering()))
    assert list(form(option=elsewhere.pk).errors) == ["option"]


def test_a_template_knows_the_same_fields() -> None:
    assert TemplateForm({**SAID, "title": "Rappel"}).errors == {}
    assert list(TemplateForm({**SAID, "title": "Rappel", "body": "{code}"}).errors) == ["body"]


@settings(max_examples=100, deadline=None)
@given(st.text(), st.dictionaries(st.sampled_from(list(FIELDS)), st.text(max_size=10)))
def test_filling_in_executes_nothing_and_never_fails(body: str, values: dict[str, str]) -> None:
    filled = fill(body, values)
    if "{" not in body:
        assert filled == body
    assert fill("{nom} {quand}", {"nom": "{quand}", "quand": "demain"}) == "{quand} demain"
    assert unknown_fields("{nom} {quand}") == []


def test_a_message_is_read_before_it_leaves_and_leaves_once(client: Client) -> None:
    client.force_login(make_member("Alice"))
    gathering = make_gathering()
    make_party(gathering, "Samira", tell_by="email", email="samira@entraide.example")
    make_party(gathering, "Nawel", tell_by="phone", phone="0639980001")
    Delivery.objects.all().delete()
    typed: dict[str, Any] = {"subject": "À bientôt", "body": "Bonjour {nom}"}
    outbox = client.post(f"/bureau/upc/rencontres/{gathering.slug}/messages/nouveau/", typed)[
        "Location"
    ]
    assert "Bonjour Samira" in client.get(outbox).content.decode()
    assert Delivery.objects.count() == 0
    for _ in range(2):
        client.post(outbox)
    sent = Delivery.objects.order_by("channel").values_list("channel", "body")
    assert list(sent) == [("call", "Bonjour Nawel"), ("email", "Bonjour Samira")]
    assert Message.objects.get().state == "sent"


def test_a_subject_that_fills_up_still_fits_where_it_is_stored(client: Client) -> None:
    client.force_login(make_member("Alice"))
    gathering = make_gathering(title="x" * 160)
    make_party(gathering, "Samira")
    typed = {"subject": "{rencontre} {rencontre}", "body": "Bonjour"}
    page = f"/bureau/upc/rencontres/{gathering.slug}/messages/nouveau/"
    client.post(client.post(page, typed)["Location"])
    assert len(Delivery.objects.get().subject) <= 200
