"""Pairs are found as listings and requests come and change, and told of as often as is worth it (flow 2; rules)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from analytics.figures import rebuild
from analytics.models import AgentDay
from core.dates import local_date
from core.integrity import breaches
from crm.flows import delete_customer, merge_customers, move_book, move_customers, restore_customer, undo_merge
from notifications.models import Notification
from properties.flows import (
    delete_property,
    edit_property,
    edit_request,
    record_match,
    restore_property,
    tell_match,
)
from properties.models import Property, PropertyMatch, PropertyRequest
from tests.factories import make_customer, make_property, make_request

MILLION = Decimal(1_000_000)


def notices():
    return list(Notification.objects.filter(type="match").order_by("pk"))


def told():
    """What the notices of matches say, and forget them."""
    messages = [notice.message for notice in notices()]
    Notification.objects.all().delete()
    return messages


@pytest.fixture
def wish(customer):
    return make_request(customer, budget_max=MILLION)


@pytest.fixture
def listing(agent, wish):
    """Found for the wish, and told of."""
    listing = make_property(agent, price=MILLION)
    told()
    return listing


@pytest.fixture
def match(listing):
    return listing.matches.get()


def reprice(listing, price, now):
    edit_property(by=listing.owner, at=now, property_id=listing.pk, version=None, facts={"price": Decimal(price)})


def set_status(listing, status, now):
    edit_property(by=listing.owner, at=now, property_id=listing.pk, version=None, facts={"status": status})


def test_a_new_listing_finds_its_pairs(agent, wish, customer):
    listing = make_property(agent, price=MILLION)
    [match] = PropertyMatch.objects.all()
    assert (match.property, match.request, match.owner, match.match_score) == (listing, wish, agent, 100)
    [notice] = notices()
    assert (notice.user, notice.title, notice.priority) == (agent, "مطابقة جديدة", "high")
    assert notice.message == "تم العثور على عقار يطابق طلب العميل بنسبة 100%"
    assert notice.data == {
        "match_id": match.pk,
        "property_id": listing.pk,
        "request_id": wish.pk,
        "customer_id": customer.pk,
    }


def test_a_new_request_finds_its_pairs(agent, customer):
    listing = make_property(agent)
    wish = make_request(customer)
    assert PropertyMatch.objects.get().match_score == 60
    assert (listing.matches.get().request, notices()[0].priority) == (wish, "medium")


def test_below_sixty_nothing_is_recorded(agent, wish):
    make_property(agent, price=2 * MILLION)
    assert not PropertyMatch.objects.exists()
    assert told() == []


def test_above_five_pairs_at_once_there_is_one_notice(agent, customer):
    for _ in range(6):
        make_request(customer, budget_max=MILLION)
    make_property(agent, price=MILLION)
    assert told() == ["تم العثور على 6 مطابقات، أعلاها بنسبة 100%"]
    assert PropertyMatch.objects.count() == 6


def test_five_pairs_are_five_notices(agent, customer):
    for _ in range(5):
        make_request(customer, budget_max=MILLION)
    make_property(agent, price=MILLION)
    assert len(told()) == 5


def test_a_manager_who_adds_a_listing_is_counted_and_its_agent_told(agent, manager, wish, now):
    make_property(agent, by=manager)
    make_property(agent, by=manager, price=MILLION)
    assert notices()[0].user == agent
    [day] = AgentDay.objects.all()
    assert (day.user, day.day, day.matches, day.score_sum) == (manager, local_date(now), 1, 100)


# ---------------------------------------------------------------- told again


def test_a_pair_is_told_once(listing, now):
    edit_property(by=listing.owner, at=now, property_id=listing.pk, version=None, facts={"rooms": 4})
    assert told() == []
    assert listing.matches.count() == 1


@pytest.mark.parametrize(("price", "words"), [(970_000, "انخفض السعر"), (970_001, "")])
def test_only_a_real_cut_is_told_again(listing, now, price, words):
    reprice(listing, price, now)
    assert [message.partition(":")[0] for message in told()] == ([words] if words else [])


def test_small_cuts_add_up(listing, now):
    reprice(listing, 985_000, now)
    assert told() == []
    reprice(listing, 965_000, now)
    assert told() == ["انخفض السعر: تم العثور على عقار يطابق طلب العميل بنسبة 100%"]
    reprice(listing, 960_000, now)
    assert told() == []


def test_a_dearer_listing_scores_anew_and_is_not_told(listing, match, now):
    reprice(listing, 1_050_000, now)
    match.refresh_from_db()
    assert (match.match_score, told()) == (50, [])


@pytest.mark.parametrize("gone", ["sold", "rented", "withdrawn", "draft"])
def test_off_the_market_its_pairs_are_stale_and_back_they_are_told(listing, match, now, gone):
    set_status(listing, gone, now)
    match.refresh_from_db()
    assert (match.status, told()) == ("stale", [])
    set_status(listing, "available", now)
    match.refresh_from_db()
    assert match.status == "pending"
    assert told() == ["عاد إلى السوق: تم العثور على عقار يطابق طلب العميل بنسبة 100%"]


def test_what_was_refused_stays_refused(listing, match, now):
    tell_match(by=match.owner, at=now, match_id=match.pk, version=None, status="rejected", reject_reason="price")
    set_status(listing, "withdrawn", now)
    set_status(listing, "available", now)
    reprice(listing, 500_000, now)
    match.refresh_from_db()
    assert (match.status, match.reject_reason, told()) == ("rejected", "price", [])


def test_a_changed_request_that_fits_better_is_told(listing, match, wish, now):
    reprice(listing, 1_050_000, now)
    told()
    facts = {"budget_max": 2 * MILLION}
    edit_request(by=wish.owner, at=now, request_id=wish.pk, version=None, facts=facts)
    assert told() == ["تغيّر الطلب: تم العثور على عقار يطابق طلب العميل بنسبة 100%"]


def test_a_closed_request_has_no_open_pairs_until_it_opens_again(match, wish, now):
    edit_request(by=wish.owner, at=now, request_id=wish.pk, version=None, facts={"status": "closed"})
    match.refresh_from_db()
    assert match.status == "stale"
    edit_request(by=wish.owner, at=now, request_id=wish.pk, version=None, facts={"status": "open"})
    match.refresh_from_db()
    assert match.status == "pending"


# ---------------------------------------------------------------- what happens to customers


def test_with_a_deleted_customer_its_requests_and_pairs_leave_and_return(match, wish, customer, now):
    delete_customer(by=customer.owner, at=now, customer_id=customer.pk)
    assert not PropertyRequest.objects.live().exists()
    assert not PropertyMatch.objects.live().exists()
    restore_customer(by=customer.owner, at=now, customer_id=customer.pk)
    assert PropertyMatch.objects.live().get() == match


def test_a_deleted_listing_takes_its_pairs_along(listing, match, now):
    delete_property(by=listing.owner, at=now, property_id=listing.pk)
    assert not PropertyMatch.objects.live().exists()
    restore_property(by=listing.owner, at=now, property_id=listing.pk)
    assert PropertyMatch.objects.live().get() == match
    assert told() == []


def test_requests_and_pairs_go_with_their_customer(match, wish, customer, manager, teammate, now):
    move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=teammate)
    match.refresh_from_db()
    wish.refresh_from_db()
    assert match.owner == wish.owner == teammate
    assert list(breaches()) == []
    assert DBTaskResult.objects.filter(task_path__endswith="look_for_requests_later").count() == 1


def test_a_whole_book_takes_the_listings_along(agent, listing, match, manager, teammate, now):
    move_book(by=manager, at=now, giver=agent, taker=teammate)
    listing.refresh_from_db()
    assert (listing.owner, listing.version) == (teammate, 2)
    assert list(breaches()) == []


def test_merged_customers_have_one_set_of_requests_and_listings(agent, wish, customer, now):
    twin = make_customer(agent)
    listing = make_property(agent, landlord=twin.pk)
    other = make_request(twin)
    merge = merge_customers(by=agent, at=now, absorbed_id=twin.pk, survivor_id=customer.pk)
    assert set(customer.requests.all()) == {wish, other}
    assert Property.objects.get(pk=listing.pk).landlord == customer
    assert list(breaches()) == []
    undo_merge(by=agent, at=now, merge_id=merge.pk)
    assert list(twin.requests.all()) == [other]
    assert Property.objects.get(pk=listing.pk).landlord == twin
    assert list(breaches()) == []


# ---------------------------------------------------------------- figures, the worker, cost


def test_figures_equal_a_rebuild(agent, customer, now):
    for price in (900_000, 1_000_000, 1_050_000):
        make_property(agent, price=Decimal(price))
    make_request(customer, budget_max=MILLION)
    kept = list(AgentDay.objects.values("user", "day", "matches", "score_sum"))
    assert kept == [{"user": agent.pk, "day": local_date(now), "matches": 2, "score_sum": 200}]
    rebuild()
    assert list(AgentDay.objects.values("user", "day", "matches", "score_sum")) == kept
    AgentDay.objects.update(matches=7)
    assert {breach.check for breach in breaches()} == {"figures_equal_a_rebuild"}


def test_with_very_many_candidates_the_worker_looks(agent, customer, settings):
    settings.MATCH_IN_REQUEST = 2
    for _ in range(3):
        make_request(customer)
    make_property(agent)
    assert not PropertyMatch.objects.exists()
    [waiting] = DBTaskResult.objects.filter(task_path__endswith="look_for_property_later")
    waiting.task.call(**waiting.args_kwargs["kwargs"])
    assert PropertyMatch.objects.count() == 3
    assert len(told()) == 3


def test_finding_costs_the_same_however_many_pairs_there_are(agent, customer):
    def queries(wishes):
        for _ in range(wishes):
            make_request(customer)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            make_property(agent)
        return len(seen)

    queries(1)  # begins the day's figures
    few = queries(1)
    assert queries(20) == few


def test_a_hand_recorded_pair_is_counted_and_told(agent, customer, now):
    wish, listing = make_request(customer), make_property(agent, status="reserved")
    record_match(by=agent, at=now, property_id=listing.pk, request_id=wish.pk, match_score=80)
    assert notices()[0].priority == "medium"  # above eighty is high
    assert AgentDay.objects.get().score_sum == 80


def test_an_expired_request_finds_nothing(agent, customer, now):
    make_request(customer, expires_on=local_date(now) - timedelta(days=1))
    make_property(agent)
    assert not PropertyMatch.objects.exists()


def test_a_score_given_by_hand_stays_as_it_was_given(agent, wish, now):
    listing = make_property(agent, price=2 * MILLION)
    match = record_match(by=agent, at=now, property_id=listing.pk, request_id=wish.pk, match_score=90)
    reprice(listing, 1_900_000, now)
    match.refresh_from_db()
    assert match.match_score == 90


def test_a_new_score_is_news_to_who_stays_in_step(listing, match, now):
    later = now + timedelta(hours=1)
    edit_property(by=listing.owner, at=later, property_id=listing.pk, version=None, facts={"price": Decimal(1_050_000)})
    match.refresh_from_db()
    assert (match.updated_at, match.version) == (later, 1)
