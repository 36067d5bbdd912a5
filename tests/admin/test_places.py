"""Cities and districts are named by managers; the regions are the country's."""

import pytest

from core.models import Place
from tests.admin.doors import add, address, edit, errors, listed


@pytest.fixture
def region(db):
    return Place.objects.filter(kind="region").first()


@pytest.fixture
def city(region):
    return Place.objects.filter(kind="city", parent=region).first()


def test_a_district_is_added_to_a_city(manager_browser, manager, city):
    add(manager_browser, Place, kind="district", parent=city.pk, name="حيٌّ جديد", aliases="الجديد، New")
    place = Place.objects.get(name="حيٌّ جديد")
    assert (place.parent, place.key, place.aliases) == (city, "حي جديد", ["الجديد", "New"])
    assert (place.history.get().history_user, place.history.get().door) == (manager, "admin")


def test_a_district_is_not_added_to_a_region_nor_twice(manager_browser, region, city):
    assert "parent" in errors(add(manager_browser, Place, kind="district", parent=region.pk, name="حي"))
    assert "kind" in errors(add(manager_browser, Place, kind="region", parent=region.pk, name="منطقة"))
    assert "name" in errors(add(manager_browser, Place, kind="city", parent=region.pk, name=city.name))
    assert "name" in errors(add(manager_browser, Place, kind="city", parent=region.pk, name="<b></b>"))


def test_a_citys_other_names_are_corrected_and_its_key_follows(manager_browser, city):
    before = city.history.count()
    edit(manager_browser, city, name="الرِّياض الجديدة", aliases="رياض")
    city.refresh_from_db()
    assert (city.name, city.key, city.aliases) == ("الرِّياض الجديدة", "الرياض الجديده", ["رياض"])
    assert city.history.count() == before + 1 == 2


def test_regions_stay(manager_browser, region):
    assert 'name="_save"' not in manager_browser.get(address(Place, "change", region.pk)).text
    assert manager_browser.post(address(Place, "change", region.pk), {"name": "x"}).status_code == 403
    assert manager_browser.post(address(Place, "delete", region.pk), {"post": "yes"}).status_code == 403


def test_a_city_with_districts_stays_and_a_district_goes(manager_browser, city):
    district = Place.objects.create(kind="district", parent=city, name="حي للحذف")
    manager_browser.post(address(Place, "delete", city.pk), {"post": "yes"})
    assert Place.objects.filter(pk=city.pk).exists()
    manager_browser.post(address(Place, "delete", district.pk), {"post": "yes"})
    assert not Place.objects.filter(pk=district.pk).exists()


def test_found_in_any_spelling(manager_browser):
    assert "مكة المكرمة" in listed(manager_browser.get(address(Place, "changelist"), {"q": "مكه"}))


def test_the_list_takes_as_many_queries_for_any_number(manager_browser, django_assert_num_queries):
    with django_assert_num_queries(4):
        manager_browser.get(address(Place, "changelist"))
