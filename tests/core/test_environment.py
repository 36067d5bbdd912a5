"""Settings come from the environment; a wrong value stops the start with a sentence that names it."""

import os
import re
import runpy
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from realty_crm.environment import WrongSetting

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = ROOT / "realty_crm" / "settings.py"
NAMES = set(re.findall(r'environment\.\w+\(\s*"([A-Z_]+)"', SETTINGS.read_text()))
PRODUCTION = {
    "SECRET_KEY": "k7-Zq2_vN8xLw4TtB0rYf6HsJ1mCd9Ue3GoPaIiKbXyRzVnQ5jWlEhMtS",
    "ALLOWED_HOSTS": "crm.example.com",
    "PUBLIC_URL": "https://crm.example.com",
    "DATABASE_URL": "postgres://crm:secret@127.0.0.1:5432/crm",
}

WRONG = [
    ("DEBUG", "maybe"),
    ("PUBLIC_URL", "crm.example.com"),
    ("PUBLIC_URL", "https://crm.example.com/path"),
    ("PUBLIC_URL", "https://crm.example.com:port"),
    ("ALLOWED_HOSTS", "https://crm.example.com"),
    ("ALLOWED_HOSTS", "crm.example.com/"),
    ("CSRF_TRUSTED_ORIGINS", "crm.example.com"),
    ("TRUSTED_PROXIES", "10.0.0.300"),
    ("TRUSTED_PROXIES", "10.0.0.1/8"),
    ("TRUSTED_PROXIES", "proxy"),
    ("SECURE_SSL_REDIRECT", "2"),
    ("WEB_THREADS", "0"),
    ("DB_POOL_SIZE", "0"),
    ("DB_POOL_SIZE", "many"),
    ("DATABASE_URL", "mysql://user@host/name"),
    ("DATABASE_URL", "nonsense"),
    ("DATABASE_URL", "postgres://user@host:port/name"),
    ("DATABASE_URL", "postgres://user@host"),
    ("DATABASE_URL", "sqlite://"),
    ("CACHE_URL", "memory"),
    ("CACHE_URL", "redis://"),
    ("CACHE_URL", "memcache://127.0.0.1"),
    ("EMAIL_URL", "pigeon://coop"),
    ("EMAIL_URL", "smtp://"),
    ("EMAIL_URL", "smtp://host:port"),
    ("EMAIL_URL", "smtp://host?speed=1"),
    ("DEFAULT_FROM_EMAIL", "the office"),
    ("TIME_ZONE", "Asia/Najd"),
    ("TIME_ZONE", "../etc/passwd"),
    ("VAT_RATE", "15%"),
    ("VAT_RATE", "-1"),
    ("VAT_RATE", "NaN"),
    ("MEDIA_ROOT", "media"),
    ("MEDIA_ROOT", str(SETTINGS)),
]


def load(monkeypatch, **values):
    """The settings as a process with this environment reads them."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in {"SECRET_KEY": "x" * 50, **values}.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(SETTINGS))


@pytest.mark.parametrize(("name", "wrong"), WRONG)
def test_a_wrong_value_stops_the_start_and_is_named(monkeypatch, name, wrong):
    with pytest.raises(WrongSetting, match=f"^{name} has a wrong value: .+"):
        load(monkeypatch, **{name: wrong})


def test_every_setting_that_can_be_wrong_is_tried():
    assert NAMES - {name for name, _wrong in WRONG} == {"SECRET_KEY", "OFFICE_NAME"}


def test_a_secret_is_required(monkeypatch):
    with pytest.raises(WrongSetting, match="SECRET_KEY is missing"):
        load(monkeypatch, SECRET_KEY="")


def test_a_secret_may_hold_any_character(monkeypatch):
    assert load(monkeypatch, SECRET_KEY="$abc%{}\\'")["SECRET_KEY"] == "$abc%{}\\'"


def test_development_needs_no_secret(monkeypatch):
    assert load(monkeypatch, SECRET_KEY="", DEBUG="1")["SECRET_KEY"]


def test_it_is_secure_unless_told_otherwise(monkeypatch):
    settings = load(monkeypatch)
    assert (settings["DEBUG"], settings["SECURE_SSL_REDIRECT"]) == (False, True)
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600


@pytest.mark.parametrize("plain", [{"SECURE_SSL_REDIRECT": "0"}, {"DEBUG": "1"}])
def test_cookies_and_hsts_follow_the_redirect(monkeypatch, plain):
    settings = load(monkeypatch, **plain)
    assert not settings["SESSION_COOKIE_SECURE"]
    assert not settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] == 0


def test_the_database_is_sqlite_beside_manage_unless_named(monkeypatch):
    assert load(monkeypatch)["DATABASES"]["default"]["NAME"] == str(ROOT / "db.sqlite3")


def test_postgresql_is_pooled_for_as_many_as_the_server_has_threads(monkeypatch):
    database = load(monkeypatch, DATABASE_URL="postgres://a:b@c:1/d?sslmode=require", WEB_THREADS="6")
    options = database["DATABASES"]["default"]["OPTIONS"]
    assert options["pool"]["max_size"] == 6
    assert (options["sslmode"], options["options"]) == ("require", "-c jit=off -c random_page_cost=1.1")
    assert database["DATABASES"]["default"]["CONN_MAX_AGE"] == 0


def test_the_pool_has_a_size_of_its_own_when_given(monkeypatch):
    database = load(monkeypatch, DATABASE_URL="postgres://a@c/d", DB_POOL_SIZE="1")["DATABASES"]["default"]
    assert database["OPTIONS"]["pool"]["max_size"] == database["OPTIONS"]["pool"]["min_size"] == 1


def test_forwarded_headers_are_believed_only_from_named_proxies(monkeypatch):
    assert load(monkeypatch)["SECURE_PROXY_SSL_HEADER"] is None
    settings = load(monkeypatch, TRUSTED_PROXIES="127.0.0.1, 10.0.0.0/8")
    assert settings["TRUSTED_PROXIES"] == [ip_network("127.0.0.1/32"), ip_network("10.0.0.0/8")]
    assert settings["SECURE_PROXY_SSL_HEADER"]


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://host", 25, False, False),
        ("smtp+tls://user:p%40ss@host", 587, True, False),
        ("smtp+ssl://user:p%40ss@host", 465, False, True),
        ("smtp+tls://host:2525", 2525, True, False),
    ],
)
def test_mail_goes_where_its_address_says(monkeypatch, url, port, tls, ssl):
    settings = load(monkeypatch, EMAIL_URL=url)
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"]) == ("host", port)
    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (tls, ssl)
    assert settings["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


def test_the_cache_may_be_redis(monkeypatch):
    cache = load(monkeypatch, CACHE_URL="redis://127.0.0.1:6379/1")["CACHES"]["default"]
    assert cache["BACKEND"] == "django.core.cache.backends.redis.RedisCache"
    assert cache["LOCATION"] == "redis://127.0.0.1:6379/1"


def run_manage(*command, **environment):
    ours = {*NAMES, "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the last: the journeys', for Playwright
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=kept | environment, capture_output=True, text=True
    )


def test_the_command_line_says_it_in_one_sentence():
    done = run_manage("check", SECRET_KEY="x", VAT_RATE="lots")
    assert done.returncode != 0
    assert done.stderr == "VAT_RATE has a wrong value: expected a percentage from 0 to 100\n"


def test_djangos_deployment_check_has_nothing_to_say():
    done = run_manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
