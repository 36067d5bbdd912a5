"""Choosing a person, a customer or a place in a form, in any spelling."""

import json

from django.urls import reverse

from core.models import Place, User
from crm.flows import delete_customer
from tests.factories import make_customer


def found(browser, model, field, term):
    app, name = model
    asked = {"app_label": app, "model_name": name, "field_name": field, "term": term}
    return [row["text"] for row in json.loads(browser.get(reverse("admin:autocomplete"), asked).content)["results"]]


def test_a_customer_in_any_spelling_unless_it_is_in_the_bin(manager_browser, agent, now):
    make_customer(agent, name="فاطمة الزهراني", phone="0521234567")
    gone = make_customer(agent, name="فاطمة المحذوفة")
    delete_customer(by=agent, at=now, customer_id=gone.pk)
    for term in ("فاطمه", "٠٥٢١٢٣"):
        assert found(manager_browser, ("crm", "followup"), "customer", term) == ["فاطمة الزهراني"]


def test_an_agent_in_any_spelling_unless_it_cannot_log_in(manager_browser, agent, teammate):
    User.objects.filter(pk=teammate.pk).update(is_active=False)
    assert found(manager_browser, ("crm", "customer"), "owner", "ساره القحطانى") == ["سارة القحطاني"]
    assert found(manager_browser, ("crm", "customer"), "owner", "عمر") == []


def test_a_place_by_another_of_its_names(manager_browser):
    city = Place.objects.cities().first()
    Place.objects.filter(pk=city.pk).update(aliases=["مدينةٌ بإسمٍ آخر"])
    assert found(manager_browser, ("core", "place"), "parent", "مدينه باسم") == [city.name]
