"""What is counted most is answered by an index alone, without a look at the rows (quality: Speed)."""

import pytest
from django.db import connection
from django.utils import timezone

from bench.world import World
from core.counting import count_up_to
from crm.models import Customer, Followup, Interaction
from tests.plans.plans import explained

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]
ROWS = 5_000


def counts(agent, at):
    """The rows to count, by the index that they are counted in."""
    contacts = Interaction.objects.live().completed().filter(created_at__gte=at, is_initial=False)
    return {
        "customer_search_of_book": Customer.objects.live().filter(owner=agent).search("محمد"),
        "followup_to_do": Followup.objects.live().filter(owner=agent).overdue(at).by_due_date(),
        "followup_all_to_do": Followup.objects.live().overdue(at).by_due_date(),
        "interaction_log": contacts.filter(owner=agent),
        "interaction_whole_log": contacts,
    }


def test_they_are_counted_in_their_indexes():
    world = World(agents=4, share=2, most=ROWS)
    world.grow(ROWS)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET enable_seqscan = off; SET enable_bitmapscan = off")  # cheaper still while there are so few
    rows = counts(world.agent, timezone.now())
    try:
        with explained() as plans:
            for index, counted in rows.items():
                count_up_to(1000, {index: counted}, in_order=[index] if index.startswith("followup") else [])
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan; RESET enable_bitmapscan")
    assert set(rows) <= plans.in_index_alone
