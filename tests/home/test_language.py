"""Choosing a language: kept on the device, and leading nowhere else."""

import pytest
from django.test import Client
from django.utils.http import url_has_allowed_host_and_scheme

ELSEWHERE = [
    "https://mal.example/",
    "//mal.example/",
    "///mal.example/",
    "/\\mal.example/",
    "http:mal.example",
    "javascript:alert(1)",
    "https:///mal.example",
    " //mal.example",
    "\x00//mal.example",
]


@pytest.mark.parametrize("code", ["fr", "ar"])
def test_a_language_is_kept_on_the_device(client: Client, code: str) -> None:
    answer = client.get(f"/langue/{code}/?suite=/billet/")
    assert answer["Location"] == "/billet/"
    kept = answer.cookies["langue"]
    assert (kept.value, kept["samesite"]) == (code, "Lax")


def test_a_language_leads_home_by_default(client: Client) -> None:
    assert client.get("/langue/ar/")["Location"] == "/"


def test_a_language_we_do_not_have_does_not_exist(client: Client) -> None:
    assert client.get("/langue/tlh/").status_code == 404


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_link_of_ours_leads_to_another_site(client: Client, address: str) -> None:
    answer = client.get("/langue/fr/", {"suite": address})
    assert answer["Location"] == "/"


def test_the_addresses_above_do_lead_elsewhere() -> None:
    assert [a for a in ELSEWHERE if url_has_allowed_host_and_scheme(a, None)] == []
    assert url_has_allowed_host_and_scheme("/billet/", None)
