"""What each page and list costs the database among 100,000 customers, and how that grew from 10,000 (quality: Speed).

A gate that holds under noise: no time is measured, only which scans PostgreSQL chose and how many blocks it touched.
"""

import pytest
from django.db import connection, transaction
from django.test import Client

from bench.world import RARE_NAME, World
from tests.plans.plans import explained

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]
API = "/api/v1"
SMALL, LARGE = 10_000, 100_000
FEW_BLOCKS = 1_000  # what does not matter at any size
COUNTED_BLOCKS = 10_000 + FEW_BLOCKS  # a count that stops at 10,000 rows, each in a block of its own at worst

FOR_BOTH = {
    "list": "/customers/",
    "list, a later page": "/customers/?page=40",
    "status and priority": "/customers/?status=new,negotiating&priority=high",
    "rare tag": "/customers/?tags=نادر",
    "frequent tag": "/customers/?tags=كاش",
    "budget": "/customers/?min_budget=500000&max_budget=900000",
    "dates": "/customers/?date_from=2026-01-01",
    "frequent name": "/customers/?search=محمد",
    "rare name": f"/customers/?search={RARE_NAME}",
    "nobody's name": "/customers/?search=قسورة",
    "phone": "/customers/?search=0520001234",
    "last four": "/customers/?search=1234",
    "two letters": "/customers/?search=نو",
    "uncalled": "/customers/?tab=uncalled",
    "board": "/customers/board/",
    "board, frequent name": "/customers/board/?search=محمد",
    "board, rare name": f"/customers/board/?search={RARE_NAME}",
    "find frequent": "/search/?محمد",  # a POST of what stands after the mark, as the palette sends it
    "find rare": f"/search/?{RARE_NAME}",
    "find nobody": "/search/?قسورة",
    "find phone": "/search/?0520001234",
    "find last four": "/search/?1234",
    "find two letters": "/search/?نو",
    "find latest": "/search/?",
    "today": "/",
    "followups": "/followups/",
    "followups to come": "/followups/?tab=upcoming",
    "followups done": "/followups/?tab=completed",
    "all followups": "/followups/?tab=all",
    "inbox": "/notifications/",
    "unread": "/notifications/?show=unread",
    "busy customer": "/customers/{busy}/",
    "busy customer's history": "/customers/{busy}/history/",
    "the same person again": "/customers/twins/",  # a POST of TYPED
    "API list": f"{API}/customers/",
    "API search": f"{API}/customers/?search=محمد",
    "API one": f"{API}/customers/{{busy}}/",
    "API its contacts": f"{API}/customers/{{busy}}/interactions/",
    "API its history": f"{API}/customers/{{busy}}/history/",
    "API contacts": f"{API}/interactions/",
    "API followups": f"{API}/followups/",
    "API overdue": f"{API}/followups/?overdue=true",
    "API changes": f"{API}/customers/?updated_since=2026-11-01",
    "API dashboard": f"{API}/dashboard/",
    "API inbox": f"{API}/notifications/",
    "API unread": f"{API}/notifications/unread-count/",
}
TYPED = {"name": "محمد العتيبي", "phone": "0520001234", "email": "x@example.com", "city": "الرياض"}
# Lists with more than a few rows have a count up to 10,000; the API's unfiltered lists an exact one (api: Lists).
COUNTED = {
    *("list", "list, a later page", "status and priority", "frequent tag", "dates", "frequent name", "two letters"),
    "board, frequent name",
    *("today", "followups", "followups to come", "followups done", "all followups", "inbox", "unread"),
    *("by name", "by last contact", "idle", "overdue", "API search", "API overdue", "API changes"),
}
LANES = {"board"}  # each of its lanes is counted so, from its index alone once the table was vacuumed
WHOLE = {"API list", "API contacts", "API followups", "API inbox", "API unread", "API dashboard"}
UNINDEXED = {"budget"}  # any range of sums: not worth an index that every new customer pays for
FOR_AN_AGENT = {
    "by name": "/customers/?ordering=name",
    "by last contact": "/customers/?ordering=last_contact_date",
    "idle": "/customers/?tab=idle",
    "overdue": "/customers/?tab=overdue",
}


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker):
    """{(who, what): (plans among 10,000, plans among 100,000)}, of a world that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        world, found = World(agents=20, share=2, most=LARGE), {}
        for size in (SMALL, LARGE):
            world.grow(size)
            for (who, what), address in _addresses(world).items():
                found.setdefault((who, what), []).append(_plans_of(getattr(world, who), address))
        transaction.set_rollback(True)
    return found


def _addresses(world):
    both = {(who, what): address for who in ("agent", "manager") for what, address in FOR_BOTH.items()}
    alone = {("agent", what): address for what, address in FOR_AN_AGENT.items()}
    return {key: address.format(busy=world.busy_customer) for key, address in {**both, **alone}.items()}


def _asked(client, address):
    """What is typed stays out of addresses: it is posted."""
    if "twins" in address:
        return client.post(address, TYPED)
    if address.startswith("/search/"):
        return client.post("/search/", {"q": address.partition("?")[2]}, headers={"HX-Request": "true"})
    return client.get(address)


def _plans_of(user, address):
    client = Client()
    client.force_login(user, backend="core.login.UsernameOrEmailBackend")
    with explained() as plans:
        answer = _asked(client, address)
    assert answer.status_code == 200, (address, answer.status_code)
    return plans


KEYS = [(who, what) for who in ("agent", "manager") for what in FOR_BOTH] + [("agent", what) for what in FOR_AN_AGENT]


@pytest.mark.parametrize(("who", "what"), [key for key in KEYS if key[1] not in WHOLE | UNINDEXED])
def test_no_big_table_is_read_from_end_to_end(measured, who, what):
    assert measured[who, what][1].scans == []


@pytest.mark.parametrize(("who", "what"), KEYS)
def test_ten_times_the_rows_cost_hardly_more_blocks(measured, who, what):
    small, large = (plans.buffers for plans in measured[who, what])
    if what in WHOLE | UNINDEXED:
        assert large <= max(12 * small, FEW_BLOCKS)
    elif what in LANES:
        assert large <= max(3 * small, 8 * COUNTED_BLOCKS)
    elif what in COUNTED:
        assert large <= max(3 * small, COUNTED_BLOCKS)
    else:
        assert large <= max(3 * small, FEW_BLOCKS)


@pytest.mark.parametrize(("who", "what"), KEYS)
def test_the_number_of_queries_does_not_depend_on_the_rows(measured, who, what):
    small, large = (plans.count for plans in measured[who, what])
    assert small == large <= (12 if what == "today" else 8)
