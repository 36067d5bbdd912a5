"""Many customers into the bin at once."""

from core.integrity import breaches
from crm import signals
from crm.flows import delete_customer
from crm.flows.many import delete_many
from crm.models import Customer
from tests.crm.many.doors import left_by, traces


def test_both_doors_leave_the_same(agent, ids, now):
    def one_by_one():
        for pk in ids:
            delete_customer(by=agent, at=now, customer_id=pk)

    many = left_by(lambda: delete_many(by=agent, at=now, customer_ids=ids))
    assert many == left_by(one_by_one) != traces()


def test_they_leave_the_list_in_one_batch(agent, ids, now, own_batch):
    assert delete_many(by=agent, at=now, customer_ids=ids).count == 4
    assert not Customer.objects.live().exists()
    assert (own_batch().kind, own_batch().row_count) == ("delete", 4)
    assert list(breaches()) == []


def test_who_has_a_live_sale_stays_and_is_told(agent, book, ids, now):
    has_sale = lambda customer, **_rest: customer.pk == ids[1]  # noqa: E731
    signals.live_sale_sought.connect(has_sale)
    outcome = delete_many(by=agent, at=now, customer_ids=ids)
    signals.live_sale_sought.disconnect(has_sale)
    assert [(row.customer.pk, row.reason) for row in outcome.refused] == [
        (ids[1], "لا يمكن حذف عميل له عملية بيع قائمة.")
    ]
    assert list(Customer.objects.live()) == [book[1]]


def test_every_deletion_is_announced(agent, ids, now):
    heard = []
    hear = lambda customer, **_rest: heard.append(customer.pk)  # noqa: E731
    signals.customer_deleted.connect(hear)
    delete_many(by=agent, at=now, customer_ids=ids)
    signals.customer_deleted.disconnect(hear)
    assert heard == ids
