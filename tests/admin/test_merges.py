"""Merges and people told apart in the managers' door."""

from datetime import timedelta

from crm.flows import merge_customers, say_distinct
from crm.models import Customer, DistinctPeople, Merge
from tests.admin.doors import address, run, said
from tests.factories import make_customer


def test_merges_are_taken_back_from_the_list_the_newest_first(manager_browser, agent, now):
    rows = [make_customer(agent, name=name) for name in ("هند", "هند العمري", "هند علي")]
    for absorbed, survivor in zip(rows, rows[1:], strict=False):
        merge_customers(by=agent, at=now, absorbed_id=absorbed.pk, survivor_id=survivor.pk)
    page = manager_browser.get(address(Merge, "changelist"))
    assert "هند العمري" in page.text
    assert "قابل للتراجع" in page.text
    answer = run(manager_browser, "undo", Merge.objects.all())
    assert said(answer) == ["تم التراجع: عمليتا دمج."]
    assert Customer.objects.live().count() == 3
    again = run(manager_browser, "undo", Merge.objects.all()[:1])
    assert "من قبل" in said(again)[0]


def test_a_merge_is_shown_and_not_written(manager_browser, agent, now):
    one, other = make_customer(agent), make_customer(agent)
    merge = merge_customers(by=agent, at=now - timedelta(days=31), absorbed_id=one.pk, survivor_id=other.pk)
    page = manager_browser.get(address(Merge, "change", merge.pk))
    assert "انتهت مهلة التراجع" in page.text
    for name in ("change", "delete"):
        assert manager_browser.post(address(Merge, name, merge.pk), {"post": "yes"}).status_code == 403


def test_people_told_apart_can_be_asked_about_again(manager_browser, agent, now):
    one, other = make_customer(agent, name="هند"), make_customer(agent)
    say_distinct(by=agent, at=now, first_id=one.pk, second_id=other.pk)
    said_so = DistinctPeople.objects.get()
    assert "هند" in manager_browser.get(address(DistinctPeople, "changelist")).text
    assert manager_browser.post(address(DistinctPeople, "change", said_so.pk), {}).status_code == 403
    manager_browser.post(address(DistinctPeople, "delete", said_so.pk), {"post": "yes"})
    assert not DistinctPeople.objects.exists()


def test_agents_stay_outside(browser, agent, now):
    for model in (Merge, DistinctPeople):
        assert browser.get(address(model, "changelist")).status_code == 403
