"""A messy file comes in to exactly what its outcome file says, twice adds nobody, and goes out without a trace."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.management import call_command

from core.integrity import breaches
from crm.flows import import_file, revert_import
from crm.imports.outcome import outcome_file
from crm.models import Customer, Import
from tests.crm.imports.books import counts, finished, live_book
from tests.crm.imports.mess import make_mess
from tests.factories import make_customer

pytestmark = pytest.mark.django_db(transaction=True)
KNOWN = 40  # customers that the book has already with phones of the file
MADE = {"status": "new", "priority": "medium"}


def book_before(agent, mess, now):
    """A book in which every so many of the file's people are known, with less about them, and somebody in the bin."""
    before = now - timedelta(days=30)
    for row in mess.good[:: max(1, len(mess.good) // KNOWN)]:
        make_customer(agent, name=f"قديم {row.number}", phone=row.values["phone"], city="أبها", at=before)
    make_customer(agent, name="لا يعرفه الملف", at=before)
    return set(Customer.objects.values_list("phone", flat=True))


def carry_out(by, now, mess, **choices):
    run = import_file(by=by, at=now, file_name=mess.name, content=mess.content, **choices)
    if run.is_under_way:
        call_command("worker", once=True)
    return finished(run)


def told(run):
    """The outcome file: (outcome, why) by the row's number."""
    text = b"".join(outcome_file(run, format="csv").blocks).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    return {int(row[-3]): (row[-2], row[-1]) for row in rows}


def expected_outcome(row, known):
    if row.wrong:
        return "خطأ"
    if row.same_as is not None:
        return "متجاهل"
    return "تحديث" if row.values["phone"] in known else "جديد"


@pytest.mark.parametrize(
    ("seed", "rows", "how"),
    [
        (1, 5000, {}),
        (2, 700, {"encoding": "windows-1256", "separator": ";"}),
        (3, 700, {"encoding": "utf-16", "separator": "\t"}),
        (4, 400, {"encoding": "utf-8"}),
        (5, 700, {"format": "xlsx"}),
    ],
)
def test_in_and_out_again(agent, now, seed, rows, how):
    mess = make_mess(seed, rows=rows, **how)
    known = book_before(agent, mess, now)
    before = live_book()
    run = carry_out(agent, now, mess, skip_invalid=True, on_duplicate="overwrite")
    outcomes = told(run)
    assert {row.number: expected_outcome(row, known) for row in mess.rows} == {
        number: outcome for number, (outcome, _why) in outcomes.items()
    }
    assert all(why for outcome, why in outcomes.values() if outcome in ("خطأ", "متجاهل"))
    assert_the_book_has(mess, known)
    assert list(breaches()) == []
    again = carry_out(agent, now + timedelta(hours=1), mess, skip_invalid=True, on_duplicate="overwrite")
    assert counts(again)[:2] == (0, 0)
    revert_import(by=agent, at=now + timedelta(hours=2), import_id=run.pk)
    call_command("worker", once=True)
    assert Import.objects.get(pk=run.pk).status == "reverted"
    assert live_book() == before
    assert list(breaches()) == []


def assert_the_book_has(mess, known):
    """Each good row's customer is as the row says; nobody else has come."""
    book = {customer.phone: customer for customer in Customer.objects.all()}
    assert set(book) == known | {row.values["phone"] for row in mess.good}
    for row in mess.good:
        customer = book[row.values["phone"]]
        values = row.values if customer.phone in known else {**MADE, **row.values}
        assert {name: getattr(customer, name) for name in values} == values


def test_all_or_nothing_of_a_messy_file_is_nothing(agent, now):
    mess = make_mess(6, rows=300)
    run = carry_out(agent, now, mess)
    assert counts(run) == (0, 0, len([row for row in mess.rows if not row.wrong]), run.failed)
    assert run.failed == len([row for row in mess.rows if row.wrong]) > 0
    assert not Customer.objects.exists()
    assert "فيها أخطاء" in run.problem
