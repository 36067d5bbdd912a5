"""A list kept under a name: its tab, its count, another name, gone and back."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.urls import reverse

from crm.flows.saved_views import forget_view, rename_view, save_view
from crm.models import SavedView
from crm.saved import asked_for, kept_query
from tests.factories import make_customer

LIST = reverse("customer_list")


@pytest.fixture
def view(agent, now):
    return save_view(by=agent, at=now, name="جدد", query="status=new&ordering=name")


def tabs(page):
    return [(str(tab.label), tab.count, tab == page.context["current"]) for tab in page.context["tabs"]]


def said(page):
    return [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("status=new&page=3&csrfmiddlewaretoken=x&utm=1", "status=new"),
        ("status=new&status=lost&search=&tags=", "status=new&status=lost"),
        ("ordering=name&min_budget=5&updated_since=2026-01-01", "min_budget=5&ordering=name"),
        ("search=a&search=b", "search=b"),
        ("page=2", ""),
    ],
)
def test_only_what_the_list_can_be_asked_is_kept(address, kept):
    assert kept_query(QueryDict(address)) == kept


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("status=new,lost", "status=lost&status=new&page=2", True),
        ("tags=جاد، كاش", "tags=كاش&tags=جاد", True),
        ("ordering=-created_at", "", True),
        ("status=new", "status=new&ordering=name", False),
        ("search=a", "search=b", False),
    ],
)
def test_addresses_that_ask_for_the_same(one, other, same):
    assert (asked_for(QueryDict(one)) == asked_for(QueryDict(other))) is same


def test_a_list_is_saved_and_stands_among_the_tabs(browser, agent):
    make_customer(agent)
    page = browser.get(LIST, {"status": "new", "page": "1"})
    assert page.context["can_save"]
    fields = {"name": " الجدد‏ ", "query": page.context["query"]}
    page = browser.post(reverse("saved_view_new"), fields, follow=True)
    assert said(page) == ["حُفظ العرض «الجدد»."]
    assert tabs(page)[-1] == ("الجدد", "1", True)
    assert not page.context["can_save"]
    assert SavedView.objects.get().query == "status=new"


def test_its_tab_is_current_only_where_the_list_is_the_same(browser, view):
    for query, current in (("ordering=name&status=new", True), ("status=new", False), ("", False)):
        assert tabs(browser.get(f"{LIST}?{query}"))[-1][2] is current


def test_it_is_counted_only_where_that_is_cheap(browser, agent, now):
    make_customer(agent, status="viewing", priority="high", budget=5)
    for number, query in enumerate(["status=viewing&priority=high", "tab=idle", "min_budget=1", "search=عميل"]):
        save_view(by=agent, at=now, name=str(number), query=query)
    assert [count for _label, count, _current in tabs(browser.get(LIST))[4:]] == ["1", "1", "", ""]


def test_a_view_whose_codes_are_gone_opens_with_its_error(browser, agent, now):
    SavedView.objects.create(user=agent, name="قديم", query="status=archived&tab=idle", created_at=now)
    assert tabs(browser.get(LIST))[-1] == ("قديم", "", False)
    page = browser.get(f"{LIST}?status=archived&tab=idle")
    assert page.status_code == 200
    assert len(page.context["panel"].errors) == 1
    assert tabs(page)[-1][2]


def test_what_cannot_be_saved(agent, view, now, settings):
    for name, query, field in (
        ("", "status=lost", "name"),
        ("جدد", "status=lost", "name"),
        ("x" * 41, "tab=idle", "name"),
        ("س", "page=2", "__all__"),
    ):
        with pytest.raises(ValidationError) as refusal:
            save_view(by=agent, at=now, name=name, query=query)
        said = (
            refusal.value.message_dict if hasattr(refusal.value, "error_dict") else {"__all__": refusal.value.messages}
        )
        assert list(said) == [field]
    settings.MOST_SAVED_VIEWS = 1
    with pytest.raises(ValidationError, match="الحد الأعلى"):
        save_view(by=agent, at=now, name="آخر", query="tab=idle")
    assert SavedView.objects.count() == 1


def test_a_refusal_keeps_what_was_typed(browser, view):
    page = browser.post(reverse("saved_view_new"), {"name": "جدد", "query": "status=lost"})
    assert page.status_code == 422
    assert "لديك عرض بهذا الاسم." in page.text
    assert 'name="query" value="status=lost"' in page.text


def test_two_people_may_use_one_name(agent, teammate, view, now):
    assert save_view(by=teammate, at=now, name="جدد", query="tab=idle").pk


def test_it_is_named_anew(browser, agent, view, now):
    save_view(by=agent, at=now, name="آخر", query="tab=idle")
    address = reverse("saved_view_rename", args=[view.pk])
    assert 'value="جدد"' in browser.get(address).text
    assert browser.post(address, {"name": "آخر"}).status_code == 422
    assert said(browser.post(address, {"name": "الجدد"}, follow=True)) == ["صار اسم العرض «الجدد»."]
    view.refresh_from_db()
    assert (view.name, view.query) == ("الجدد", "status=new&ordering=name")


def test_it_is_forgotten_and_comes_back(browser, view):
    page = browser.post(reverse("saved_view_forget", args=[view.pk]), follow=True)
    assert not SavedView.objects.exists()
    assert f'action="{reverse("saved_view_back")}"' in page.text
    assert said(browser.post(reverse("saved_view_back"), follow=True)) == ["عاد العرض «جدد»."]
    assert SavedView.objects.get().query == "status=new&ordering=name"
    browser.post(reverse("saved_view_back"))
    assert SavedView.objects.count() == 1


def test_anothers_view_is_absent(teammate, manager, manager_browser, teammate_browser, view, now):
    for person in (teammate, manager):
        for act in (
            lambda by: forget_view(by=by, at=now, view_id=view.pk),
            lambda by: rename_view(by=by, at=now, view_id=view.pk, name="x"),
        ):
            with pytest.raises(Http404):
                act(person)
    for browser in (teammate_browser, manager_browser):
        assert browser.get(reverse("saved_view_rename", args=[view.pk])).status_code == 404
        assert browser.post(reverse("saved_view_forget", args=[view.pk])).status_code == 404
    assert "جدد</bdi>" not in teammate_browser.get(LIST).text


@pytest.mark.parametrize("seat", ["browser", "manager_browser"])
def test_the_page_costs_the_same_with_many_views(request, seat, agent, manager, now, django_assert_max_num_queries):
    browser = request.getfixturevalue(seat)
    make_customer(agent)
    for person in (agent, manager):
        for number in range(12):
            save_view(
                by=person, at=now, name=f"عرض {number}", query=f"status=new&priority=high&min_budget={number or ''}"
            )
    with django_assert_max_num_queries(6):
        assert len(browser.get(LIST).context["tabs"]) == 16
