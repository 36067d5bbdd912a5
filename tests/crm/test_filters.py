"""What the customer list can be asked for: the same for its page, its API and its export."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from crm.filters import CustomerFilter
from crm.models import Customer
from tests.factories import make_customer

RIYADH_MIDNIGHT = datetime(2026, 11, 22, 21, tzinfo=UTC)  # 23 November begins


@pytest.fixture
def book(agent):
    """Four customers over three days, told apart by what they are."""
    day = timedelta(days=1)
    facts = {
        "فاطمة الزهراني": {"status": "new", "tags": ["VIP", "كاش"], "budget": "500000", "source": "aqar"},
        "عبد الله": {"status": "negotiating", "tags": ["كاش"], "budget": "900000.50", "email": "abd@example.com"},
        "أحمد": {"status": "lost", "lost_reason": "price", "priority": "urgent", "whatsapp": "0539876543"},
        "محمد فهد": {"status": "new", "budget": "1500000", "phone": "0521234567"},
    }
    for n, (name, given) in enumerate(facts.items()):
        make_customer(agent, name=name, at=RIYADH_MIDNIGHT - day + n * day - timedelta(seconds=1), **given)
    return agent


def asked(user, query: str) -> CustomerFilter:
    request = RequestFactory().get("/")
    request.user = user
    return CustomerFilter(QueryDict(query), Customer.objects.visible_to(user).live(), request=request)


def found(user, query: str) -> set[str]:
    filters = asked(user, query)
    assert filters.is_valid(), filters.errors
    return {customer.name.split()[0] for customer in filters.qs}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"فاطمة", "عبد", "أحمد", "محمد"}),
        ("status=new", {"فاطمة", "محمد"}),
        ("status=new,lost", {"فاطمة", "محمد", "أحمد"}),
        ("status=new&status=lost", {"فاطمة", "محمد", "أحمد"}),
        ("status=", {"فاطمة", "عبد", "أحمد", "محمد"}),
        ("priority=urgent", {"أحمد"}),
        ("source=aqar,bayut", {"فاطمة"}),
        ("tags=VIP", {"فاطمة"}),
        ("tags=VIP,كاش", {"فاطمة", "عبد"}),
        ("min_budget=500000", {"فاطمة", "عبد", "محمد"}),
        ("min_budget=500000.01&max_budget=900000.50", {"عبد"}),
        ("max_budget=1.2 مليون", {"فاطمة", "عبد"}),
        ("status=new&min_budget=1000000", {"محمد"}),
        ("search=فاطمه", {"فاطمة"}),
        ("search=عبدالله", {"عبد"}),
        ("search=فهد محمد", {"محمد"}),
        ("search=ABD@example", {"عبد"}),
        ("search=٠٥٢١٢٣٤٥٦٧", {"محمد"}),
        ("search=%2B966 52 123 4567", {"محمد"}),
        ("search=9876543", {"أحمد"}),
        ("search=محمد 00966521234567", {"محمد"}),
        ("search=9660521234567 فهد", {"محمد"}),
        ("search=لا أحد", set()),
        ("date_to=2026-11-22", {"فاطمة", "عبد"}),
        ("date_from=2026-11-23", {"أحمد", "محمد"}),
        ("date_from=2026-11-22&date_to=2026-11-22", {"عبد"}),
        ("date_from=2026-11-23T20:59:59Z&date_to=2026-11-23T23:59:59%2B03:00", {"أحمد"}),
        ("date_from=2026-11-23T23:59:59 03:00&date_to=2026-11-24", {"أحمد", "محمد"}),
    ],
)
def test_a_filter_finds(book, query, names):
    assert found(book, query) == names


@pytest.mark.parametrize(
    ("query", "named"),
    [
        *(("status=xyz", "status"), ("status=new,xyz", "status"), ("priority=1", "priority"), ("source=zzz", "source")),
        *(("min_budget=abc", "min_budget"), ("min_budget=-1", "min_budget"), ("max_budget=1e400", "max_budget")),
        *(("max_budget=NaN", "max_budget"), ("min_budget=2&max_budget=1", "min_budget")),
        *(("date_from=2026-13-01", "date_from"), ("date_to=0000-00-00", "date_to"), ("date_to=غدًا", "date_to")),
        *(("date_from=2026-11-23&date_to=2026-11-22", "date_from"), ("date_to=9999-12-31T23:59-14:00", "date_to")),
        *(("ordering=phone", "ordering"), ("updated_since=x", "updated_since"), ("search=%00", "search")),
        *(("owner=1", "owner"), ("tags=%00", "tags"), ("search=" + "س" * 201, "search")),
    ],
)
def test_an_impossible_value_is_named_and_left_out(book, query, named):
    filters = asked(book, query)
    assert list(filters.errors) == [named]
    assert all(max(message) >= "ء" for message in filters.errors[named])
    assert filters.qs.ordered


def test_a_manager_chooses_among_agents(manager, agent, teammate, book):
    make_customer(teammate, name="سعود")
    assert found(manager, f"owner={teammate.pk}") == {"سعود"}
    assert len(found(manager, "")) == 5


def test_what_was_asked_tells_a_narrowed_list_from_the_whole(book):
    assert asked(book, "ordering=name&search=&page=3").asks == {}
    assert asked(book, "status=new").asks == {"status": ["new"]}
