"""Calendar files and the Atom feed, read as real clients read them."""

from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from icalendar import Calendar

from entraide.gatherings.models import Gathering, Moment
from tests.make import make_gathering, make_member, make_moment, make_party, make_place

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
FEED, ATOM = "/rencontres/agenda.ics", "/rencontres/fil.atom"
NS = "{http://www.w3.org/2005/Atom}"
STAMPS = {"DTSTAMP", "LAST-MODIFIED", "SEQUENCE"}
RIGHT = {
    "kind": "study_day", "title": "Journée", "waiting_rule": "arrival", "offer_hours": "48",
    "keep_contacts_days": "90", "starts_at_1": "09:00", "ends_at_1": "17:00",
}  # fmt: skip


def read(client: Client, address: str) -> Any:
    return Calendar.from_ical(client.get(address).content)


def event(client: Client, row: Gathering | Moment) -> Any:
    """Return the one event of the file of a gathering, or of a moment."""
    if isinstance(row, Moment):
        address = f"/rencontres/{row.gathering.slug}/moments/{row.uid}.ics"
    else:
        address = f"{row.get_absolute_url()}agenda.ics"
    [found] = read(client, address).walk("VEVENT")
    return found


def said(found: Any) -> dict[str, bytes]:
    """Return what a calendar shows of an event."""
    return {name: value.to_ical() for name, value in found.items() if name not in STAMPS}


def alice() -> Client:
    client = Client()
    client.force_login(make_member("Alice"))
    return client


def edit(gathering: Gathering, **typed: str) -> None:
    day = f"{gathering.starts_at:%Y-%m-%d}"
    sent = {**RIGHT, "title": gathering.title, "starts_at_0": day, "ends_at_0": day, **typed}
    answer = alice().post(f"/bureau/upc/rencontres/{gathering.slug}/changer/", sent)
    assert answer.status_code == 302


def test_a_file_is_valid_and_knows_its_time_zone(client: Client) -> None:
    calendar = read(client, f"{make_gathering().get_absolute_url()}agenda.ics")
    assert (calendar["VERSION"], calendar["METHOD"]) == ("2.0", "PUBLISH")
    [zone] = calendar.walk("VTIMEZONE")
    assert zone["TZID"] == "Europe/Paris"
    [found] = calendar.walk("VEVENT")
    assert found["DTSTART"].params["TZID"] == found["DTEND"].params["TZID"] == "Europe/Paris"
    assert {"UID", "SEQUENCE", "DTSTAMP", "SUMMARY", "URL", "STATUS"} <= set(found)


def test_a_file_comes_as_a_calendar(client: Client) -> None:
    answer = client.get(f"{make_gathering(slug='journee').get_absolute_url()}agenda.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="journee.ics"'


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 7, 1)])
def test_nine_o_clock_is_nine_o_clock_on_any_day(client: Client, day: date) -> None:
    begin = datetime(day.year, day.month, day.day, 9, tzinfo=PARIS)
    gathering = make_gathering(starts_at=begin, ends_at=begin + timedelta(hours=8))
    found = event(client, gathering)
    assert b"T090000" in found["DTSTART"].to_ical()
    assert found["DTSTART"].dt.astimezone(PARIS) == begin
    assert found["DTEND"].dt - found["DTSTART"].dt == timedelta(hours=8)


def test_a_night_that_has_two_half_past_two_is_as_long_as_it_is(client: Client) -> None:
    begin = datetime(2027, 10, 30, 22, tzinfo=PARIS)
    end = datetime(2027, 10, 31, 4, tzinfo=PARIS)
    found = event(client, make_gathering(starts_at=begin, ends_at=end))
    assert found["DTEND"].dt.timestamp() - found["DTSTART"].dt.timestamp() == 7 * 3600


def test_words_in_any_script_arrive_whole(client: Client) -> None:
    title = "Journée ; l'entraide, « سميرة » 👩🏽‍🌾 " + "é" * 100
    assert event(client, make_gathering(title=title))["SUMMARY"] == title


def test_a_sign_up_moves_nothing(client: Client) -> None:
    gathering = make_gathering()
    before = event(client, gathering)
    make_party(gathering)
    after = event(client, gathering)
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], before["SEQUENCE"])


def test_a_change_of_time_is_an_update_of_the_same_event(client: Client) -> None:
    gathering = make_gathering()
    before = event(client, gathering)
    edit(gathering, starts_at_1="10:00")
    after = event(client, gathering)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["DTSTAMP"].dt >= before["DTSTAMP"].dt


def move_place(moment: Moment) -> None:
    place = moment.place
    assert place
    sent = {"name": place.name, "step_free": "yes", "street": "16 rue du Curoir"}
    alice().post(f"/bureau/upc/lieux/{place.pk}/", sent)


def move_moment(moment: Moment) -> None:
    day, elsewhere = f"{moment.starts_at:%Y-%m-%d}", make_place("ENPJJ")
    sent = {"kind": "visit", "title": moment.title, "choosing": "none", "starts_at_0": day,
            "starts_at_1": "11:00", "place": elsewhere.pk}  # fmt: skip
    slug = moment.gathering.slug
    alice().post(f"/bureau/upc/rencontres/{slug}/programme/{moment.pk}/", sent)


def cancel(moment: Moment) -> None:
    slug = moment.gathering.slug
    alice().post(f"/bureau/upc/rencontres/{slug}/etat/", {"state": "cancelled"})


def rename(moment: Moment) -> None:
    edit(moment.gathering, title="Une autre journée")


@pytest.mark.parametrize("what", [move_place, move_moment, cancel, rename])
def test_whatever_an_event_says_anew_it_says_with_a_higher_number(
    client: Client, what: Any
) -> None:
    moment = make_moment(make_gathering(), place=make_place(street="20 rue de Sébastopol"))
    rows: list[Gathering | Moment] = [moment.gathering, moment]
    before = [event(client, row) for row in rows]
    what(moment)
    after = [event(client, row) for row in rows]
    changed = [said(old) != said(new) for old, new in zip(before, after, strict=True)]
    grown = [new["SEQUENCE"] > old["SEQUENCE"] for old, new in zip(before, after, strict=True)]
    assert True in changed
    assert [ok for there, ok in zip(changed, grown, strict=True) if there and not ok] == []


def test_cancelling_is_told_to_calendars(client: Client) -> None:
    moment = make_moment(make_gathering())
    assert event(client, moment.gathering)["STATUS"] == "CONFIRMED"
    cancel(moment)
    assert event(client, moment.gathering)["STATUS"] == "CANCELLED"
    assert event(client, moment)["STATUS"] == "CANCELLED"


def test_the_feed_holds_what_is_public_under_the_same_names(client: Client) -> None:
    public = [make_gathering(), make_gathering(state="cancelled")]
    make_gathering(state="draft")
    found = {str(e["UID"]): str(e["STATUS"]) for e in read(client, FEED).walk("VEVENT")}
    assert found == {
        f"{public[0].uid}@entraide": "CONFIRMED",
        f"{public[1].uid}@entraide": "CANCELLED",
    }
    assert str(event(client, public[0])["UID"]) in found


def entries(client: Client) -> list[tuple[str, str, str]]:
    feed = ET.fromstring(client.get(ATOM).content)
    names = [f"{NS}id", f"{NS}title", f"{NS}updated"]
    return [tuple(e.findtext(n, "") for n in names) for e in feed.iter(f"{NS}entry")]  # type: ignore[misc]


def test_the_atom_feed_keeps_its_identifiers(client: Client) -> None:
    gathering = make_gathering(title="Journée")
    make_gathering(state="draft")
    [(before, title, _updated)] = entries(client)
    assert (before, title) == (f"urn:uuid:{gathering.uid}", "Journée")
    Gathering.objects.filter(pk=gathering.pk).update(slug="ailleurs", state="cancelled")
    [(after, title, _updated)] = entries(client)
    assert (after, title) == (before, "Annulée : Journée")


def test_the_atom_feed_is_read_whatever_was_pasted(client: Client) -> None:
    edit(make_gathering(), lead="Une phrase\x0bcollée\x1f <b>& « سميرة »", title="A & <B>")
    [(_id, title, _updated)] = entries(client)
    assert title == "A & <B>"


def test_an_empty_neighbourhood_has_empty_feeds(client: Client) -> None:
    assert entries(client) == []
    assert read(client, FEED).walk("VEVENT") == []
