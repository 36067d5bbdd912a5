"""Whatever is done to many, edited in between and taken back, in whatever order: rules hold, and what is undone is as
it was before.
"""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import Conflict
from core.integrity import breaches
from core.models import Batch
from crm.flows import complete_followup, create_customer, delete_customer, edit_customer, restore_customer
from crm.flows.many import add_followups, change_status_of_many, delete_many, move_many, tag_many, undo_batch
from crm.models import Customer, Followup
from tests.factories import make_agent, make_manager

START = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
REFUSALS = (ValidationError, Conflict, Http404)
PHONES = ["0521111111", "0522222222", "0523333333"]
DERIVED = {"first_contact_at", "last_contact_date", "next_followup_date"}  # from other rows, as check_integrity sees
MOVED_ON = {"version", "updated_at"} | DERIVED

numbers = st.lists(st.integers(0, 4), min_size=1, max_size=5)
which = st.integers(0, 6)
tags = st.lists(st.sampled_from(["كاش", "كـاش", "جاد", "VIP"]), max_size=2)
acts = st.one_of(
    st.tuples(st.just("status"), numbers, st.sampled_from(["new", "viewing", "lost"])),
    st.tuples(st.just("tags"), numbers, tags, tags),
    st.tuples(st.just("move"), numbers, st.sampled_from(["sara", "omar"])),
    st.tuples(st.just("delete"), numbers),
    st.tuples(st.just("followups"), numbers),
    st.tuples(st.just("undo"), which),
    st.tuples(st.just("undo_last")),
    st.tuples(st.just("edit"), which, st.sampled_from([{"status": "contacted"}, {"city": "جدة"}, {"tags": ["جاد"]}])),
    st.tuples(st.just("phone"), which, st.sampled_from(PHONES)),
    st.tuples(st.just("remove"), which),
    st.tuples(st.just("restore"), which),
    st.tuples(st.just("complete"), which),
    st.tuples(st.just("add"), st.sampled_from(PHONES), st.sampled_from(["sara", "omar"])),
)


class Office:
    """A manager who does things to many customers of two agents, one after the other in time."""

    def __init__(self):
        self.people = {"sara": make_agent("sara"), "omar": make_agent("omar")}
        self.noura, self.at = make_manager("noura"), START
        self.before = {}  # batch → the rows that it changed, as they were
        for number in range(5):
            self.add(PHONES[number % 3], "sara" if number < 3 else "omar")

    @property
    def by(self):
        self.at += timedelta(minutes=7)
        return {"by": self.noura, "at": self.at}

    def run(self, name, *arguments):
        rows = state()
        try:
            outcome = getattr(self, name)(*arguments)
        except REFUSALS:
            assert state() == rows
            return
        batch = getattr(outcome, "batch", None)
        if batch and name not in ("undo", "undo_last"):
            changed = batch.history_of(Customer).values_list("id", flat=True)
            self.before[batch.pk] = {pk: rows[pk] for pk in changed}

    def ids(self, numbers):
        known = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
        return [known[number % len(known)] for number in numbers]

    def status(self, numbers, status):
        reason = "price" if status == "lost" else ""
        return change_status_of_many(**self.by, customer_ids=self.ids(numbers), status=status, lost_reason=reason)

    def tags(self, numbers, add, remove):
        return tag_many(**self.by, customer_ids=self.ids(numbers), add=add, remove=remove)

    def move(self, numbers, taker):
        return move_many(**self.by, customer_ids=self.ids(numbers), taker=self.people[taker])

    def delete(self, numbers):
        return delete_many(**self.by, customer_ids=self.ids(numbers))

    def followups(self, numbers):
        facts = {"title": "دعوة", "due_date": self.at}
        return add_followups(**self.by, customer_ids=self.ids(numbers), facts=facts)

    def undo(self, number):
        batches = list(Batch.objects.filter(kind__in=Batch.UNDOABLE).order_by("pk"))
        return self._undo(batches[number % len(batches)]) if batches else None

    def undo_last(self):
        batch = Batch.objects.filter(kind__in=Batch.UNDOABLE, undone_at=None).order_by("pk").last()
        return self._undo(batch) if batch else None

    def _undo(self, batch):
        left = dict(batch.history_of(Customer).values_list("id", "version"))
        untouched = {pk for pk, version in Customer.objects.values_list("pk", "version") if left.get(pk) == version}
        undone = undo_batch(**self.by, batch_id=batch.pk)
        rows, before = state(), self.before[batch.pk]
        if batch.kind == "move":  # a phone that somebody was given meanwhile is shared after the way back
            for row in (*rows.values(), *before.values()):
                row.pop("shares_phone", None)
        assert sum(rows[pk] == before[pk] for pk in untouched) == (0 if batch.kind == "followups" else undone.count)
        # A phone given away meanwhile keeps its old holder in the bin; nothing else is left that nobody changed.
        assert undone.count == len(untouched) or batch.kind in ("delete", "followups")
        return undone

    def edit(self, number, facts):
        edit_customer(**self.by, customer_id=self.ids([number])[0], version=None, facts=facts)

    def phone(self, number, phone):
        self.edit(number, {"phone": phone})

    def remove(self, number):
        delete_customer(**self.by, customer_id=self.ids([number])[0])

    def restore(self, number):
        restore_customer(**self.by, customer_id=self.ids([number])[0])

    def complete(self, number):
        known = list(Followup.objects.order_by("pk").values_list("pk", flat=True)) or [0]
        complete_followup(**self.by, followup_id=known[number % len(known)])

    def add(self, phone, owner):
        facts = {"name": "هند", "phone": phone, "tags": ["كاش"]}
        create_customer(**self.by, facts=facts, owner=self.people[owner])


def state():
    rows = Customer.objects.order_by("pk").values()
    return {row["id"]: {name: value for name, value in row.items() if name not in MOVED_ON} for row in rows}


class TestRandomUndos(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(acts, min_size=4, max_size=16))
    def test_whatever_is_done_to_many_can_be_taken_back(self, script):
        office = Office()
        for name, *arguments in script:
            office.run(name, *arguments)
            assert [str(breach) for breach in breaches() if breach.model != "core.Place"] == []
