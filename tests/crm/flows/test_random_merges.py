"""Whatever is merged, taken apart and changed in between: nothing is lost, nothing counted twice (rules: Merge)."""

from datetime import timedelta

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.integrity import breaches
from crm.flows import undo_merge
from crm.models import Customer, DistinctPeople, Followup, Interaction, Merge
from tests.crm.flows.test_random_lives import SIDES, Office, customer_facts, hours, persons, which

BOOKKEEPING = {"version", "updated_at"}
FIELDS = ["name", "phone", "whatsapp", "status", "consent_marketing", "tags", "notes", "city"]

few = st.integers(min_value=0, max_value=4)
picks = st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS, st.sampled_from(SIDES)))
pairs = st.tuples(few, st.integers(min_value=1, max_value=4)).map(lambda pair: (pair[0], sum(pair) % 5))
merges = st.tuples(pairs, picks).map(lambda parts: ("merge_customers", *parts[0], parts[1]))
undos = st.tuples(st.just("undo_merge"), st.sampled_from([-1, -1, 0, 1]))  # mostly the newest: the others wait for it
between = st.one_of(
    st.tuples(st.just("edit_customer"), few, customer_facts, st.booleans(), st.none()),
    st.tuples(st.just("delete_customer"), few),
    st.tuples(st.just("restore_customer"), few, st.booleans()),
    st.tuples(st.just("move_customers"), st.lists(few, min_size=1, max_size=2), persons),
    st.tuples(st.just("say_distinct"), few, few),
    st.tuples(st.just("record_interaction"), few, hours, st.booleans()),
    st.tuples(st.just("delete_interaction"), which),
    st.tuples(st.just("add_followup"), few, hours),
    st.tuples(st.just("complete_followup"), which),
    st.tuples(st.just("delete_followup"), which),
)
scripts = st.lists(st.one_of(*[merges] * 6, *[undos] * 4, between), min_size=6, max_size=16)
QUIET = {"deadline": None, "suppress_health_check": list(HealthCheck), "derandomize": True}


def hanging(*, besides):
    """What hangs on customers: each row by its id, without the columns `besides`."""
    return {
        (model, row["id"]): {name: value for name, value in row.items() if name not in besides}
        for model in (Interaction, Followup)
        for row in model.objects.values()
    }


def everything():
    """Every row as it is, but for its version and when it changed."""
    people = [*Customer.objects.order_by("pk").values(), *DistinctPeople.objects.order_by("pk").values()]
    kept = [{name: value for name, value in row.items() if name not in BOOKKEEPING} for row in people]
    return kept, hanging(besides=BOOKKEEPING)


def an_office():
    """Five customers of one agent, each with something of its own; two share a phone."""
    office = Office()
    for number, phone in enumerate(["0521111111", "0522222222", "0523333333", "0525555555", "0521111111"]):
        facts = {"name": f"عميل {number}", "phone": phone, "notes": f"ملاحظة {number}", "tags": [f"وسم {number}"]}
        assert office.run("sara", "create_customer", facts, True, None)
    for number in range(5):
        office.run("sara", "record_interaction", number, -hour(number), False)
        office.run("sara", "add_followup", number, hour(number + 1))
    return office


def hour(number):
    return timedelta(hours=number)


class TestRandomMerges(TestCase):
    @settings(max_examples=40, **QUIET)
    @given(scripts)
    def test_nothing_is_lost_and_every_rule_holds_at_each_step(self, script):
        office = an_office()
        for name, *arguments in script:
            before = hanging(besides={"customer_id", *BOOKKEEPING})
            done = office.run("noura", name, *arguments)
            note(f"{name} {arguments}: {'done' if done else 'refused'}")
            after = hanging(besides={"customer_id", *BOOKKEEPING})
            assert before.keys() <= after.keys()
            if name in ("merge_customers", "undo_merge"):
                assert after == before
            assert [str(breach) for breach in breaches() if breach.model != "core.Place"] == []

    @settings(max_examples=40, **QUIET)
    @given(scripts, merges)
    def test_undone_at_once_a_merge_leaves_no_trace(self, script, last):
        office = an_office()
        for name, *arguments in script:
            office.run("noura", name, *arguments)
        before = everything()
        if office.run("noura", *last):
            merge = Merge.objects.latest("pk")
            assert everything() != before
            undo_merge(by=office.people["noura"], at=office.at, merge_id=merge.pk)
        assert everything() == before
