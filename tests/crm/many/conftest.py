"""A book with customers in every state, and the batches that acts upon it leave."""

from datetime import timedelta

import pytest

from core.models import Batch
from tests.factories import make_customer, make_followup, make_interaction


@pytest.fixture
def book(agent, now):
    """The agent's customers: one in each status that hands can give, some tagged, with rows under them."""
    at = now - timedelta(days=9)
    rows = [
        make_customer(agent, at=at, status=status, **facts)
        for status, facts in {
            "new": {"tags": ["جاد"]},
            "contacted": {"tags": ["كـاش", "VIP"]},
            "on_hold": {"notes": "ملاحظة"},
            "lost": {"lost_reason": "price"},
        }.items()
    ]
    for customer in rows[:2]:
        make_followup(customer, at=at)
        make_interaction(customer, at=at)
    return rows


@pytest.fixture
def ids(book):
    return [customer.pk for customer in book]


@pytest.fixture
def own_batch(db):
    """The one batch there is."""
    return lambda: Batch.objects.get()
