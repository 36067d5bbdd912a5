"""The status of many customers at once: the same rules, rows and history as one by one."""

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from core.integrity import breaches
from crm import signals
from crm.flows import edit_customer
from crm.flows.many import change_status_of_many
from crm.models import Customer
from tests.crm.many.doors import left_by, traces


def one_by_one(agent, ids, now, **facts):
    for pk in ids:
        edit_customer(by=agent, at=now, customer_id=pk, version=None, facts=facts)


@pytest.fixture
def sold(book):
    """Lets one customer of the book have a live sale."""
    has_sale = lambda customer, **_rest: customer.pk == book[0].pk  # noqa: E731
    signals.live_sale_sought.connect(has_sale)
    yield book[0]
    signals.live_sale_sought.disconnect(has_sale)


@pytest.mark.parametrize(
    "facts",
    [
        {"status": "negotiating"},
        {"status": "lost", "lost_reason": "price"},
        {"status": "lost", "lost_reason": "no_answer"},
        {"status": "contacted"},
    ],
)
def test_both_doors_leave_the_same(agent, ids, now, facts):
    before = traces()
    many = left_by(lambda: change_status_of_many(by=agent, at=now, customer_ids=ids, **facts))
    assert many == left_by(lambda: one_by_one(agent, ids, now, **facts))
    assert many != before


def test_it_is_one_batch_that_history_names(agent, book, ids, now, own_batch):
    outcome = change_status_of_many(by=agent, at=now, customer_ids=ids, status="contacted")
    assert (outcome.count, outcome.refused) == (3, [])
    batch = own_batch()
    assert (batch.kind, batch.user, batch.row_count, batch.details) == ("status", agent, 3, {"status": "contacted"})
    assert {row.id for row in batch.history_of(Customer)} == {book[0].pk, book[2].pk, book[3].pk}
    assert list(breaches()) == []


def test_who_has_it_already_is_left_without_a_trace(agent, book, now):
    outcome = change_status_of_many(by=agent, at=now, customer_ids=[book[1].pk], status="contacted")
    assert outcome.batch is None
    book[1].refresh_from_db()
    assert (book[1].version, book[1].history.count()) == (1, 1)


def test_a_loss_wants_its_reason_and_an_unknown_status_is_refused_whole(agent, ids, now):
    before = traces()
    for facts, field in (({"status": "lost"}, "lost_reason"), ({"status": "xyz"}, "status")):
        with pytest.raises(ValidationError) as refusal:
            change_status_of_many(by=agent, at=now, customer_ids=ids, **facts)
        assert list(refusal.value.message_dict) == [field]
    assert traces() == before


def test_sold_comes_with_a_sale(agent, sold, ids, now):
    outcome = change_status_of_many(by=agent, at=now, customer_ids=ids, status="converted")
    assert outcome.count == 1
    assert {row.customer.pk for row in outcome.refused} == set(ids) - {sold.pk}
    assert {row.reason for row in outcome.refused} == {"حالة «تم البيع» تأتي مع تسجيل عملية بيع."}
    assert list(Customer.objects.filter(status="converted")) == [sold]


def test_every_edit_is_announced(agent, ids, now):
    heard = []
    hear = lambda customer, changed, **_rest: heard.append((customer.pk, changed))  # noqa: E731
    signals.customer_edited.connect(hear)
    change_status_of_many(by=agent, at=now, customer_ids=ids, status="contacted")
    signals.customer_edited.disconnect(hear)
    assert heard == [(ids[0], {"status"}), (ids[2], {"status"}), (ids[3], {"status"})]


def test_anothers_customers_are_as_absent_as_none(agent, manager, ids, foreign_customer, now):
    with pytest.raises(Http404):
        change_status_of_many(by=agent, at=now, customer_ids=[foreign_customer.pk], status="viewing")
    change_status_of_many(by=agent, at=now, customer_ids=[*ids, foreign_customer.pk, 0, 2**70], status="viewing")
    foreign_customer.refresh_from_db()
    assert foreign_customer.status == "new"
    assert change_status_of_many(by=manager, at=now, customer_ids=[foreign_customer.pk], status="viewing").count == 1


def test_more_than_one_act_takes_are_refused(agent, ids, now, settings):
    settings.BULK_MOST = 3
    with pytest.raises(ValidationError, match="3 عملاء"):
        change_status_of_many(by=agent, at=now, customer_ids=ids, status="viewing")


def test_a_failing_receiver_undoes_all_of_it(agent, ids, now):
    def fail(customer, **_rest):
        if customer.pk == ids[-1]:
            raise RuntimeError

    before = traces()
    signals.customer_edited.connect(fail)
    with pytest.raises(RuntimeError):
        change_status_of_many(by=agent, at=now, customer_ids=ids, status="viewing")
    signals.customer_edited.disconnect(fail)
    assert traces() == before
