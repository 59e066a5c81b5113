"""What follows when organisers change a gathering; copies for the next edition; paper."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from entraide.gatherings.actions import paper, programme
from entraide.gatherings.actions.sign_up import sign_up
from entraide.gatherings.models import Gathering, Moment, PaperSheet, Party, Speaker, Speaking
from entraide.people import receipt_words
from tests.make import (
    make_gathering,
    make_member,
    make_moment,
    make_option,
    make_party,
    make_place,
    make_request,
)

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def fresh(gathering: Gathering) -> Gathering:
    return Gathering.objects.get(pk=gathering.pk)


def test_a_change_of_time_reaches_calendars_and_pages() -> None:
    gathering = make_gathering()
    programme.record_change(gathering, "heure", by=None, fields=["starts_at"])
    after = fresh(gathering)
    assert (after.sequence, after.version, after.edition) == (1, 1, 1)
    programme.record_change(gathering, "prix", by=None, fields=["price"])
    assert (fresh(gathering).sequence, fresh(gathering).version) == (1, 2)


def test_a_sign_up_renews_the_numbers_and_leaves_the_text() -> None:
    gathering = make_gathering()
    make_party(gathering)
    assert (fresh(gathering).version, fresh(gathering).edition) == (1, 0)


def test_a_moment_has_a_sequence_of_its_own() -> None:
    moment = make_moment(make_gathering())
    programme.record_moment(moment, "salle", by=make_member("Alice"), fields=["room"])
    assert Moment.objects.get().sequence == 1
    assert fresh(moment.gathering).sequence == 0


def test_a_place_that_changes_renews_only_the_pages_that_show_it() -> None:
    place = make_place()
    shown, other = make_gathering(), make_gathering()
    make_option(make_moment(shown), place=place)
    make_moment(shown, place=place)
    programme.place_changed(place)
    assert (fresh(shown).edition, fresh(shown).sequence) == (1, 1)
    assert fresh(other).edition == 0


def test_cancelling_tells_every_calendar() -> None:
    gathering = make_gathering()
    make_moment(gathering)
    alice = make_member("Alice")
    programme.set_state(gathering, "cancelled", by=alice)
    assert (fresh(gathering).state, fresh(gathering).sequence) == ("cancelled", 1)
    assert Moment.objects.get().sequence == 1
    assert gathering.changes.get().by == alice


def test_a_copy_has_the_programme_and_nobody() -> None:
    gathering = make_gathering(capacity=9, waiting_rule="lots", lots_at=timezone.now())
    visit = make_moment(gathering, choosing="wishes")
    farm = make_option(visit, 5)
    speaker = Speaker.objects.create(gathering=gathering, role="Une maraîchère")
    Speaking.objects.create(speaker=speaker, moment=visit, option=farm)
    make_party(gathering, wishes={visit.pk: (farm.pk,)})
    begin = timezone.localtime(gathering.starts_at).date() + timedelta(days=364)
    copy = programme.clone(gathering, begin=begin, by=None)
    assert (copy.state, copy.taken, copy.cloned_from) == ("draft", 0, gathering)
    assert copy.uid != gathering.uid
    assert not copy.parties.exists()
    new = copy.moments.get()
    assert new.uid != visit.uid
    assert new.options.get().capacity == 5
    assert Speaking.objects.get(moment=new).option == new.options.get()
    assert timezone.localtime(copy.starts_at).date() == begin
    assert gathering.moments.get() == visit


def test_a_copy_across_the_change_of_hour_keeps_the_hour_on_the_clock() -> None:
    winter = datetime(2027, 3, 27, 9, 0, tzinfo=PARIS)
    assert programme.moved(winter, 1).astimezone(PARIS).hour == 9
    assert programme.moved(winter, 1).timestamp() - winter.timestamp() == 23 * 3600


def test_two_gatherings_of_one_day_have_two_addresses() -> None:
    first = programme.free_slug("Café-citoyen", date(2027, 1, 7))
    make_gathering(slug=first)
    assert first == "cafe-citoyen-2027-01-07"
    assert programme.free_slug("Café-citoyen", date(2027, 1, 7)) == f"{first}-2"
    assert programme.free_slug("مقهى", date(2027, 1, 7)) == "rencontre-2027-01-07"


def test_a_sheet_typed_twice_is_one_sign_up_and_its_slip_holds_the_words() -> None:
    gathering = make_gathering()
    batch = paper.make_sheets(gathering, 3)
    sheets = paper.sheets_to_print(gathering, str(batch))
    assert len({sheet.code for sheet in sheets}) == PaperSheet.objects.count() == 3
    code, words = sheets[0].code, sheets[0].words
    assert not paper.typed_already(gathering, code)
    for name in ("Samira", "Samira ?"):
        sign_up(gathering, make_request(name), key=paper.sheet_key(code))
    assert paper.typed_already(gathering, code)
    assert Party.objects.get().receipt_digest == receipt_words.receipt_digest(words)
