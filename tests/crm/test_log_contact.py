"""Logging, correcting and deleting a contact."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from crm.flows import edit_interaction
from crm.forms.interactions import next_contact
from crm.models import Customer, Followup, Interaction
from tests.factories import make_interaction


def log(browser, customer, **typed):
    return browser.post(reverse("interaction_log", args=[customer.pk]), {"type": "call", **typed}, follow=True)


def test_a_call_is_logged_in_one_go(browser, customer):
    page = log(browser, customer, direction="out", outcome="interested", duration="٦", notes="موافق على السعر")
    contact = Interaction.objects.get()
    assert (contact.type, contact.direction, contact.outcome, contact.duration) == ("call", "out", "interested", 6)
    assert Customer.objects.get().first_contact_at == contact.completed_at
    assert "سُجّل التواصل." in page.text


def test_a_contact_may_promise_the_next_in_the_same_act(browser, customer):
    page = log(browser, customer, followup_at="2026-11-24T10:00")
    followup = Followup.objects.get()
    assert followup.due_date == datetime(2026, 11, 24, 10, tzinfo=ZoneInfo("Asia/Riyadh"))
    assert followup.title == "متابعة بعد اتصال"
    assert "حُددت المتابعة القادمة يوم الثلاثاء" in page.text


def test_the_next_contact_is_offered_at_ten_and_never_on_a_friday():
    thursday = datetime(2026, 11, 26, 15, 30, tzinfo=ZoneInfo("Asia/Riyadh"))
    assert next_contact(thursday) == datetime(2026, 11, 28, 10, tzinfo=ZoneInfo("Asia/Riyadh"))


def test_a_log_sent_twice_is_one_contact(browser, customer):
    for _ in range(2):
        log(browser, customer, form_token="t", followup_at="2026-11-24T10:00")
    assert (Interaction.objects.count(), Followup.objects.count()) == (1, 1)


def test_opening_the_page_for_a_call_logs_nothing(browser, customer):
    page = browser.get(customer.get_absolute_url(), {"log": "whatsapp"})
    assert page.context["form"]["type"].value() == "whatsapp"
    assert not Interaction.objects.exists()


def test_only_calls_have_a_direction(browser, customer):
    log(browser, customer, type="whatsapp", direction="out")
    assert Interaction.objects.get().direction == ""


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"type": "note"}, "notes"),
        ({"duration": "ساعة"}, "duration"),
        ({"duration": "9999"}, "duration"),
        ({"moment_day": "2999-01-01", "moment_time": "10:00"}, "moment"),
        ({"moment_day": "2099-01-01", "moment_time": "10:00"}, "moment"),
        ({"moment_day": "غدًا"}, "moment"),
        ({"planned": "on"}, "moment"),
        ({"type": "xyz"}, "type"),
    ],
)
def test_a_wrong_value_is_named_at_its_field_and_the_text_stays(browser, customer, typed, field):
    page = log(browser, customer, **{"notes": "" if field == "notes" else "نص طويل كتبته", **typed})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}
    assert field == "notes" or "نص طويل كتبته" in page.text
    assert not Interaction.objects.exists()


def test_a_contact_can_be_planned(browser, customer):
    log(browser, customer, type="meeting", planned="on", moment_day="٢٠٩٩-٠١-٠١", moment_time="10:00")
    assert Interaction.objects.get().completed_at is None


def edited(browser, contact, version=1, **typed):
    sent = {"type": contact.type, "version": version, **typed}
    return browser.post(reverse("interaction_edit", args=[contact.pk]), sent)


def test_a_contact_is_corrected_and_keeps_its_time(browser, interaction):
    form = browser.get(reverse("interaction_edit", args=[interaction.pk])).context["form"]
    day, clock = form["moment"].field.widget.decompress(form["moment"].value())
    edited(browser, interaction, notes="أدق", moment_day=day, moment_time=clock)
    after = Interaction.objects.get()
    assert (after.notes, after.completed_at) == ("أدق", interaction.completed_at)


def test_a_stale_correction_shows_both_texts_and_can_be_saved_again(browser, interaction, manager, now):
    edit_interaction(by=manager, at=now, interaction_id=interaction.pk, version=1, facts={"notes": "نص المديرة"})
    page = edited(browser, interaction, notes="نصي")
    assert page.status_code == 409
    assert "نص المديرة" in page.text
    assert "نصي" in page.text
    assert edited(browser, interaction, version=page.context["form"]["version"].value(), notes="نصي").status_code == 302
    assert Interaction.objects.get().notes == "نصي"


def test_a_deleted_contact_no_longer_counts(browser, customer, interaction):
    url = reverse("interaction_delete", args=[interaction.pk])
    assert browser.get(url).status_code == 200
    browser.post(url)
    assert not Interaction.objects.live().exists()
    assert Customer.objects.get().first_contact_at is None


@pytest.mark.parametrize("name", ["interaction_edit", "interaction_delete"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_agents_contact_is_nowhere(browser, foreign_customer, name, method):
    contact = make_interaction(foreign_customer)
    answer = getattr(browser, method)(reverse(name, args=[contact.pk]), {"type": "call", "version": 1})
    assert answer.status_code == 404
    assert Interaction.objects.live().filter(pk=contact.pk, version=1).exists()


@pytest.mark.parametrize(("outcome", "day"), [("", 24), ("visited", 25), ("answered", 26), ("interested", 26)])
def test_the_promised_followup_is_offered_for_the_day_that_the_outcome_wants(
    browser, customer, monkeypatch, outcome, day
):
    monday = datetime(2026, 11, 23, 14, tzinfo=ZoneInfo("Asia/Riyadh"))
    monkeypatch.setattr("django.utils.timezone.now", lambda: monday)
    page = browser.get(customer.get_absolute_url()).text
    assert f'<option value="{outcome}" data-next="2026-11-{day}T10:00"' in page
    assert '<option value="wrong_number" data-next="" ' in page
