"""A viewing is booked of a match (product: flow 2; api: matches/{id}/appointment/)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, connections  # noqa: F401 (the condition of skipif)
from django.utils import timezone

from appointments.errors import Overlap
from appointments.flows import book_viewing
from appointments.models import Appointment
from core.integrity import breaches
from crm.flows import erase_customer, merge_customers, move_customers
from properties.flows import edit_property
from properties.models import PropertyMatch
from tests.factories import make_agent, make_customer, make_property, make_request

AT = "2030-06-02T17:00:00+03:00"


@pytest.fixture
def match(agent, customer):
    make_request(customer)
    return make_property(agent, title="فيلا الملقا").matches.get()


def book(api, match, **facts):
    return api.post(f"/api/v1/matches/{match.pk}/appointment/", {"start_time": AT, **facts})


def test_a_viewing_takes_an_hour_and_the_match_says_so(api, agent, customer, match):
    answer = book(api, match)
    assert answer.status_code == 201, answer.json()
    row = answer.json()
    assert (row["type"], row["status"], row["title"], row["location"]) == (
        *("viewing", "scheduled"),
        *("معاينة فيلا الملقا", "حي الملقا، الرياض"),
    )
    assert (row["start_time"], row["end_time"]) == ("2030-06-02T17:00:00+03:00", "2030-06-02T18:00:00+03:00")
    assert (row["customer"], row["match"], row["user"], row["owner"]) == (customer.pk, match.pk, agent.pk, agent.pk)
    match.refresh_from_db()
    assert match.status == "viewing_booked"
    assert list(breaches()) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"end_time": AT}, "end_time"),
        ({"end_time": "2030-06-03T17:00:01+03:00"}, "end_time"),
        ({"start_time": "tomorrow"}, "start_time"),
        ({"start_time": None}, "start_time"),
        ({"title": "س" * 201}, "title"),
    ],
)
def test_wrong_times_are_named(api, match, facts, field):
    answer = book(api, match, **facts)
    assert (answer.status_code, set(answer.json())) == (400, {field})
    match.refresh_from_db()
    assert (match.status, Appointment.objects.count()) == ("pending", 0)


def test_an_overlap_is_refused_unless_it_is_meant(api, match):
    book(api, match)
    half_past = "2030-06-02T17:30:00+03:00"
    refused = book(api, match, start_time=half_past)
    assert (refused.status_code, refused.json()["code"]) == (409, "overlap")
    assert book(api, match, start_time=half_past, allow_overlap=True).status_code == 201


@pytest.mark.parametrize("start", ["2030-06-02T18:00:00+03:00", "2030-06-02T16:00:00+03:00"])
def test_back_to_back_is_fine(api, match, start):
    book(api, match)
    assert book(api, match, start_time=start).status_code == 201


def test_of_what_left_the_market_none_is_booked(api, agent, match, now):
    edit_property(by=agent, at=now, property_id=match.property_id, version=None, facts={"status": "sold"})
    answer = book(api, match)
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert not Appointment.objects.exists()


def test_anothers_match_is_not_there(teammate_api, match):
    assert book(teammate_api, match).status_code == 404


def test_what_is_to_come_goes_with_the_customer(api, match, manager, teammate, customer, now):
    book(api, match)
    move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=teammate)
    appointment = Appointment.objects.get()
    assert (appointment.owner, appointment.user) == (teammate, teammate)
    assert list(breaches()) == []


def test_it_follows_a_merge_and_forgets_who_is_erased(api, match, agent, customer, now):
    book(api, match, title=f"معاينة مع {customer.name}")
    survivor = make_customer(agent)
    merge_customers(by=agent, at=now, absorbed_id=customer.pk, survivor_id=survivor.pk)
    appointment = Appointment.objects.get()
    assert appointment.customer == survivor
    erase_customer(by=agent, at=now, customer_id=survivor.pk)
    appointment.refresh_from_db()
    assert customer.name not in appointment.title
    assert not any(customer.name in row.title for row in Appointment.history.all())
    assert list(breaches()) == []


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has one writer: races need PostgreSQL")
def test_of_eight_bookings_of_one_hour_one_wins():
    owner = make_agent()
    for _ in range(8):
        make_request(make_customer(owner))
    matches = list(make_property(owner).matches.all())
    start, hour = Barrier(8), timezone.now() + timedelta(days=1)

    def one(match):
        start.wait()
        try:
            return book_viewing(by=owner, at=timezone.now(), match_id=match.pk, start_time=hour)
        except Overlap as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as callers:
        done = list(callers.map(one, matches))
    assert sum(isinstance(one, Appointment) for one in done) == 1
    assert Appointment.objects.count() == 1
    assert sum(match.status == "viewing_booked" for match in PropertyMatch.objects.all()) == 1
