"""The bin: what was deleted lately, found again and taken back, one or many."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.models import User
from crm.flows import delete_customer, restore_customers
from crm.models import Customer
from tests.factories import make_agent, make_customer

BIN, RESTORE = "/customers/bin/", "/customers/bin/restore/"


def binned(owner, *, ago=timedelta(hours=1), by=None, now, **facts):
    row = make_customer(owner, **facts)
    return delete_customer(by=by or owner, at=now - ago, customer_id=row.pk)


def names(page):
    return [row.customer.name for row in page.context["page"].object_list]


def test_it_lists_the_last_deleted_first_with_who_and_how_long(browser, agent, manager, now):
    binned(agent, name="نوف", ago=timedelta(days=29), now=now)
    binned(agent, name="هند", ago=timedelta(days=2), by=manager, now=now)
    make_customer(agent, name="باقية")
    page = browser.get(BIN)
    assert names(page) == ["هند", "نوف"]
    assert [row.days_left for row in page.context["page"].object_list] == [28, 1]
    assert [row.is_pressing for row in page.context["page"].object_list] == [False, True]
    assert "نورة السالم" in page.text
    assert "28 يومًا" in page.text
    assert "يوم واحد" in page.text


def test_the_last_day_is_said_and_after_it_the_row_is_gone(browser, agent, now, settings):
    row = binned(agent, now=now)
    Customer.objects.update(deleted_at=now - timedelta(days=settings.BIN_DAYS) + timedelta(minutes=1))
    left = browser.get(BIN).context["page"].object_list[0]
    assert left.days_left in (0, 1)  # the minute may cross midnight
    assert type(left)(row, "", 0).left == "ينتهي اليوم"
    Customer.objects.update(deleted_at=now - timedelta(days=settings.BIN_DAYS, minutes=1))
    assert names(browser.get(BIN)) == []


def test_an_agent_sees_its_own_and_a_manager_all_or_one_agents(browser, manager_browser, agent, teammate, now):
    binned(agent, name="نوف", now=now)
    binned(teammate, name="هند", now=now)
    assert names(browser.get(BIN)) == names(browser.get(BIN, {"owner": teammate.pk})) == ["نوف"]
    assert sorted(names(manager_browser.get(BIN))) == ["نوف", "هند"]
    assert names(manager_browser.get(BIN, {"owner": teammate.pk})) == ["هند"]
    assert names(manager_browser.get(BIN, {"owner": "999999"})) == []


@pytest.mark.parametrize("typed", ["احمد القحطاني", "٠٥٢١١١٠٠٤٢", "0042"])
def test_it_is_searched_as_the_list_is(browser, agent, now, typed):
    binned(agent, name="أحمد القحطانى", phone="0521110042", now=now)
    binned(agent, name="هند", phone="0529998877", now=now)
    assert names(browser.get(BIN, {"search": typed})) == ["أحمد القحطانى"]


def test_an_empty_bin_says_so(browser):
    assert "لا محذوفات" in browser.get(BIN).text
    assert "لا أحد في المحذوفات بهذا البحث" in browser.get(BIN, {"search": "x"}).text


def test_what_was_merged_or_erased_is_not_in_the_bin(browser, agent, now):
    merged, erased = binned(agent, now=now), binned(agent, now=now)
    Customer.objects.filter(pk=merged.pk).update(merged_into=make_customer(agent))
    Customer.objects.filter(pk=erased.pk).update(erased_at=now)
    assert names(browser.get(BIN)) == []
    for row in (merged, erased):
        assert browser.post(reverse("customer_restore", args=[row.pk])).status_code == 404


def test_one_comes_back_from_its_row(browser, agent, now):
    row = binned(agent, now=now)
    url = reverse("customer_restore", args=[row.pk])
    assert f'formaction="{url}"' in browser.get(BIN).text
    assert browser.post(url, {"next": BIN}).status_code == 302
    assert Customer.objects.live().get() == row


def test_the_chosen_come_back_and_one_whose_phone_was_given_away_stays(browser, agent, now):
    back = [binned(agent, now=now) for _number in range(2)]
    taken = binned(agent, name="نوف", phone="0521234567", now=now)
    make_customer(agent, phone="0521234567")
    left = binned(agent, now=now)
    page = browser.post(RESTORE, {"chosen": [row.pk for row in (*back, taken)]}, follow=True)
    assert "استُعيد: عميلان." in page.text
    assert "لم يُستعد «نوف»" in page.text
    assert set(Customer.objects.deleted()) == {taken, left}


def test_nobody_chosen_and_what_is_no_row(browser, agent, now):
    binned(agent, now=now)
    assert "لم يُختر أحد" in browser.post(RESTORE, follow=True).text
    for chosen in (["x"], ["-1"], ["9" * 30], list(range(1, 202))):
        assert browser.post(RESTORE, {"chosen": chosen}).status_code == 400
    assert Customer.objects.deleted().count() == 1


def test_anothers_customers_are_passed_over(agent, teammate, now):
    theirs = binned(teammate, now=now)
    done = restore_customers(by=agent, at=now, customer_ids=[theirs.pk, 987654321])
    assert (done.restored, done.refused) == ([], [])
    assert Customer.objects.deleted().get() == theirs


def test_a_manager_restores_anybodys(manager_browser, agent, teammate, now):
    rows = [binned(agent, now=now), binned(teammate, now=now)]
    manager_browser.post(RESTORE, {"chosen": [row.pk for row in rows]})
    assert Customer.objects.live().count() == 2


def test_the_queries_do_not_grow_with_the_rows(browser, manager_browser, now, django_assert_num_queries):
    def fill(number):
        for _row in range(number):
            binned(make_agent(), now=now)

    fill(3)
    manager_browser.get(BIN)
    with django_assert_num_queries(6) as few:
        manager_browser.get(BIN)
    fill(14)
    with django_assert_num_queries(len(few.captured_queries)):
        assert len(names(manager_browser.get(BIN))) == 17
    assert User.objects.count() > 17
