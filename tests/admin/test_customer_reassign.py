"""Moving one or many customers to another agent: both hear of it (product: flow 7)."""

import pytest

from core.admin import base
from core.models import User
from crm.admin import taking
from crm.models import Customer
from notifications.models import Notification
from tests.admin.doors import run, said
from tests.factories import make_customer, make_followup, make_interaction


@pytest.fixture
def customers(agent):
    return [make_customer(agent) for _n in range(3)]


def move(browser, customers, taker):
    return run(browser, "reassign", customers, taker_asked="yes", taker=taker.pk)


def test_the_page_between_names_them_and_asks_who_takes_them(manager_browser, customers):
    page = run(manager_browser, "reassign", customers)
    assert all(customer.name in page.text for customer in customers)
    assert "3 عملاء" in page.text
    assert 'name="taker"' in page.text


def test_they_move_with_their_pending_followups_and_both_are_told_once(manager_browser, agent, teammate, customers):
    followup, interaction = make_followup(customers[0]), make_interaction(customers[0])
    page = move(manager_browser, customers, teammate)
    assert said(page) == ["نُقل إلى عمر الغامدي: 3 عملاء، وأُبلغ الطرفان."]
    assert set(Customer.objects.values_list("owner", flat=True)) == {teammate.pk}
    followup.refresh_from_db(), interaction.refresh_from_db()
    assert (followup.user, interaction.user, interaction.owner) == (teammate, agent, teammate)
    told = Notification.objects.filter(title="نقل عملاء")
    assert sorted(told.values_list("user", flat=True)) == sorted([agent.pk, teammate.pk])


def test_history_names_the_manager(manager_browser, manager, teammate, customers):
    move(manager_browser, customers, teammate)
    entry = customers[0].history.first()
    assert (entry.history_user, entry.owner, entry.door) == (manager, teammate, "admin")


def test_nobody_is_taken_by_someone_who_cannot_log_in(manager_browser, agent, teammate, customers):
    User.objects.filter(pk=teammate.pk).update(is_active=False)
    page = move(manager_browser, customers, teammate)
    assert page.context["form"].errors["taker"]
    assert set(Customer.objects.values_list("owner", flat=True)) == {agent.pk}


def test_more_than_one_request_can_take_are_refused(manager_browser, teammate, customers, monkeypatch):
    monkeypatch.setattr(taking, "MOST_AT_ONCE", 2)
    monkeypatch.setattr(base, "MOST_AT_ONCE", 2)
    assert said(move(manager_browser, customers, teammate)) == ["الحد الأعلى في المرة الواحدة: عميلان."]


def test_a_whole_book_moves_with_what_is_in_the_bin(manager_browser, agent, teammate, customers, now):
    page = run(manager_browser, "give_book", [agent], taker_asked="yes", taker=teammate.pk)
    assert said(page) == ["نُقل إلى عمر الغامدي: 3 عملاء، وأُبلغ الطرفان."]
    assert Customer.objects.filter(owner=teammate).count() == 3


def test_one_book_at_a_time(manager_browser, agent, teammate):
    assert said(run(manager_browser, "give_book", [agent, teammate])) == ["اختر وسيطًا واحدًا لنقل قائمة عملائه."]
