"""Each row's history: who, when, by which door, from what to what."""

from core.history import acting
from core.models import User
from crm.flows import edit_customer, edit_followup, edit_interaction, move_customers
from crm.models import Customer, Followup, Interaction
from tests.admin.doors import address, edit


def history(browser, row):
    return " ".join(browser.get(address(type(row), "history", row.pk)).text.split())


def test_each_change_is_shown_from_and_to_in_arabic(manager_browser, agent, customer, now):
    facts = {"status": "lost", "lost_reason": "price", "budget": 1_250_000, "tags": ["مستعجل", "كاش"]}
    with acting(door="api"):
        edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts=facts)
    text = history(manager_browser, customer)
    for said in (
        "سارة القحطاني",
        "واجهة البرمجة",
        "الحالة",
        "جديد",
        "خسارة",
        "السعر مرتفع",
        "1,250,000",
        "مستعجل",
        "إضافة",
    ):
        assert said in text


def test_a_move_is_told_with_both_names(manager_browser, manager, teammate, customer, now):
    move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=teammate)
    text = history(manager_browser, customer)
    for said in ("الوسيط", "سارة القحطاني", "عمر الغامدي", "نورة السالم"):
        assert said in text


def test_followups_interactions_and_people_have_theirs(manager_browser, agent, followup, interaction, now):
    edit_followup(by=agent, at=now, followup_id=followup.pk, version=1, facts={"title": "زيارة"})
    edit_interaction(by=agent, at=now, interaction_id=interaction.pk, version=1, facts={"outcome": "interested"})
    edit(manager_browser, agent, first_name="ساره", role="manager")
    assert "زيارة" in history(manager_browser, followup)
    assert "مهتم" in history(manager_browser, interaction)
    assert "صار مديرًا" in history(manager_browser, agent)


def test_what_is_in_history_is_text(manager_browser, agent, customer, now):
    edit_customer(by=agent, at=now, customer_id=customer.pk, version=1, facts={"notes": "a < script & \"quoted'"})
    assert "a &lt; script &amp;" in history(manager_browser, customer)


def test_there_is_no_revert(manager_browser, customer):
    assert manager_browser.post(address(Customer, "history", customer.pk), {}).status_code in {200, 405}
    assert customer.history.count() == 1


def test_a_long_history_takes_no_more_queries(manager_browser, agent, customer, now, django_assert_max_num_queries):
    for number in range(60):
        edit_customer(by=agent, at=now, customer_id=customer.pk, version=None, facts={"city": f"مدينة {number}"})
    with django_assert_max_num_queries(12):
        assert "الأقدم" in history(manager_browser, customer)


def test_a_row_that_is_not_there(manager_browser):
    for model in (Customer, Followup, Interaction, User):
        for pk in (999_999, "x", "9" * 30):
            assert manager_browser.get(address(model, "history", pk)).status_code in {302, 404}
