"""Whatever people do, in whatever order, the book keeps its own rules (product: What always holds)."""

from datetime import UTC, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.errors import Conflict
from core.integrity import breaches
from crm import flows
from crm.models import Customer, Followup, Interaction, Merge
from tests.factories import make_agent, make_manager

START = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
SIDES = ["survivor", "absorbed"]
REFUSALS = (ValidationError, Conflict, Http404, PermissionDenied)

phones = st.sampled_from(["0521111111", "٠٥٢١١١١١١١", "0522222222", "0523333333", "12"])
names = st.sampled_from(["هند", "أحمد الفَهد", "مـحـمـد", " ", "شركة <b>نماء</b>"])
statuses = st.sampled_from(["new", "contacted", "lost", "converted", "on_hold"])
reasons = st.sampled_from(["", "price"])
hours = st.integers(min_value=-72, max_value=72).map(lambda number: timedelta(hours=number))
persons = st.sampled_from(["sara", "omar", "noura"])
customer_facts = st.fixed_dictionaries(
    {},
    optional={
        "name": names,
        "phone": phones,
        "whatsapp": st.just("") | phones,
        "status": statuses,
        "lost_reason": reasons,
        "notes": st.sampled_from(["", "ملاحظة"]),
        "tags": st.lists(st.sampled_from(["كاش", "VIP", "كـاش"]), max_size=3),
        "consent_marketing": st.booleans(),
    },
)
new_facts = st.tuples(customer_facts, names, phones).map(
    lambda parts: {"name": parts[1], "phone": parts[2], **parts[0]}
)
which = st.integers(min_value=0, max_value=5)
picks = st.fixed_dictionaries({}, optional=dict.fromkeys(["name", "phone", "status"], st.sampled_from(SIDES)))

acts = st.one_of(
    st.tuples(st.just("create_customer"), new_facts, st.booleans(), st.none() | persons),
    st.tuples(st.just("edit_customer"), which, customer_facts, st.booleans(), st.none() | persons),
    st.tuples(st.just("delete_customer"), which),
    st.tuples(st.just("restore_customer"), which, st.booleans()),
    st.tuples(st.just("move_customers"), st.lists(which, max_size=4), persons),
    st.tuples(st.just("move_book"), persons, persons),
    st.tuples(st.just("merge_customers"), which, which, picks),
    st.tuples(st.just("undo_merge"), which),
    st.tuples(st.just("say_distinct"), which, which),
    st.tuples(st.just("record_interaction"), which, hours, st.booleans()),
    st.tuples(st.just("edit_interaction"), which, hours, st.booleans()),
    st.tuples(st.just("delete_interaction"), which),
    st.tuples(st.just("add_followup"), which, hours),
    st.tuples(st.just("edit_followup"), which, hours),
    st.tuples(st.just("complete_followup"), which),
    st.tuples(st.just("snooze_followup"), which, hours),
    st.tuples(st.just("cancel_followup"), which),
    st.tuples(st.just("delete_followup"), which),
)


def nth(model, number):
    """The id of one of the rows, or of none at all."""
    rows = list(model.objects.order_by("id").values_list("pk", flat=True))
    return rows[number % len(rows)] if rows else 0


class Office:
    """Runs acts as the people of a small office, one after the other in time."""

    def __init__(self):
        self.people = {"sara": make_agent("sara"), "omar": make_agent("omar"), "noura": make_manager("noura")}
        self.at = START

    def run(self, who, name, *arguments):
        self.at += timedelta(minutes=7)
        keywords = getattr(self, name)(*arguments)
        try:
            getattr(flows, name)(by=self.people[who], at=self.at, **keywords)
        except REFUSALS:
            return False
        return True

    def create_customer(self, facts, allowed, owner):
        return {"facts": facts, "allow_duplicate": allowed, "owner": self.people.get(owner)}

    def edit_customer(self, number, facts, allowed, owner):
        return {"customer_id": nth(Customer, number), "version": None, **self.create_customer(facts, allowed, owner)}

    def delete_customer(self, number):
        return {"customer_id": nth(Customer, number)}

    def restore_customer(self, number, allowed):
        return {"customer_id": nth(Customer, number), "allow_duplicate": allowed}

    def move_customers(self, numbers, taker):
        return {"customer_ids": [nth(Customer, number) for number in numbers], "taker": self.people[taker]}

    def move_book(self, giver, taker):
        return {"giver": self.people[giver], "taker": self.people[taker]}

    def merge_customers(self, one, other, picks):
        return {"absorbed_id": nth(Customer, one), "survivor_id": nth(Customer, other), "picks": picks}

    def undo_merge(self, number):
        return {"merge_id": nth(Merge, number)}

    def say_distinct(self, one, other):
        return {"first_id": nth(Customer, one), "second_id": nth(Customer, other)}

    def record_interaction(self, number, hours, planned):
        return {"customer_id": nth(Customer, number), "facts": {"type": "call", **self._when(hours, planned)}}

    def edit_interaction(self, number, hours, planned):
        facts = self._when(hours, planned)
        return {"interaction_id": nth(Interaction, number), "version": None, "facts": facts}

    def delete_interaction(self, number):
        return {"interaction_id": nth(Interaction, number)}

    def add_followup(self, number, hours):
        return {"customer_id": nth(Customer, number), "facts": {"title": "اتصال", "due_date": self.at + hours}}

    def edit_followup(self, number, hours):
        return {"followup_id": nth(Followup, number), "version": None, "facts": {"due_date": self.at + hours}}

    def complete_followup(self, number):
        return {"followup_id": nth(Followup, number)}

    def snooze_followup(self, number, hours):
        return {"followup_id": nth(Followup, number), "until": self.at + hours}

    cancel_followup = delete_followup = complete_followup

    def _when(self, hours, planned):
        moment = self.at + hours
        return {"completed_at": None, "scheduled_for": moment} if planned else {"completed_at": moment}


class TestRandomLives(TestCase):
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.tuples(persons, acts), min_size=5, max_size=25))
    def test_nothing_that_people_do_breaks_a_rule(self, script):
        office = Office()
        make = {"name": "هند", "phone": "0524444444", "notes": "أولى"}
        office.run("sara", "create_customer", make, False, None)
        for who, (name, *arguments) in script:
            office.run(who, name, *arguments)
        assert [str(breach) for breach in breaches() if breach.model != "core.Place"] == []
