"""The cast: an agent, a teammate in the same office, a manager over both, and a stranger who is not logged in."""

import shutil
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from core.models import User
from tests.factories import make_agent, make_customer, make_followup, make_interaction, make_manager


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def agent(db) -> User:
    return make_agent("sara", first_name="سارة", last_name="القحطاني", email="sara@example.com")


@pytest.fixture
def teammate(db) -> User:
    return make_agent("omar", first_name="عمر", last_name="الغامدي", email="omar@example.com")


@pytest.fixture
def manager(db) -> User:
    return make_manager("noura", first_name="نورة", last_name="السالم", email="noura@example.com")


@pytest.fixture
def customer(agent):
    """A customer of the agent's."""
    return make_customer(agent)


@pytest.fixture
def foreign_customer(teammate):
    """A customer of the teammate's, which the agent must never see."""
    return make_customer(teammate, name="عميل الزميل", phone="0529999999")


@pytest.fixture
def followup(customer):
    return make_followup(customer)


@pytest.fixture
def interaction(customer):
    return make_interaction(customer)


def _browser(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user, backend="core.login.UsernameOrEmailBackend")
    return client


def _caller(user: User | None) -> APIClient:
    client = APIClient()
    if user:
        client.force_login(user, backend="core.login.UsernameOrEmailBackend")
    return client


@pytest.fixture
def browser(agent) -> Client:
    """The agent's browser."""
    return _browser(agent)


@pytest.fixture
def manager_browser(manager) -> Client:
    return _browser(manager)


@pytest.fixture
def teammate_browser(teammate) -> Client:
    return _browser(teammate)


@pytest.fixture
def visitor(db) -> Client:
    """A browser that is not logged in."""
    return _browser(None)


@pytest.fixture
def api(agent) -> APIClient:
    """An integration acting as the agent."""
    return _caller(agent)


@pytest.fixture
def manager_api(manager) -> APIClient:
    return _caller(manager)


@pytest.fixture
def teammate_api(teammate) -> APIClient:
    return _caller(teammate)


@pytest.fixture
def stranger_api(db) -> APIClient:
    return _caller(None)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory) -> None:
    """Beside a live server SQLite's test database is a file: in memory, all threads would share one connection."""
    database = settings.DATABASES["default"]
    has_browser = any("browser" in item.keywords for item in request.session.items)
    if has_browser and database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    for item in items:
        _put_back_what_migrations_made(item)
    _skip_what_cannot_run(items)
    yield
    items.sort(key=_commits)  # Django's order, which pytest's grouping by Playwright's parameter upsets


def _put_back_what_migrations_made(item: pytest.Item) -> None:
    """Each test that commits puts back places and the managers' group. All of them or none may do so: a flush that
    does and one that does not trip over each other's rows.
    """
    if _commits(item):
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)


def _commits(item: pytest.Item) -> bool:
    """Whether it writes past its own transaction, and leaves the database empty: such tests come last."""
    marker = item.get_closest_marker("django_db")
    committing = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(committing or (marker and marker.kwargs.get("transaction")))


def _skip_what_cannot_run(items: list[pytest.Item]) -> None:
    on_postgresql = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
    without = {
        "postgresql": None if on_postgresql else "needs PostgreSQL: set DATABASE_URL, or use `make test`",
        "browser": None if shutil.which("chromium") else "needs Chromium, and there is no `chromium` on the PATH",
    }
    for item in items:
        for marker, reason in without.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))
