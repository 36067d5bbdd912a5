"""Many at one moment: a pair is one row and one notice, and two that come together find each other."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections  # noqa: F401 (the condition of skipif)
from django.utils import timezone

from analytics.models import AgentDay
from core.integrity import breaches
from notifications.models import Notification
from properties.errors import DuplicateMatch
from properties.flows import record_match
from properties.models import PropertyMatch
from tests.factories import make_agent, make_customer, make_property, make_request

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: races need PostgreSQL"),
]


def at_once(calls):
    """What each call returns, or the refusal that it raises, all started together."""
    start = Barrier(len(calls))

    def one(call):
        start.wait()
        try:
            return call()
        except DuplicateMatch as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as callers:
        return list(callers.map(one, calls))


@pytest.fixture
def owner(db):
    return make_agent()


def test_eight_recordings_of_a_pair_make_one_row_and_one_notice(owner):
    wish, listing = make_request(make_customer(owner)), make_property(owner, status="reserved")
    pair = {"property_id": listing.pk, "request_id": wish.pk, "match_score": 90}
    done = at_once([lambda: record_match(by=owner, at=timezone.now(), **pair)] * 8)
    assert sum(isinstance(one, PropertyMatch) for one in done) == 1
    assert sum(isinstance(one, DuplicateMatch) for one in done) == 7
    assert PropertyMatch.objects.count() == Notification.objects.filter(type="match").count() == 1
    assert AgentDay.objects.get().matches == 1


def test_listings_and_requests_that_come_together_find_each_other(owner):
    customers = [make_customer(owner) for _ in range(4)]
    calls = [lambda customer=customer: make_request(customer) for customer in customers]
    calls += [lambda: make_property(owner) for _ in range(4)]
    at_once(calls)
    assert PropertyMatch.objects.count() == 16
    assert list(breaches()) == []
