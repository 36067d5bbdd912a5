"""The likely pairs of a book: why, in which order, and which are no longer asked about (rules: Same person again)."""

from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.arabic import search_key
from crm.flows import delete_customer, forget_distinct, merge_customers, move_customers, say_distinct
from crm.merging import pairs
from crm.merging.pairs import find_pairs
from crm.models import Customer, DistinctPeople
from tests.factories import make_agent, make_customer


def pairs_of(owner, **more):
    return find_pairs(Customer.objects.filter(owner=owner), **more)


def reasons(owner):
    return {pair.ids: pair.reasons for pair in pairs_of(owner).pairs}


def test_a_phone_that_two_books_had_is_a_certain_pair_after_a_move(agent, teammate, manager, now):
    mine, theirs = make_customer(agent, phone="0521110000"), make_customer(teammate, phone="0521110000")
    move_customers(by=manager, at=now, customer_ids=[theirs.pk], taker=agent)
    [pair] = pairs_of(agent).pairs
    assert (pair.ids, pair.is_certain, pair.reasons) == ((mine.pk, theirs.pk), True, ["الجوال نفسه"])


def test_ones_phone_may_be_the_others_whatsapp(agent):
    one, other = make_customer(agent, phone="0521110000"), make_customer(agent, whatsapp="0521110000")
    assert reasons(agent) == {(one.pk, other.pk): ["جوال أحدهما واتساب الآخر"]}


def test_one_email_is_a_possible_pair(agent):
    one, other = [make_customer(agent, email="Hind@example.com") for _number in range(2)]
    make_customer(agent), make_customer(agent)
    [pair] = pairs_of(agent).pairs
    assert (pair.ids, pair.is_certain, pair.reasons) == ((one.pk, other.pk), False, ["البريد نفسه"])


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"city": "جدة"}, {"city": "جده"}, ["الاسم نفسه والمدينة نفسها"]),
        ({"districts": ["النرجس", "الملقا"]}, {"city": "الرياض", "districts": ["الملقا"]}, ["الاسم نفسه وحي مشترك"]),
        ({"city": "جدة"}, {"city": "الرياض"}, None),
        ({}, {}, None),
    ],
)
def test_one_name_wants_a_place_in_common(agent, one, other, said):
    pair = make_customer(agent, name="فاطمة أحمد", **one), make_customer(agent, name="فاطمه احمد", **other)
    assert reasons(agent) == ({tuple(row.pk for row in pair): said} if said else {})


def test_a_pair_is_listed_once_with_all_that_it_has_in_common(agent):
    alike = {"name": "هند", "city": "جدة", "email": "hind@example.com"}
    one = make_customer(agent, phone="0521110000", **alike)
    other = make_customer(agent, whatsapp="0521110000", **alike)
    said = ["جوال أحدهما واتساب الآخر", "البريد نفسه", "الاسم نفسه والمدينة نفسها"]
    assert reasons(agent) == {(one.pk, other.pk): said}


def test_the_surest_come_first(agent):
    for _number in range(2):
        make_customer(agent, name="أحمد", city="جدة")
    for _number in range(2):
        make_customer(agent, email="a@example.com")
    make_customer(agent, phone="0521110000"), make_customer(agent, whatsapp="0521110000")
    assert [pair.reasons[0] for pair in pairs_of(agent).pairs] == [
        "جوال أحدهما واتساب الآخر",
        "البريد نفسه",
        "الاسم نفسه والمدينة نفسها",
    ]


def test_who_was_told_apart_is_not_asked_about_again(agent, now):
    one, other = [make_customer(agent, email="a@example.com") for _number in range(2)]
    say_distinct(by=agent, at=now, first_id=other.pk, second_id=one.pk)
    assert reasons(agent) == {}
    forget_distinct(by=agent, at=now, first_id=one.pk, second_id=other.pk)
    assert len(reasons(agent)) == 1


def test_two_people_with_one_phone_were_told_apart_already(agent):
    make_customer(agent, phone="0521110000")
    make_customer(agent, phone="0521110000", allow_duplicate=True)
    assert reasons(agent) == {}


def test_deleted_merged_and_other_agents_customers_are_no_pairs(agent, teammate, now):
    rows = [make_customer(agent, email="a@example.com") for _number in range(3)]
    make_customer(teammate, email="a@example.com")
    delete_customer(by=agent, at=now, customer_id=rows[0].pk)
    assert list(reasons(agent)) == [(rows[1].pk, rows[2].pk)]
    merge_customers(by=agent, at=now, absorbed_id=rows[1].pk, survivor_id=rows[2].pk)
    assert find_pairs(Customer.objects.all()).pairs == []


def test_everybodys_pairs_are_within_one_book(agent, teammate):
    for owner in (agent, teammate, agent, teammate):
        make_customer(owner, email="a@example.com", name="هند", city="جدة")
    found = find_pairs(Customer.objects.all()).pairs
    assert [pair.first.owner for pair in found] == [pair.second.owner for pair in found] == [agent, teammate]


def test_a_page_goes_on_though_its_last_pair_was_merged(agent, now):
    for number in range(6):
        for _twice in range(2):
            make_customer(agent, email=f"a{number}@example.com")
    first = pairs_of(agent, most=3)
    last = first.pairs[-1]
    merge_customers(by=agent, at=now, absorbed_id=last.first.pk, survivor_id=last.second.pk)
    second = pairs_of(agent, most=3, after=first.after)
    assert [pair.first.email for pair in second.pairs] == ["a3@example.com", "a4@example.com", "a5@example.com"]
    assert second.after == ""


@pytest.mark.parametrize("mark", ["", "x", "email~91~92", f"email~{'9' * 18}~1", "name~0~0", "number~1"])
def test_a_mark_that_is_none_is_the_beginning(agent, mark):
    for _twice in range(2):
        make_customer(agent, email="a@example.com")
    assert len(pairs_of(agent, after=mark).pairs) == 1


def test_a_long_look_breaks_off_and_goes_on(agent, monkeypatch):
    """A hundred names that two people have in different cities, and one pair behind them."""
    monkeypatch.setattr(pairs, "MOST_READ", 20)
    monkeypatch.setattr(pairs, "FEWEST_GROUPS", 2)
    for number in range(30):
        for city in ("جدة", "الرياض"):
            make_customer(agent, name=f"عميل {number:02}", city=city)
    for _twice in range(2):
        make_customer(agent, name="ياسر", city="أبها")
    page, pages = pairs_of(agent), 1
    while page.after and not page.pairs:
        page, pages = pairs_of(agent, after=page.after), pages + 1
    assert ([pair.first.name for pair in page.pairs], page.after) == (["ياسر"], "")
    assert pages > 2


def test_of_many_of_one_name_some_come_first(agent, monkeypatch, now):
    monkeypatch.setattr(pairs, "MOST_ALIKE", 3)
    rows = [make_customer(agent, email="a@example.com") for _number in range(5)]
    assert list(reasons(agent)) == [(a.pk, b.pk) for a, b in combinations(rows[:3], 2)]
    merge_customers(by=agent, at=now, absorbed_id=rows[0].pk, survivor_id=rows[1].pk)
    assert list(reasons(agent)) == [(a.pk, b.pk) for a, b in combinations(rows[1:4], 2)]


def test_queries_do_not_grow_with_the_book(agent):
    def queries(pairs):
        for number in range(pairs):
            for _twice in range(2):
                make_customer(agent, email=f"b{number}-{pairs}@example.com", name=f"هند {number} {pairs}", city="جدة")
        with CaptureQueriesContext(connection) as seen:
            find_pairs(Customer.objects.filter(owner=agent))
        return len(seen)

    assert queries(25) == queries(60) <= 4


# ---------------------------------------------------------------- whatever the book

people = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["هند", "أحمد", "احمد", "سعد"]),
            "phone": st.sampled_from(["0521111111", "0522222222", "0523333333", "0524444444"]),
        },
        optional={
            "whatsapp": st.sampled_from(["0521111111", "0522222222", "0525555555"]),
            "email": st.sampled_from(["a@example.com", "b@example.com"]),
            "city": st.sampled_from(["جدة", "جده", "أبها"]),
            "districts": st.lists(st.sampled_from(["النرجس", "الملقا"]), max_size=2),
        },
    ),
    max_size=9,
)


def expected(rows):
    """By the rule, looking at every two."""
    for one, other in combinations(rows, 2):
        number = one.phone == other.phone or one.phone == other.whatsapp or other.phone == one.whatsapp
        email = one.email and one.email == other.email
        spots = [{search_key(spot) for spot in (row.city, *row.districts) if spot} for row in (one, other)]
        name = search_key(one.name) == search_key(other.name) and spots[0] & spots[1]
        if number or email or name:
            yield one.pk, other.pk


class TestAnyBook(TestCase):
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(people, st.integers(min_value=1, max_value=4))
    def test_every_pair_of_the_rule_is_on_one_page_and_no_other(self, facts, most):
        owner = make_agent()
        rows = [make_customer(owner, **one, allow_duplicate=True) for one in facts]
        DistinctPeople.objects.all().delete()  # as a move leaves them: nobody told the phones apart
        found, page = [], pairs_of(owner, most=most)
        found += [pair.ids for pair in page.pairs]
        while page.after:
            page = pairs_of(owner, most=most, after=page.after)
            found += [pair.ids for pair in page.pairs]
        assert sorted(found) == sorted(expected(rows))
