"""Many rows at once leave what saving each would leave: the row, and its history."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.bulk import ADDED, CHANGED, another, insert_rows, record_history, refresh_statistics, update_rows
from core.history import Door, acting
from core.models import Batch
from crm.models import Customer
from tests.factories import make_customer


def unsaved(agent, now, number, **facts):
    facts = {"name": f"عميل {number}", "phone": f"+96652{number:07d}", **facts}
    return Customer(
        owner=agent, created_by=agent, created_at=now, updated_at=now, status_changed_at=now, name_key="", **facts
    )


def columns(rows):
    left_out = {"id", "history_id"}
    return [{name: value for name, value in row.items() if name not in left_out} for row in rows.values()]


def test_inserted_rows_are_those_that_saving_makes(agent, now):
    facts = {"tags": ["كاش", "جاد"], "budget": "1250000.50", "notes": "سطر\nثان\t\\ و'علامات'", "districts": []}
    one, other = unsaved(agent, now, 1, **facts), unsaved(agent, now, 2, **facts)
    one.save()
    insert_rows([other])
    assert other.pk
    assert not other._state.adding
    [saved, inserted] = columns(Customer.objects.order_by("id"))
    assert {k: v for k, v in saved.items() if k not in ("name", "phone")} == {
        k: v for k, v in inserted.items() if k not in ("name", "phone")
    }


def test_history_is_what_saving_writes(agent, now):
    batch = Batch.objects.create(user=agent, kind="import", door="import", created_at=now, finished_at=now)
    saved, inserted = unsaved(agent, now, 1), unsaved(agent, now, 2, phone="+966520000001")
    inserted.name, inserted.shares_phone, saved.shares_phone = saved.name, True, True
    with acting(by=agent, door=Door.IMPORT, batch=batch):
        saved._history_date = now
        saved.save()
        insert_rows([inserted])
        record_history([inserted], ADDED, at=now)
    one, other = columns(Customer.history.order_by("history_id"))
    assert one == other
    assert batch.history_of(Customer).count() == 2


def test_updated_columns_and_their_history(agent, now):
    rows = [make_customer(agent) for _number in range(3)]
    for row in rows:
        row.tags, row.version, row.name = ["جاد"], row.version + 1, "لا يُكتب"
    later = now + timedelta(hours=1)
    with acting(by=agent):
        update_rows(rows[:2], ["tags", "version"])
        record_history(rows[:2], CHANGED, at=later)
    assert [row.tags for row in Customer.objects.order_by("id")] == [["جاد"], ["جاد"], []]
    assert not Customer.objects.filter(name="لا يُكتب").exists()
    newest = [Customer.history.filter(id=row.pk).latest("history_id") for row in rows]
    assert [(row.history_type, row.version, row.history_date == later) for row in newest] == [
        ("~", 2, True),
        ("~", 2, True),
        ("+", 1, False),
    ]


def test_another_row_is_as_if_made_from_its_defaults(agent, now):
    blank = Customer(created_by=agent, created_at=now, updated_at=now, status_changed_at=now)
    one, other = another(blank), another(blank)
    one.owner, one.name, one.phone, one.tags = agent, "هند", "+966521111111", ["كاش"]
    other.owner, other.name, other.phone = agent, "ريم", "+966521111112"
    insert_rows([one, other])
    assert [(row.name, row.tags) for row in Customer.objects.order_by("id")] == [("هند", ["كاش"]), ("ريم", [])]
    assert (blank.pk, blank._state.adding, one.pk != other.pk) == (None, True, True)


def test_codes_are_stored_as_their_values(agent, now):
    insert_rows([unsaved(agent, now, 1, status=Customer.Status.VIEWING, budget=Decimal("5"))])
    customer = Customer.objects.get()
    assert (customer.status, customer.budget) == ("viewing", Decimal("5.00"))


def test_rows_are_found_among_many_values_with_one_parameter(agent, now, django_assert_num_queries):
    insert_rows([unsaved(agent, now, number) for number in range(5)])
    phones = ["+966520000001", "+966520000003", "'; --", *(f"+9665300{number:05}" for number in range(40_000))]
    with django_assert_num_queries(1):
        found = Customer.objects.filter(phone__among=phones).values_list("phone", flat=True)
        assert sorted(found) == phones[:2]
    assert not Customer.objects.filter(phone__among=[]).exists()
    ids = list(Customer.objects.order_by("id").values_list("pk", flat=True))
    assert Customer.objects.filter(pk__among=ids[:3]).count() == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_grown_table_is_counted_anew(agent, now):
    insert_rows([unsaved(agent, now, number) for number in range(50)])
    refresh_statistics(Customer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'crm_customer'")
        assert cursor.fetchone()[0] == 50


def test_history_can_be_asked_by_its_time(agent, now):
    """SQLite compares times as text: what is written in few statements must be written as saving writes it."""
    row = make_customer(agent, at=now)
    record_history([row], CHANGED, at=now)
    assert Customer.history.filter(history_date=now).count() == 2


def test_a_broken_rule_stops_all(agent, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows([unsaved(agent, now, 1), unsaved(agent, now, 1)])
    assert not Customer.objects.exists()


def test_nothing_to_do_is_nothing_done(agent, now, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_rows([])
        update_rows([], ["name"])
        record_history([], ADDED, at=now)
