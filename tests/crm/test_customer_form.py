"""Adding and editing a customer through its form."""

import pytest
from django.urls import reverse

from crm.models import Customer
from tests.factories import make_customer

NEW, TWINS = reverse("customer_new"), reverse("customer_twins")
TYPED = {"name": "فهد العتيبي", "phone": "٠٥٢ ١٢٣ ٤٥٦٧", "status": "new", "priority": "medium"}


def typed_over(customer: Customer, **changes: str) -> dict[str, str]:
    """The edit form of `customer` as a browser would send it, with `changes`."""
    facts = {"name": customer.name, "phone": customer.phone, "status": customer.status, "priority": customer.priority}
    return {**facts, "version": str(customer.version), **changes}


def test_a_customer_is_added_from_what_people_type(browser, agent):
    answer = browser.post(
        NEW, {**TYPED, "budget": "١٫٢ مليون", "tags": "نقدًا، مستعجل, نقدا", "email": "Fahd@Example.com"}, follow=True
    )
    customer = Customer.objects.get()
    assert answer.redirect_chain == [(customer.get_absolute_url(), 302)]
    assert (customer.owner, customer.phone, customer.budget) == (agent, "+966521234567", 1_200_000)
    assert (customer.tags, customer.email) == (["نقدًا", "مستعجل"], "fahd@example.com")
    assert "تمت إضافة العميل." in answer.text


def test_wrong_values_are_named_at_their_fields_and_nothing_typed_is_lost(browser):
    typed = {**TYPED, "name": "ريم", "phone": "١٢٣", "budget": "2.500", "email": "ليس بريدًا", "notes": "سطر\nثانٍ"}
    page = browser.post(NEW, typed)
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"phone", "budget", "email"}
    for text in ('value="ريم"', 'value="١٢٣"', 'value="2.500"', 'value="ليس بريدًا"', "سطر\nثانٍ"):
        assert text in page.text
    assert not Customer.objects.exists()


def test_a_form_sent_twice_adds_one_customer(browser):
    sent = {**TYPED, "form_token": "abc", "allow_duplicate": "on"}
    first, second = browser.post(NEW, sent), browser.post(NEW, sent)
    assert Customer.objects.count() == 1
    assert first.url == second.url


def test_the_same_page_sent_with_other_values_adds_another(browser):
    browser.post(NEW, {**TYPED, "form_token": "abc"})
    browser.post(NEW, {**TYPED, "form_token": "abc", "name": "آخر", "phone": "0527654321"})
    assert Customer.objects.count() == 2


def test_a_form_refused_for_its_phone_is_sent_again_as_another_person(browser, agent):
    make_customer(agent, phone="0521234567")
    sent = {**TYPED, "form_token": "abc"}
    assert browser.post(NEW, sent).status_code == 409
    assert browser.post(NEW, {**sent, "allow_duplicate": "on"}).status_code == 302
    assert Customer.objects.filter(phone="+966521234567").count() == 2


@pytest.mark.parametrize("seat", ["browser", "manager_browser"])
def test_adding_one_takes_few_queries(request, seat, agent, django_assert_max_num_queries):
    client = request.getfixturevalue(seat)
    client.get(NEW)
    with django_assert_max_num_queries(12):
        client.post(NEW, {**TYPED, "owner": agent.pk, "form_token": "abc"})
    assert Customer.objects.count() == 1


def test_a_second_one_may_follow_at_once(browser):
    assert browser.post(NEW, {**TYPED, "next": NEW}).url == NEW


def test_no_form_leads_to_another_site(browser):
    assert (
        browser.post(NEW, {**TYPED, "next": "https://evil.example/"}).url == Customer.objects.get().get_absolute_url()
    )


def test_a_phone_of_ones_own_book_is_refused_naming_its_customer(browser, agent):
    known = make_customer(agent, name="سالم", phone="0521234567")
    page = browser.post(NEW, TYPED)
    assert page.status_code == 409
    assert "هذا الجوال مسجّل باسم سالم." in page.text
    assert known.get_absolute_url() in page.text
    assert 'name="allow_duplicate"' in page.text


def test_two_people_with_one_phone_are_an_answer(browser, agent):
    make_customer(agent, phone="0521234567")
    browser.post(NEW, {**TYPED, "allow_duplicate": "on"})
    assert Customer.objects.get(name="فهد العتيبي").shares_phone


def test_typing_a_known_phone_warns_and_names_it(browser, agent):
    make_customer(agent, name="سالم", phone="0521234567")
    assert "سالم" in browser.post(TWINS, {"phone": "٠٥٢١٢٣٤٥٦٧"}).text


def test_typing_the_name_of_somebody_in_the_same_district_warns(browser, agent):
    make_customer(agent, name="فاطمة الحربي", city="الرياض", districts=["النرجس"])
    assert "فاطمة الحربي" in browser.post(TWINS, {"name": "فاطمه الحربي", "districts": "النرجس، الياسمين"}).text
    assert "فاطمة الحربي" not in browser.post(TWINS, {"name": "فاطمه الحربي", "city": "جدة"}).text


def test_a_colleagues_customer_is_told_of_but_never_named(browser, foreign_customer):
    text = browser.post(TWINS, {"phone": foreign_customer.phone, "name": foreign_customer.name}).text
    assert "عميل لدى وسيط آخر" in text
    assert foreign_customer.name not in text
    assert foreign_customer.get_absolute_url() not in text


def test_an_agent_cannot_add_to_anothers_book_but_a_manager_can(browser, manager_browser, agent, teammate):
    browser.post(NEW, {**TYPED, "owner": teammate.pk})
    manager_browser.post(NEW, {**TYPED, "owner": teammate.pk})
    assert set(Customer.objects.values_list("owner__username", flat=True)) == {"sara", "omar"}


def test_converted_is_not_offered_and_lost_wants_a_reason(browser):
    assert 'value="converted"' not in browser.get(NEW).text
    page = browser.post(NEW, {**TYPED, "status": "lost"})
    assert page.context["form"].errors["lost_reason"] == ["اختر سبب الخسارة."]
    assert browser.post(NEW, {**TYPED, "status": "converted"}).status_code == 422


def test_an_edit_changes_what_was_changed(browser, customer):
    answer = browser.post(reverse("customer_edit", args=[customer.pk]), typed_over(customer, city="جدة"))
    assert answer.url == customer.get_absolute_url()
    customer.refresh_from_db()
    assert (customer.city, customer.version) == ("جدة", 2)


def test_saving_the_form_untouched_leaves_no_trace(browser, agent):
    customer = make_customer(
        agent, budget="1250000.50", tags=["أ", "ب"], districts=["النرجس"], notes="سطر\nثانٍ", email="a@example.com"
    )
    form = browser.get(reverse("customer_edit", args=[customer.pk])).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    sent = {name: value for name, value in shown.items() if value not in (None, False)}
    browser.post(reverse("customer_edit", args=[customer.pk]), sent)
    customer.refresh_from_db()
    assert (customer.version, customer.history.count()) == (1, 1)


@pytest.mark.parametrize("version", ["", "x", "0", "9" * 30])
def test_an_edit_without_a_version_is_refused(browser, customer, version):
    page = browser.post(reverse("customer_edit", args=[customer.pk]), typed_over(customer, city="جدة", version=version))
    assert page.status_code == 422
