"""Pictures of a listing: drawn anew, in order, and nothing else kept (issue: photos; uploads refused leave no file)."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from properties.flows import photos
from properties.models import PropertyPhoto
from tests.factories import make_property
from tests.pictures import bomb, picture_bytes, picture_file, with_exif


@pytest.fixture
def listing(agent):
    return make_property(agent)


@pytest.fixture
def address(listing):
    return f"/api/v1/properties/{listing.pk}/photos/"


def send(api, address, content=None, name="villa.jpg"):
    return api.post(address, {"file": picture_file(content, name)}, format="multipart")


def files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def drawn(answer):
    return Image.open(BytesIO(b"".join(answer.streaming_content)))


def test_a_picture_is_kept_and_sent_to_its_owner(api, address):
    answer = send(api, address)
    assert answer.status_code == 201, answer.json()
    row = answer.json()
    assert set(row) == {"id", "url", "position"}
    assert row["position"] == 0
    picture = drawn(api.get(row["url"]))
    assert (picture.format, picture.size) == ("WEBP", (640, 480))
    assert drawn(api.get(row["url"], {"size": "small"})).size == (480, 360)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_kinds(api, address, kind):
    assert send(api, address, picture_bytes(kind=kind)).status_code == 201


def test_what_a_camera_wrote_is_gone_and_the_picture_upright(api, address):
    picture = drawn(api.get(send(api, address, with_exif()).json()["url"]))
    assert picture.size == (400, 800)
    assert dict(picture.getexif()) == {}
    assert not any(b"SecretCamera" in path.read_bytes() for path in files())


def test_a_large_picture_is_made_smaller(api, address):
    picture = drawn(api.get(send(api, address, picture_bytes((4000, 3000))).json()["url"]))
    assert picture.size == (1600, 1200)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"\xff\xd8\xff\xe0" + b"\0" * 500,
        picture_bytes()[:300],
        b"GIF89a" + b"\0" * 50,
        bomb(),
        b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    ],
    ids=["empty", "svg", "html", "no jpeg", "cut off", "gif", "bomb", "no png"],
)
def test_what_is_no_picture_is_refused_and_leaves_no_file(api, address, content):
    before = files()
    answer = send(api, address, content)
    assert (answer.status_code, set(answer.json())) == (400, {"file"})
    assert any("ء" <= letter <= "ي" for letter in str(answer.json()))
    assert files() == before
    assert not PropertyPhoto.objects.exists()


def test_a_huge_file_is_refused_and_leaves_no_file(api, address):
    before = files()
    answer = send(api, address, picture_bytes() + b"\0" * (10 * 1024 * 1024))
    assert (answer.status_code, set(answer.json())) == (400, {"file"})
    assert send(api, address, b"\0" * 30_000_000).status_code == 413
    assert files() == before


def test_when_the_row_cannot_be_written_no_file_is_left(api, address, monkeypatch):
    before = files()
    monkeypatch.setattr(photos, "MOST_PHOTOS", 0)
    assert send(api, address).status_code == 400
    assert files() == before


def test_pictures_are_put_in_order(api, address):
    first, second, third = (send(api, address).json()["id"] for _number in range(3))
    assert api.patch(f"{address}{third}/", {"position": 0}).json()["position"] == 0
    listed = api.get(address.removesuffix("photos/")).json()["photos"]
    assert [(photo["id"], photo["position"]) for photo in listed] == [(third, 0), (first, 1), (second, 2)]
    assert api.patch(f"{address}{third}/", {"position": 99}).json()["position"] == 2


@pytest.mark.parametrize("position", [-1, "x", None, 10**6])
def test_an_impossible_place_is_named(api, address, position):
    photo = send(api, address).json()["id"]
    assert api.patch(f"{address}{photo}/", {"position": position}).status_code == 400


def test_a_picture_taken_away_takes_its_files(api, address, django_capture_on_commit_callbacks):
    before = files()
    photo = send(api, address).json()["id"]
    assert len(files() - before) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(f"{address}{photo}/").status_code == 204
    assert files() == before


def test_anothers_picture_is_not_there(api, teammate_api, address, listing, teammate):
    photo = send(api, address).json()["id"]
    assert teammate_api.get(f"{address}{photo}/").status_code == 404
    assert send(teammate_api, address).status_code == 404
    own = make_property(teammate)
    assert teammate_api.get(f"/api/v1/properties/{own.pk}/photos/{photo}/").status_code == 404
    assert teammate_api.delete(f"/api/v1/properties/{own.pk}/photos/{photo}/").status_code == 404


def test_pages_add_several_and_say_which_were_refused(browser, listing):
    sent = [picture_file(), picture_file(b"text", "notes.txt"), picture_file()]
    answer = browser.post(f"/properties/{listing.pk}/photos/", {"file": sent})
    assert answer.status_code == 422
    assert "notes.txt" in answer.text
    assert listing.photos.count() == 2
    photo = listing.photos.last()
    browser.post(f"/properties/{listing.pk}/photos/{photo.pk}/move/", {"position": "0"})
    assert listing.photos.first() == photo
    browser.post(f"/properties/{listing.pk}/photos/{photo.pk}/delete/")
    assert listing.photos.count() == 1
