"""Ids, query parameters and posted values that no page sends: a 404, a 400, or a page; never a failure."""

from urllib.parse import quote

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.doors import fixed, varying
from tests.fuzz.texts import A_FEW, IDS, MANY, anything

PARAMETERS = (
    *("search", "q", "page", "limit", "sort", "ordering", "o", "p", "count", "status", "priority", "tags", "city"),
    *(
        "districts",
        "owner",
        "source",
        "kind",
        "type",
        "outcome",
        "tab",
        "show",
        "before",
        "log",
        "overdue",
        "due_before",
    ),
    *("due_after", "date_from", "date_to", "min_budget", "max_budget", "updated_since", "deleted", "next", "format"),
    *("customer", "user", "read", "version", "e", "field_name", "model_name", "app_label", "term", "_popup"),
)
POSTED = (
    *("name", "phone", "whatsapp", "email", "notes", "budget", "lost_reason", "allow_duplicate", "form_token", "theme"),
    *(
        "until",
        "title",
        "due_date_day",
        "due_date_time",
        "duration",
        "direction",
        "followup_at",
        "planned",
        "pick_name",
    ),
)
GROUPS = ("/admin/", "/api/", "/")
RAW = ["%00", "a%00b", "%ED%A0%80", "%ff%fe", "%", "%%%", "%D9", "&&&==", "a[]=1", "%2e%2e%2f", "+" * 500]
SEARCHED = ["/customers/", "/followups/", "/notifications/", "/admin/crm/customer/", "/admin/core/user/"]
DRAWN_FROM_CODE = {"/api/schema/", "/admin/jsi18n/"}  # slow to make, and no parameter reaches a row


def of_group(group, addresses):
    """The addresses of the admin, of the API, or, for `/`, all others."""
    others = tuple(other for other in GROUPS if other != "/" and group == "/")
    return [address for address in addresses if address.startswith(group) and not address.startswith(others)]


def query_addresses():
    return [address for address in fixed() if address not in DRAWN_FROM_CODE]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_no_id_in_an_address_is_a_failure(manager_browser, customer, group, method):
    for route in of_group(group, varying()):
        for wrong in IDS:
            address = route.replace("{}", quote(wrong, safe="%"))
            assert getattr(manager_browser, method)(address).status_code < 500, address


@pytest.mark.parametrize("address", query_addresses())
def test_no_query_parameter_is_a_failure(manager_browser, customer, followup, address):
    @A_FEW
    @given(st.dictionaries(st.sampled_from(PARAMETERS), anything, max_size=5))
    def check(query):
        assert manager_browser.get(address, query).status_code < 500

    check()


@pytest.mark.parametrize("address", [*of_group("/", fixed()), *of_group("/", varying())])
def test_no_posted_value_is_a_failure(manager_browser, customer, followup, address):
    logged_in = manager_browser.cookies.copy()

    @A_FEW
    @given(st.dictionaries(st.sampled_from(PARAMETERS + POSTED), anything, max_size=8))
    def check(values):
        manager_browser.cookies = logged_in.copy()
        with transaction.atomic():
            answer = manager_browser.post(address.replace("{}", str(customer.pk)), values)
            transaction.set_rollback(True)
        assert answer.status_code < 500

    check()


@pytest.mark.parametrize("address", SEARCHED)
def test_bytes_that_are_no_text_are_searched_for_without_failing(manager_browser, customer, address):
    for raw in RAW:
        for name in ("search", "q", "page", "status", raw):
            assert manager_browser.get(f"{address}?{name}={raw}").status_code < 500, (name, raw)


@MANY
@given(query=anything)
def test_any_text_can_be_searched_for(manager_browser, customer, query):
    assert manager_browser.get("/customers/", {"search": query}).status_code == 200
    assert manager_browser.get("/api/v1/customers/", {"search": query}).status_code in (200, 400)
    assert manager_browser.get("/admin/crm/customer/", {"q": query}).status_code in (200, 302, 400)
