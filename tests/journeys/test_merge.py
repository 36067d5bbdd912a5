"""A pair is found, made one with a choice, and parted again; another pair is two people."""

import pytest

from crm.models import Customer, DistinctPeople
from tests.factories import make_customer, make_followup, make_interaction
from tests.journeys.steps import expect, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


@pytest.fixture
def pair(agent):
    """Two records of one person."""
    old = make_customer(agent, name="هند العمري", phone="0521110000", city="جدة", tags=["جاد"])
    new = make_customer(agent, name="أم سعود", phone="0521110009", whatsapp="0521110000", city="الرياض", tags=["VIP"])
    make_interaction(new, notes="تريد معاينة مساء السبت")
    make_followup(new, title="إرسال المخطط")
    return old, new


def test_a_pair_is_merged_with_a_choice_and_parted_again(page, agent, pair):
    old, new = pair
    log_in(page, agent)
    page.goto("/customers/")
    page.get_by_role("button", name="المزيد من الإجراءات").click()
    page.get_by_role("link", name="المكررون").click()
    card = page.get_by_role("region", name="هند العمري وأم سعود")
    expect(card).to_contain_text("جوال أحدهما واتساب الآخر")
    card.get_by_role("link", name="دمج").click()
    page.get_by_role("radiogroup", name="الاسم").get_by_label("أم سعود").check()
    expect(page.get_by_role("radiogroup", name="الوسوم").get_by_label("جاد، VIP")).to_be_checked()
    page.get_by_role("button", name="دمج السجلين").click()
    expect(page.get_by_role("heading", name="أم سعود").first).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("تريد معاينة مساء السبت")
    expect(page.get_by_role("main")).to_contain_text("إرسال المخطط")
    expect(page.get_by_role("region", name="دُمج معه")).to_contain_text("أم سعود")
    assert list(Customer.objects.live().values_list("name", "city")) == [("أم سعود", "جدة")]
    page.goto(f"/customers/{new.pk}/")  # its old address
    page.wait_for_url(f"**/customers/{old.pk}/")
    page.get_by_role("button", name="تراجع عن الدمج").click()
    expect(page.get_by_role("status")).to_contain_text("فُصل السجلان")
    expect(page.get_by_role("heading", name="هند العمري").first).to_be_visible()
    assert sorted(Customer.objects.live().values_list("name", flat=True)) == ["أم سعود", "هند العمري"]
    assert new.followups.get().title == "إرسال المخطط"


def test_the_toast_takes_a_merge_back_on_a_phone(phone, agent, pair):
    old, new = pair
    log_in(phone, agent)
    phone.goto(f"/customers/{old.pk}/merge/{new.pk}/")
    phone.get_by_role("link", name="إبقاء سجل «أم سعود» بدلًا منه").tap()
    phone.wait_for_url(f"**/customers/{new.pk}/merge/{old.pk}/")
    phone.get_by_role("button", name="دمج السجلين").tap()
    phone.wait_for_url(f"**/customers/{new.pk}/")
    phone.get_by_role("status").get_by_role("button", name="تراجع").tap()
    expect(phone.get_by_role("status")).to_contain_text("فُصل السجلان")
    assert Customer.objects.live().count() == 2


def test_two_people_are_said_to_be_two_and_are_gone(phone, agent, pair):
    log_in(phone, agent)
    phone.goto("/customers/duplicates/")
    phone.get_by_role("button", name="شخصان مختلفان").tap()
    expect(phone.get_by_role("heading", name="لا مكررين")).to_be_visible()
    assert DistinctPeople.objects.count() == 1
    phone.get_by_role("status").get_by_role("button", name="تراجع").tap()
    expect(phone.get_by_role("button", name="شخصان مختلفان")).to_be_visible()


def test_all_of_it_without_script(scriptless, agent, pair):
    old, _new = pair
    log_in(scriptless, agent)
    scriptless.goto("/customers/duplicates/")
    scriptless.get_by_role("link", name="دمج").tap()
    scriptless.get_by_role("radiogroup", name="المدينة").get_by_label("الرياض").check()
    scriptless.get_by_role("button", name="دمج السجلين").tap()
    expect(scriptless.get_by_role("heading", name="هند العمري").first).to_be_visible()
    old.refresh_from_db()
    assert old.city == "الرياض"
    scriptless.get_by_role("status").get_by_role("button", name="تراجع").tap()
    expect(scriptless.get_by_role("status")).to_contain_text("فُصل السجلان")
    old.refresh_from_db()
    assert old.city == "جدة"
