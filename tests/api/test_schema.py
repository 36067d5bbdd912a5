"""The API's description, and the API held to it by generated calls."""

import io
import json

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck, Phase, given, settings
from rest_framework.test import APIClient
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.flows import issue_token
from realty_crm.wsgi import application
from tests.factories import make_customer, make_followup, make_interaction

CONFORMANCE = [status_code_conformance, content_type_conformance, response_schema_conformance]
GENERATED = settings(
    max_examples=15,
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def one_connection():
    """Keep the connection that holds the test's transaction open, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token(manager, now) -> str:
    customer = make_customer(manager)
    make_interaction(customer)
    make_followup(customer)
    return issue_token(by=manager, at=now)[1]


def described():
    """The operations that the description names, bound to the application itself: no server, no socket."""
    raw = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True), default=str))
    loaded = schemathesis.openapi.from_dict(raw)
    loaded.app = application
    return [found.ok() for found in loaded.get_all_operations()]


def test_it_is_valid_without_warnings():
    call_command("spectacular", validate=True, fail_on_warn=True, stdout=io.StringIO())


@pytest.mark.parametrize("operation", described(), ids=lambda operation: operation.label)
def test_no_generated_call_fails_or_answers_off_the_description(one_connection, token, operation):
    @GENERATED
    @given(operation.as_strategy())
    def call(case) -> None:
        headers = {"Authorization": f"Token {token}", **(case.headers or {})}
        case.call_and_validate(headers=headers, checks=[not_a_server_error, *CONFORMANCE])

    call()


def test_the_description_and_its_pages_need_a_login(stranger_api, visitor):
    assert stranger_api.get("/api/schema/").status_code == 401
    assert visitor.get("/api/docs/").status_code == 302


def test_the_pages_take_nothing_from_elsewhere_and_run_no_inline_script(browser):
    page = browser.get("/api/docs/")
    policy = page["Content-Security-Policy"]
    assert page.status_code == 200
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src 'self';" in policy + ";"
    assert b"://" not in page.content.replace(b"http://www.w3.org", b"")
    assert page.content.count(b"<script") == page.content.count(b"<script src=")


def test_the_script_and_the_description_behind_the_pages_answer(browser):
    script = browser.get("/api/docs/?script=")
    assert (script.status_code, script["Content-Type"]) == (200, "application/javascript")
    assert browser.get("/api/schema/").status_code == 200


def test_both_headers_are_told(api: APIClient):
    told = api.get("/api/schema/", headers={"accept": "application/vnd.oai.openapi+json"}).json()
    paths = told["paths"]["/api/v1/customers/{id}/"]
    names = {parameter["name"] for parameter in paths["patch"]["parameters"]}
    assert "If-Match" in names
    assert {"401", "404", "409", "428"} <= set(paths["patch"]["responses"])
    posts = {parameter["name"] for parameter in told["paths"]["/api/v1/customers/"]["post"]["parameters"]}
    assert "Idempotency-Key" in posts
