"""A FilterSet's filters are each request's own (core.filters)."""

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from crm.filters import CustomerFilter
from crm.models import Customer

pytestmark = pytest.mark.django_db


def _asked_by(user, query):
    request = RequestFactory().get("/")
    request.user = user
    return CustomerFilter(QueryDict(query), Customer.objects.visible_to(user).live(), request=request)


def test_what_one_may_choose_among_is_not_offered_to_the_next(agent, manager):
    of_manager, of_agent = _asked_by(manager, ""), _asked_by(agent, "")
    assert of_manager.form.fields["owner"].queryset.count() == 2
    assert not of_agent.form.fields["owner"].queryset.exists()
    assert of_manager.filters["owner"].extra is not of_agent.filters["owner"].extra


def test_a_filter_by_method_asks_its_own_request(agent, manager, customer):
    filters = [_asked_by(user, "search=x&tags=none") for user in (agent, manager)]
    for one in filters:
        assert not one.qs.exists()
        assert all(each.filter.f.parent is one for each in one.filters.values() if each.method)
