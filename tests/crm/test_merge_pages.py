"""The page of duplicates, the comparison with a choice per field, and the way back (product: Pages)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from crm.flows import edit_customer, merge_customers, say_distinct
from crm.models import Customer, DistinctPeople, Merge
from tests.factories import make_customer, make_followup, make_interaction

LIST = "/customers/duplicates/"


@pytest.fixture
def pair(agent):
    """Two records of one person, the older first."""
    old = make_customer(agent, name="هند العمري", phone="0521110000", city="جدة", notes="من المعرض", tags=["جاد"])
    new = make_customer(
        agent, name="هند", phone="0521110009", whatsapp="0521110000", email="h@example.com", tags=["VIP"]
    )
    make_interaction(new)
    make_followup(new)
    return old, new


def compare(one, other):
    return reverse("customer_merge", args=[one.pk, other.pk])


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def test_a_pair_stands_side_by_side_with_its_reason(browser, pair):
    page = browser.get(LIST)
    assert [card.pair.ids for card in page.context["cards"]] == [tuple(row.pk for row in pair)]
    assert "جوال أحدهما واتساب الآخر" in page.text
    assert [line.label for line in page.context["cards"][0].lines if line.differs] == [
        *("الجوال", "واتساب", "البريد الإلكتروني", "المدينة"),
    ]
    assert compare(*pair) in page.text


def test_a_book_without_pairs_says_so(browser, customer):
    page = browser.get(LIST)
    assert "لا مكررين" in page.text
    assert 'rel="next"' not in page.text


def test_pages_follow_each_other(browser, agent):
    for number in range(23):
        for _twice in range(2):
            make_customer(agent, email=f"a{number:02}@example.com")
    first = browser.get(LIST)
    second = browser.get(LIST, {"after": first.context["after"]})
    assert [len(page.context["cards"]) for page in (first, second)] == [20, 3]
    assert f'?after={first.context["after"]}"' in first.text.replace("%7E", "~")
    assert "من البداية" in second.text
    assert "من البداية" not in first.text


def test_nobody_sees_anothers_pairs(teammate_browser, manager_browser, teammate, pair):
    assert teammate_browser.get(LIST).context["cards"] == []
    assert len(manager_browser.get(LIST).context["cards"]) == 1
    assert "سارة القحطاني" in manager_browser.get(LIST).text
    assert manager_browser.get(LIST, {"owner": teammate.pk}).context["cards"] == []
    assert manager_browser.get(LIST, {"owner": "987654"}).context["cards"] == []


def test_two_people_leave_the_list_and_come_back_by_undo(browser, pair):
    one, other = pair
    answer = browser.post(reverse("customer_distinct", args=[one.pk, other.pk]), {"next": LIST}, follow=True)
    assert answer.context["cards"] == []
    undo = reverse("customer_distinct_undo", args=[one.pk, other.pk])
    assert undo in answer.text
    again = browser.post(undo, follow=True)
    assert len(again.context["cards"]) == 1
    assert "لم يُقل" in browser.post(undo, follow=True).text


def test_the_comparison_offers_each_field_that_differs(browser, pair):
    page = browser.get(compare(*pair))
    offered = {choice.field: [(o.code, o.is_chosen) for o in choice.options] for choice in page.context["choices"]}
    assert offered == {
        "name": [("survivor", True), ("absorbed", False)],
        "phone": [("survivor", True), ("absorbed", False)],
        "whatsapp": [("survivor", True), ("absorbed", False)],
        "email": [("survivor", False), ("absorbed", True)],
        "tags": [("survivor", False), ("absorbed", False), ("both", True)],
        "city": [("survivor", True), ("absorbed", False)],
        "notes": [("survivor", True), ("absorbed", False)],
    }
    assert "عملية تواصل واحدة، متابعة واحدة" in page.text


def test_what_the_page_offers_first_is_what_happens_unasked(browser, agent, now, pair):
    one, other = pair
    chosen = {
        f"pick_{choice.field}": option.code
        for choice in browser.get(compare(one, other)).context["choices"]
        for option in choice.options
        if option.is_chosen
    }
    browser.post(compare(one, other), chosen)
    by_page = Customer.objects.filter(pk=one.pk).values().get()
    browser.post(reverse("merge_undo", args=[Merge.objects.get().pk]))
    merge_customers(by=agent, at=now, absorbed_id=other.pk, survivor_id=one.pk)
    by_default = Customer.objects.filter(pk=one.pk).values().get()
    differing = {name for name, value in by_page.items() if by_default[name] != value}
    assert differing <= {"version", "updated_at"}


def test_choices_are_kept_and_the_way_back_is_offered(browser, pair):
    one, other = pair
    answer = browser.post(
        compare(one, other), {"pick_name": "absorbed", "pick_tags": "survivor", "survivor_version": 1}, follow=True
    )
    one.refresh_from_db()
    assert (one.name, one.tags, one.email) == ("هند", ["جاد"], "h@example.com")
    assert answer.redirect_chain == [(one.get_absolute_url(), 302)]
    undo = reverse("merge_undo", args=[Merge.objects.get().pk])
    assert answer.text.count(undo) == 2  # in the message, and beside what was merged
    back = browser.post(undo, follow=True)
    assert said(back) == ["فُصل السجلان، وعاد إلى كلٍّ ما كان له."]
    one.refresh_from_db()
    assert one.name == "هند العمري"
    assert "تُراجع عن هذا الدمج من قبل" in browser.post(undo, follow=True).text


def test_the_merged_customers_address_leads_to_the_one_that_stays(browser, teammate_browser, agent, now, pair):
    one, other = pair
    third = make_customer(agent)
    merge_customers(by=agent, at=now, absorbed_id=other.pk, survivor_id=one.pk)
    merge_customers(by=agent, at=now, absorbed_id=one.pk, survivor_id=third.pk)
    assert browser.get(other.get_absolute_url()).url == third.get_absolute_url()
    assert teammate_browser.get(other.get_absolute_url()).status_code == 404
    assert browser.get(reverse("customer_edit", args=[other.pk])).status_code == 404
    assert browser.post(reverse("customer_restore", args=[other.pk])).status_code == 404


def test_a_record_edited_meanwhile_is_shown_anew_with_the_choices_made(browser, agent, now, pair):
    one, other = pair
    edit_customer(by=agent, at=now, customer_id=other.pk, version=1, facts={"city": "أبها"})
    sent = {"survivor_version": 1, "absorbed_version": 1, "pick_city": "absorbed", "pick_name": "absorbed"}
    answer = browser.post(compare(one, other), sent)
    assert answer.status_code == 409
    assert "أبها" in answer.text
    chosen = {choice.field: [o.code for o in choice.options if o.is_chosen] for choice in answer.context["choices"]}
    assert (chosen["city"], chosen["name"]) == (["absorbed"], ["absorbed"])
    assert Merge.objects.count() == 0


def test_a_choice_that_is_none_is_refused_in_words(browser, pair):
    answer = browser.post(compare(*pair), {"pick_name": "both"})
    assert answer.status_code == 422
    assert "الاسم: اختر قيمة أحد السجلين." in answer.text


def test_labels_that_do_not_fit_together_are_not_offered_together(browser, agent, now, pair):
    for row, letter in zip(pair, "أب", strict=True):
        facts = {"tags": [f"{letter}{number}" for number in range(12)]}
        edit_customer(by=agent, at=now, customer_id=row.pk, version=None, facts=facts)
    page = browser.get(compare(*pair))
    tags = next(choice for choice in page.context["choices"] if choice.field == "tags")
    assert [(option.code, option.is_chosen) for option in tags.options] == [("survivor", True), ("absorbed", False)]


def test_whom_one_cannot_merge_with(browser, manager_browser, pair, foreign_customer):
    one, _other = pair
    assert browser.get(compare(one, foreign_customer)).status_code == 404
    assert browser.post(compare(foreign_customer, one)).status_code == 404
    assert manager_browser.get(compare(one, foreign_customer)).status_code == 404
    assert browser.get(compare(one, one)).url == reverse("customer_merge_with", args=[one.pk])


def test_from_its_page_a_customer_is_merged_with_whom_it_looks_like_or_is_searched(browser, agent, now, pair):
    one, other = pair
    stranger = make_customer(agent, name="سعاد الحربي")
    url = reverse("customer_merge_with", args=[one.pk])
    assert url in browser.get(one.get_absolute_url()).text
    page = browser.get(url)
    assert [row for _pair, row in page.context["likely"]] == [other]
    assert compare(one, other) in page.text
    found = browser.get(url, {"search": "سعاد"})
    assert found.context["found"] == [stranger]
    assert "لا توجد نتائج" in browser.get(url, {"search": "لا أحد"}).text
    say_distinct(by=agent, at=now, first_id=one.pk, second_id=other.pk)
    assert "لا أحد يشبه هذا العميل" in browser.get(url).text


def test_the_warning_on_the_form_offers_the_merge_when_editing(browser, pair):
    one, other = pair
    data = {"customer": one.pk, "name": one.name, "phone": other.phone, "email": ""}
    assert compare(one, other) in browser.post(reverse("customer_twins"), data).text
    assert "merge" not in browser.post(reverse("customer_twins"), data | {"customer": ""}).text


def test_the_warning_does_not_ask_again_about_two_people(browser, agent, now, pair):
    one, other = pair
    say_distinct(by=agent, at=now, first_id=one.pk, second_id=other.pk)
    data = {"customer": one.pk, "name": one.name, "phone": one.phone, "email": other.email}
    assert other.name + "</bdi>" not in browser.post(reverse("customer_twins"), data).text
    DistinctPeople.objects.all().delete()
    assert other.name + "</bdi>" in browser.post(reverse("customer_twins"), data).text


def test_the_timeline_tells_of_the_merge(browser, agent, now, pair):
    one, other = pair
    merge_customers(by=agent, at=now + timedelta(hours=1), absorbed_id=other.pk, survivor_id=one.pk)
    assert "دُمج سجلان للعميل" in browser.get(one.get_absolute_url()).text
    assert "دُمج سجلان للعميل" in browser.get(reverse("customer_history", args=[one.pk])).text
