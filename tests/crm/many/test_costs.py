"""However many customers: the same number of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.flows.many import add_followups, change_status_of_many, delete_many, move_many, tag_many, undo_batch
from tests.factories import make_customer, make_followup

ACTS = {
    "status": lambda **one: change_status_of_many(**one, status="lost", lost_reason="price"),
    "tags": lambda **one: tag_many(**one, add=["تمويل"]),
    "delete": delete_many,
    "followups": lambda **one: add_followups(**one, facts={"title": "اتصال", "due_date": one["at"]}),
}


def cost(act):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        done = act()
    return len(queries), done


@pytest.mark.parametrize("name", [*ACTS, "move"])
def test_an_act_and_its_undo(agent, teammate, manager, now, name):
    act = ACTS.get(name) or (lambda **one: move_many(**one, taker=teammate))
    costs = []
    assert manager.is_manager  # asked once
    for number in (2, 12):
        ids = [make_customer(agent).pk for _number in range(number)]
        make_followup(make_customer(agent))
        doing, outcome = cost(lambda ids=ids: act(by=manager, at=now, customer_ids=ids))
        undoing, undone = cost(lambda batch=outcome.batch: undo_batch(by=manager, at=now, batch_id=batch.pk))
        assert (outcome.count, undone.count) == (number, number)
        costs.append((doing, undoing))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 30
