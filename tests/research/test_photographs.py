"""Photographs of a logbook: small, without what the camera added, seen by who reads their line."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from entraide.research.actions import carrying, logbook
from entraide.research.models import CollectiveAction, Entry, Participant, Photograph
from entraide.ui import drawing, pictures
from tests.make import make_action, make_participant, make_programme, person_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Tags of EXIF: who holds the rights, the orientation, where it was taken.
ARTIST, ORIENTATION, GPS = 0x013B, 0x0112, 0x8825
TURNED = 6


def photograph(size: tuple[int, int] = (2400, 1200), *, form: str = "JPEG") -> bytes:
    """Return a picture as a phone takes it: with who, where, and how it was held."""
    found = io.BytesIO()
    exif = Image.Exif()
    exif[ARTIST] = "Samira B."
    exif[ORIENTATION] = TURNED
    exif.get_ifd(GPS)[2] = (50.0, 41.0, 24.0)
    Image.new("RGB", size, "green").save(found, form, exif=exif, comment="rue de la Paix")
    return found.getvalue()


@pytest.fixture
def farida() -> Participant:
    return make_participant(make_programme())


@pytest.fixture
def action(farida: Participant) -> CollectiveAction:
    return make_action(farida.programme, farida)


@pytest.fixture
def desk(client: Client, farida: Participant) -> Client:
    client.force_login(person_of(farida))
    return client


def home(action: CollectiveAction) -> str:
    programme = action.programme
    return f"/bureau/upc/agir/{programme.slug}/actions/{action.slug}/journal/"


def typed(content: bytes, **values: str) -> dict[str, object]:
    given = {
        "key": "k", "text": "Le four, vide.", "no_face": "on", "sharing": "public",
        "day": "2026-02-03", "file": SimpleUploadedFile("four.jpg", content, "image/jpeg"),
    }  # fmt: skip
    return {**given, **values}


def test_what_the_camera_added_is_not_kept() -> None:
    before = Image.open(io.BytesIO(photograph()))
    assert before.getexif()[ARTIST] == "Samira B."
    found = pictures.small(photograph())
    after = Image.open(io.BytesIO(found.content))
    assert dict(after.getexif()) == {}
    assert not {"exif", "comment", "icc_profile"} & after.info.keys()
    for secret in (b"Samira", b"rue de la Paix"):
        assert secret in photograph()
        assert secret not in found.content


def test_it_is_small_and_turned_as_it_was_held() -> None:
    found = pictures.small(photograph())
    assert (found.width, found.height) == (640, 1280)
    assert len(found.content) < 60_000


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_what_screens_make_is_read_too(form: str) -> None:
    found = io.BytesIO()
    Image.new("RGBA", (40, 20), "red").save(found, form)
    assert pictures.small(found.getvalue()).width == 40


def test_what_is_no_picture_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"%PDF-1.7", b"<svg xmlns='http://www.w3.org/2000/svg'/>"):
        with pytest.raises(pictures.NotAPicture):
            pictures.small(content)
    half = photograph()
    with pytest.raises(pictures.NotAPicture):
        pictures.small(half[: len(half) // 2])
    # More pixels than phones have.
    monkeypatch.setattr(drawing, "MOST_PIXELS", 1_000)
    # Drawing here, it sets the limit of this process.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    with pytest.raises(pictures.NotAPicture):
        drawing.draw(photograph((200, 200)))


def test_who_reads_the_line_sees_the_picture(
    desk: Client, action: CollectiveAction, farida: Participant
) -> None:
    carrying.show(action, shown=True)
    for _time in range(2):
        answer = desk.post(f"{home(action)}photo/", typed(photograph()))
        assert answer.status_code == 302
    entry = Entry.objects.get()
    assert entry.kind == Entry.Kind.PHOTOGRAPH
    address = f"/actions/{action.slug}/photos/{entry.uid}.jpg"
    public = Client().get(address)
    assert public.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(public.content)).size == (640, 1280)
    assert address in Client().get(f"/actions/{action.slug}/").content.decode()
    logbook.share(entry, Entry.Sharing.PRIVATE)
    assert Client().get(address).status_code == 404
    own = f"{home(action)}{entry.uid}/photo.jpg"
    assert desk.get(own).status_code == 200
    other = make_participant(farida.programme, "Zoé")
    client = Client()
    client.force_login(person_of(other))
    assert client.get(own).status_code == 404


def test_withdrawn_it_is_gone(desk: Client, action: CollectiveAction) -> None:
    desk.post(f"{home(action)}photo/", typed(photograph()))
    desk.post(f"{home(action)}{Entry.objects.get().uid}/", {"withdraw": "1"})
    assert not Photograph.objects.exists()


def test_its_words_are_changed_and_it_stays_a_photograph(
    desk: Client, action: CollectiveAction
) -> None:
    desk.post(f"{home(action)}photo/", typed(photograph()))
    entry = Entry.objects.get()
    changed = {"key": "k", "text": "Le four, plein.", "kind": "photograph", "sharing": "public"}
    desk.post(f"{home(action)}{entry.uid}/", {**changed, "day": "2026-02-03"})
    entry.refresh_from_db()
    assert (entry.words, entry.kind) == ("Le four, plein.", "photograph")


def test_bad_input_is_told_and_what_was_typed_stays(desk: Client, action: CollectiveAction) -> None:
    answer = desk.post(f"{home(action)}photo/", typed(b"rien"))
    assert answer.status_code == 422
    assert "JPEG, PNG ou WebP" in answer.content.decode()
    assert "Le four, vide." in answer.content.decode()
    answer = desk.post(f"{home(action)}photo/", typed(photograph(), no_face=""))
    assert answer.status_code == 422
    assert not Entry.objects.exists()
