"""Follow-ups on their pages (rules: Follow-ups and appointments; Today's list)."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from core.dates import local_time
from crm.flows import edit_followup
from crm.models import Followup, Interaction
from tests.factories import make_customer, make_followup

ACTIONS = ("", "complete/", "snooze/", "cancel/")
TYPED = {"title": "إرسال العرض", "due_date_day": "2026-12-01", "due_date_time": "10:30", "priority": "high"}


def status_of(followup):
    return Followup.objects.get(pk=followup.pk).status


def at_noon(year, month, day):
    return datetime(year, month, day, 12, tzinfo=timezone.get_default_timezone())


# ---------------------------------------------------------------- whose


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_agents_followup_is_as_absent_as_none(browser, foreign_customer, action, method):
    foreign = make_followup(foreign_customer)
    answer = getattr(browser, method)(f"/followups/{foreign.pk}/{action}", TYPED | {"until": "tomorrow"})
    assert answer.status_code == 404
    assert status_of(foreign) == "pending"


@pytest.mark.parametrize("method", ["get", "post"])
def test_none_is_added_to_another_agents_customer(browser, foreign_customer, method):
    answer = getattr(browser, method)(f"/customers/{foreign_customer.pk}/followups/new/", TYPED)
    assert answer.status_code == 404
    assert not Followup.objects.exists()


def test_a_list_shows_ones_own_and_a_managers_everybodys_by_name(browser, manager_browser, customer, foreign_customer):
    make_followup(customer, title="لسارة")
    make_followup(foreign_customer, title="لعمر")
    own = browser.get("/followups/?tab=all").text
    everybodys = manager_browser.get("/followups/?tab=all").text
    assert ("لسارة" in own, "لعمر" in own) == (True, False)
    assert "لعمر" in everybodys
    assert "عمر الغامدي" in everybodys


def test_a_manager_narrows_the_list_to_one_agent(manager_browser, customer, foreign_customer):
    make_followup(customer, title="لسارة")
    make_followup(foreign_customer, title="لعمر")
    page = manager_browser.get(f"/followups/?tab=all&owner={customer.owner_id}").text
    assert ("لسارة" in page, "لعمر" in page) == (True, False)


def test_an_agent_has_no_choice_of_owner(browser, foreign_customer):
    make_followup(foreign_customer, title="لعمر")
    assert "لعمر" not in browser.get(f"/followups/?tab=all&owner={foreign_customer.owner_id}").text


# ---------------------------------------------------------------- the list


def test_each_tab_lists_its_own(browser, customer, now):
    late = make_followup(customer, title="متأخرة جدًا", due_date=now - timedelta(days=3))
    make_followup(customer, title="بعد أسبوع", due_date=now + timedelta(days=7))
    browser.post(f"/followups/{late.pk}/complete/")
    make_followup(customer, title="فات وقتها", due_date=now - timedelta(minutes=1))
    shown = {tab: browser.get(f"/followups/?tab={tab}").text for tab in ("overdue", "upcoming", "completed", "all")}
    assert [tab for tab, text in shown.items() if "متأخرة جدًا" in text] == ["completed", "all"]
    assert [tab for tab, text in shown.items() if "بعد أسبوع" in text] == ["upcoming", "all"]
    assert [tab for tab, text in shown.items() if "فات وقتها" in text] == ["overdue", "all"]


@pytest.mark.parametrize("query", ["?tab=xyz", "?page=99", "?page=0", "?page=x", "?owner=%00", "?tab=&page=1e9"])
def test_a_strange_address_still_shows_a_list(browser, followup, query):
    assert browser.get(f"/followups/{query}").status_code == 200


def test_queries_do_not_grow_with_rows(browser, customer, django_assert_max_num_queries, now):
    def cost():
        with django_assert_max_num_queries(9) as queries:
            browser.get("/followups/?tab=overdue")
        return len(queries)

    for _row in range(5):
        make_followup(customer, due_date=now - timedelta(days=1))
    few = cost()
    for _row in range(95):
        make_followup(make_customer(customer.owner) if _row < 15 else customer, due_date=now - timedelta(days=2))
    assert cost() == few


# ---------------------------------------------------------------- new and edited


def test_a_new_one_is_saved_and_gone_by_times_are_allowed(browser, customer):
    answer = browser.post(f"/customers/{customer.pk}/followups/new/", TYPED | {"due_date_day": "2020-01-02"})
    assert answer.url == f"/customers/{customer.pk}/"
    added = Followup.objects.get()
    assert (added.title, added.priority, local_time(added.due_date).hour) == ("إرسال العرض", "high", 10)
    assert added.is_overdue(timezone.now())


def test_a_form_sent_twice_adds_one(browser, customer):
    path = f"/customers/{customer.pk}/followups/new/"
    token = browser.get(path).context["form_token"]
    for _time in range(2):
        assert browser.post(path, TYPED | {"form_token": token}).status_code == 302
    assert Followup.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"title": ""}, {"due_date_day": "05/13/2026"}, {"title": "ط" * 201}, {"priority": "x"}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(browser, customer, wrong):
    answer = browser.post(f"/customers/{customer.pk}/followups/new/", TYPED | {"description": "تفاصيل مهمة"} | wrong)
    assert answer.status_code == 422
    assert "تفاصيل مهمة" in answer.text
    for typed in wrong.values():
        assert typed in answer.text
    assert not Followup.objects.exists()


def test_an_edit_moves_the_version(browser, followup):
    browser.post(f"/followups/{followup.pk}/", TYPED | {"version": followup.version})
    followup.refresh_from_db()
    assert (followup.title, followup.version) == ("إرسال العرض", 2)


def test_who_was_overtaken_sees_both_and_may_save_again(browser, agent, followup, now):
    edit_followup(by=agent, at=now, followup_id=followup.pk, version=1, facts={"title": "عنوان الزميل"})
    path, mine = f"/followups/{followup.pk}/", TYPED | {"version": 1}
    answer = browser.post(path, mine)
    assert answer.status_code == 409
    assert "عنوان الزميل" in answer.text
    assert "إرسال العرض" in answer.text
    assert Followup.objects.get().title == "عنوان الزميل"
    again = answer.context["form"]["version"].value()
    assert browser.post(path, mine | {"version": again}).status_code == 302
    assert Followup.objects.get().title == "إرسال العرض"


# ---------------------------------------------------------------- done, put off, given up


def test_one_tap_is_done_and_records_a_contact(browser, followup):
    answer = browser.post(f"/followups/{followup.pk}/complete/", {"next": "/"})
    assert answer.url == "/"
    contact = Interaction.objects.get()
    assert status_of(followup) == "completed"
    assert (contact.type, contact.notes) == ("other", "اكتملت المتابعة: اتصال")


def test_a_result_is_recorded_with_it(browser, followup):
    given = {"type": "call", "outcome": "interested", "notes": "يريد المعاينة"}
    browser.post(f"/followups/{followup.pk}/complete/", given)
    contact = Interaction.objects.get()
    assert (contact.type, contact.outcome) == ("call", "interested")
    assert "يريد المعاينة" in contact.notes


@pytest.mark.parametrize("action", ["complete", "snooze", "cancel"])
def test_what_is_done_already_is_said_kindly(browser, followup, action):
    browser.post(f"/followups/{followup.pk}/complete/")
    answer = browser.post(f"/followups/{followup.pk}/{action}/", {"until": "tomorrow"}, follow=True)
    assert answer.status_code == 200
    assert "هذه المتابعة «منجزة»، فلا يمكن تغييرها." in answer.text
    assert Interaction.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "now", "lands"),
    [
        ("tomorrow", (2026, 11, 23), (2026, 11, 24)),
        ("tomorrow", (2026, 11, 26), (2026, 11, 28)),  # from Thursday, tomorrow is Saturday
        ("sunday", (2026, 11, 23), (2026, 11, 29)),
        ("sunday", (2026, 11, 29), (2026, 12, 6)),
    ],
)
def test_the_menus_days(browser, customer, monkeypatch, code, now, lands):
    followup = make_followup(customer, due_date=at_noon(2026, 11, 20), at=at_noon(2026, 11, 1))
    monkeypatch.setattr("django.utils.timezone.now", lambda: at_noon(*now))
    browser.post(f"/followups/{followup.pk}/snooze/", {"until": code})
    assert local_time(Followup.objects.get().due_date) == at_noon(*lands)


def test_a_chosen_friday_becomes_saturday_and_is_told(browser, followup):
    answer = browser.post(
        f"/followups/{followup.pk}/snooze/", {"until_day": "2199-01-04", "until_time": "16:00"}, follow=True
    )
    assert local_time(Followup.objects.get().due_date).strftime("%F %R") == "2199-01-05 16:00"
    assert "السبت 5 يناير 2199، 4:00 م" in answer.text


@pytest.mark.parametrize("until", ["2020-01-01", "غدًا", "2026-13-45T10:00", "9999-12-31", "٢٠٢٠-٠١-٠١"])
def test_a_wrong_day_is_refused_and_stays(browser, followup, until):
    answer = browser.post(f"/followups/{followup.pk}/snooze/", {"until_day": until, "until_time": "10:00"})
    assert answer.status_code == 422
    assert until in answer.text
    assert Followup.objects.get().due_date == followup.due_date


def test_giving_up_asks_first(browser, followup):
    assert "إلغاء هذه المتابعة؟" in browser.get(f"/followups/{followup.pk}/cancel/").text
    assert status_of(followup) == "pending"
    browser.post(f"/followups/{followup.pk}/cancel/")
    assert status_of(followup) == "cancelled"


def test_an_action_never_goes_back_to_another_site(browser, followup):
    answer = browser.post(f"/followups/{followup.pk}/cancel/", {"next": "https://evil.example/"})
    assert answer.url == f"/customers/{followup.customer_id}/"


def test_titles_are_text_and_no_markup(browser, agent):
    customer = make_customer(agent, name='" onmouseover="alert(1)')
    make_followup(customer, title="javascript:alert('x')<svg/onload=alert(1)>", description="{{ 7 }}<script>")
    page = browser.get("/followups/?tab=all").text
    assert "<svg/onload" not in page
    assert 'onmouseover="alert' not in page
