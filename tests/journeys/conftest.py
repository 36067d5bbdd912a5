"""Journeys in headless Chromium against a live server; whatever the browser complains of fails the test."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.utils import timezone

from core.management.commands.build_assets import build_fonts

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright's loop runs in the thread of the tests

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
BENIGN = (
    "Failed to load resource",  # the answer itself is judged by its status
    "htmx:sendAbort",  # a live check overtaken by the next one, or by leaving the page
    "htmx:afterRequest",
)
ANSWERS = {"document", "xhr", "fetch"}  # may be a 404, 409 or 422 on purpose; a stylesheet or a script may not


@pytest.fixture(scope="session")
def connection(django_db_setup):
    """The connection to the test database that all tests of this process share."""
    return connections["default"]


@pytest.fixture(scope="session")
def playwright(connection, playwright):
    """Where an event loop runs, as Playwright's does, Django would open a connection apart, which knows nothing of
    what to put back after a test that commits.
    """
    connections["default"] = connection
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": shutil.which("chromium"), "args": FLAGS}


@pytest.fixture(scope="session")
def browser(launch_browser):
    """Chromium; elsewhere in the suite `browser` is Django's test client."""
    chromium = launch_browser()
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def fonts():
    """The interface font, built unless it stands there; workers take turns."""
    with (Path(tempfile.gettempdir()) / "realty-crm-fonts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        build_fonts(Path(django_settings.BUILT_STATIC) / "fonts")


@pytest.fixture(scope="session")
def base_url(fonts, live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    local = {"locale": "ar-SA", "timezone_id": "Asia/Riyadh", "viewport": {"width": 1440, "height": 900}}
    return {**browser_context_args, **local}


@pytest.fixture
def complaints():
    """What the browser complained of. Any left at the end fails the test."""
    said: list[str] = []
    yield said
    assert not said, "\n".join(said)


@pytest.fixture
def new_context(browser, browser_context_args, complaints):
    """Makes browser contexts that are watched, and closes them."""
    opened = []

    def make(**options):
        context = browser.new_context(**{**browser_context_args, **options})
        context.set_default_timeout(10_000)
        _watch(context, browser_context_args["base_url"], complaints)
        opened.append(context)
        return context

    yield make
    for context in opened:
        context.close()


def _watch(context, home, said):
    def hear(message):
        if message.type == "error" and not message.text.startswith(BENIGN):
            said.append(f"console: {message.text}")

    def see(response):
        bad = 500 if response.request.resource_type in ANSWERS else 400
        if response.status >= bad or not response.url.startswith((home, "data:", "blob:")):
            said.append(f"{response.status}: {response.request.method} {response.url}")

    def miss(request):
        if request.failure != "net::ERR_ABORTED":  # a page left before it was whole
            said.append(f"failed: {request.url} {request.failure}")

    context.on("console", hear)
    context.on("response", see)
    context.on("requestfailed", miss)
    context.on("weberror", lambda error: said.append(f"script: {error.error}"))


@pytest.fixture
def context(new_context):
    return new_context()


@pytest.fixture
def page(context):
    """A desktop browser."""
    return context.new_page()


@pytest.fixture
def phone(new_context):
    """A phone's browser: 390 × 844, touch."""
    return new_context(**PHONE).new_page()


@pytest.fixture
def scriptless(new_context):
    """A phone's browser with JavaScript off."""
    return new_context(**PHONE, java_script_enabled=False).new_page()


@pytest.fixture
def stop_clock(monkeypatch):
    """Stops the server's clock at a moment."""
    return lambda at: monkeypatch.setattr(timezone, "now", lambda: at)
