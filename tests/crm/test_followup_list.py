"""The list of follow-ups: whose, and how far its pages go."""

import pytest

from tests.factories import make_followup


@pytest.mark.parametrize("asked", ["999999", "سارة", "-1"])
@pytest.mark.parametrize("path", ["/followups/?tab=upcoming&owner=", "/?owner="])
def test_an_unknown_agent_has_no_rows_rather_than_everybodys(manager_browser, customer, path, asked):
    make_followup(customer, title="وعد سارة")
    page = manager_browser.get(path + asked)
    assert page.status_code == 200
    assert "وعد سارة" not in page.text
    assert customer.name not in page.text
    assert "وسيط غير معروف" in page.text


def test_an_agent_who_left_still_has_what_they_had(manager_browser, agent, customer, foreign_customer):
    make_followup(customer, title="وعد من غادر")
    make_followup(foreign_customer, title="وعد الزميل")
    agent.is_active = False
    agent.save()
    page = manager_browser.get(f"/followups/?tab=upcoming&owner={agent.pk}")
    assert "وعد من غادر" in page.text
    assert "وعد الزميل" not in page.text


def test_pages_go_on_beyond_what_is_counted(browser, customer, monkeypatch):
    monkeypatch.setattr("core.pages.MOST_COUNTED", 20)
    monkeypatch.setattr("crm.views.followup_list.MOST_COUNTED", 20)
    for number in range(41):
        make_followup(customer, title=f"وعد {number + 100}")
    last = browser.get("/followups/?tab=upcoming&page=3")
    assert last.text.count("وعد 1") == 1
    assert "من أكثر من 20" in last.text
