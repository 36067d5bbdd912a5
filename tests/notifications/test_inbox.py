"""The inbox (product: Pages)."""

import pytest

from notifications.flows import notify
from notifications.models import Notification
from tests.factories import make_customer, make_followup


@pytest.fixture
def notice(customer):
    return Notification.objects.get(user=customer.owner, type="system")


def test_it_tells_of_a_new_customer_and_offers_the_first_call(browser, notice):
    page = browser.get("/notifications/").text
    assert "تمت إضافة العميل" in page
    assert 'href="tel:+96652' in page


def test_only_ones_own_are_shown_even_to_a_manager(manager_browser, notice):
    assert "لا إشعارات بعد" in manager_browser.get("/notifications/").text


def test_opening_one_reads_it_and_goes_to_its_customer(browser, notice):
    answer = browser.post(f"/notifications/{notice.pk}/read/", {"open": "1"})
    assert answer.url == f"/customers/{notice.data['customer_id']}/"
    notice.refresh_from_db()
    assert notice.read_at


def test_marking_one_read_stays_on_the_page(browser, notice):
    answer = browser.post(f"/notifications/{notice.pk}/read/", {"next": "/notifications/?show=system"})
    assert answer.url == "/notifications/?show=system"


def test_anothers_notice_is_as_absent_as_none(teammate_browser, notice):
    assert teammate_browser.post(f"/notifications/{notice.pk}/read/").status_code == 404
    assert Notification.objects.get(pk=notice.pk).read_at is None


def test_reading_is_a_post(browser, notice):
    assert browser.get(f"/notifications/{notice.pk}/read/").status_code == 405
    assert browser.get("/notifications/read-all/").status_code == 405


def test_all_can_be_read_at_once_but_only_ones_own(browser, notice, foreign_customer):
    browser.post("/notifications/read-all/")
    assert not Notification.objects.of(notice.user).unread().exists()
    assert Notification.objects.of(foreign_customer.owner).unread().exists()


def test_filters_by_unread_and_type(browser, followup, notice):
    browser.post(f"/notifications/{notice.pk}/read/")
    unread = browser.get("/notifications/?show=unread").text
    assert ("متابعة جديدة" in unread, "تمت إضافة العميل" in unread) == (True, False)
    system = browser.get("/notifications/?show=system").text
    assert ("تمت جدولة متابعة" in system, "تمت إضافة العميل" in system) == (False, True)


def test_what_waits_is_counted_by_type_unless_it_is_more_than_anybody_counts(browser, followup, notice, monkeypatch):
    def counts():
        tabs = browser.get("/notifications/").context["tabs"]
        return {code: count for code, _word, count in tabs}

    assert counts() == {"": 2, "unread": 0, "system": 1, "followup": 1, "match": 0}
    for module in ("core.counting", "notifications.views"):
        monkeypatch.setattr(f"{module}.MOST_COUNTED", 1)
    assert counts() == {"": 2, "unread": 0, "system": 0, "followup": 0, "match": 0}


@pytest.mark.parametrize("query", ["?show=xyz", "?page=99", "?page=%00"])
def test_a_strange_address_still_shows_the_inbox(browser, notice, query):
    assert browser.get(f"/notifications/{query}").status_code == 200


def test_an_empty_inbox_says_what_will_come(browser):
    assert "لا إشعارات بعد" in browser.get("/notifications/").text


def test_a_customer_that_is_no_longer_ones_own_is_not_offered(browser, agent, foreign_customer, now):
    data = {"customer_id": foreign_customer.pk}
    notify(user=agent, type="system", title="نقل عملاء", message="نُقل عميل", data=data, at=now)
    page = browser.get("/notifications/").text
    assert foreign_customer.name not in page
    assert "tel:" not in page


def test_queries_do_not_grow_with_rows(browser, customer, django_assert_max_num_queries):
    def cost():
        with django_assert_max_num_queries(8) as queries:
            browser.get("/notifications/")
        return len(queries)

    for _row in range(5):
        make_followup(customer)
    few = cost()
    for _row in range(45):
        make_followup(make_customer(customer.owner))
    assert cost() == few + 1  # more than a page must be counted
