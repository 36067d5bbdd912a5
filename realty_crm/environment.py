"""Reading the environment: every value checked once, at the start, and refused with a sentence that names it."""

import ipaddress
import os
import re
import zoneinfo
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from email.utils import parseaddr
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.core.validators import validate_email

T = TypeVar("T")

HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:.]+\]")
CACHES = {"locmemcache", "dummycache", "rediscache", "redis", "rediss"}
MAILERS = {"smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail", "dummymail"}


class WrongSetting(ImproperlyConfigured):
    """A value in the environment is missing or wrong; the message is the sentence to show."""


def value(name: str, default: T, read: Callable[[str], T]) -> T:
    """The variable `name` read with `read`, or `default` when absent or empty. A wrong one: WrongSetting."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    try:
        return read(text)
    except (ValueError, InvalidOperation, KeyError, ImproperlyConfigured) as error:
        raise WrongSetting(f"{name} has a wrong value: {error}") from error


def text(name: str, default: str) -> str:
    return value(name, default, str)


def flag(name: str, default: bool) -> bool:
    def read(text: str) -> bool:
        if text.lower() in {"1", "true", "yes", "on"}:
            return True
        if text.lower() in {"0", "false", "no", "off"}:
            return False
        raise ValueError("expected 1 or 0")

    return value(name, default, read)


def number(name: str, default: int, minimum: int = 0) -> int:
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < minimum:
            raise ValueError(f"expected a whole number, {minimum} or more")
        return int(text)

    return value(name, default, read)


def percent(name: str, default: Decimal) -> Decimal:
    def read(text: str) -> Decimal:
        try:
            rate = Decimal(text)
        except InvalidOperation:
            rate = Decimal("NaN")
        if not rate.is_finite() or not 0 <= rate <= 100:
            raise ValueError("expected a percentage from 0 to 100")
        return rate

    return value(name, default, read)


def hosts(name: str, default: list[str]) -> list[str]:
    """Host names separated by commas, as Django's ALLOWED_HOSTS takes them."""

    def host(part: str) -> str:
        if not HOST.fullmatch(part):
            raise ValueError(f"«{part}» is not a host name (no scheme, port or path)")
        return part

    return value(name, default, lambda text: [host(part) for part in _parts(text)])


def origin(name: str, default: str) -> str:
    """A public address such as https://crm.example.com, without a path."""
    return value(name, default, _origin)


def origins(name: str) -> list[str]:
    """Public addresses separated by commas; `https://*.example.com` stands for every host of a domain."""
    return value(name, [], lambda text: [_origin(part) for part in _parts(text)])


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses or networks separated by commas."""
    return value(name, [], lambda text: [_network(part) for part in _parts(text)])


def _network(text: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    """A network; IPv4 within IPv6 (::ffff:192.0.2.0/120) as IPv4, as the addresses of callers are read."""
    network = ipaddress.ip_network(text)
    within = network.network_address.ipv4_mapped if isinstance(network, ipaddress.IPv6Network) else None
    return ipaddress.ip_network((within, network.prefixlen - 96)) if within and network.prefixlen >= 96 else network


def zone(name: str, default: str) -> str:
    def read(text: str) -> str:
        if text not in zoneinfo.available_timezones():
            raise ValueError(f"«{text}» is not a time zone")
        return text

    return value(name, default, read)


def sender(name: str, default: str) -> str:
    """An e-mail address to send from, with a name or without: «Office <crm@example.com>»."""

    def read(text: str) -> str:
        try:
            validate_email(parseaddr(text)[1])
        except Exception as error:
            raise ValueError(f"«{text}» is no e-mail address") from error
        return text

    return value(name, default, read)


def folder(name: str, default: Path) -> Path:
    def read(text: str) -> Path:
        path = Path(text)
        if not path.is_absolute() or (path.exists() and not path.is_dir()):
            raise ValueError("expected the full path of a folder")
        return path

    return value(name, default, read)


def cache(name: str) -> dict[str, Any]:
    """The cache of `name` (a URL): `redis://host:6379/0`; the process's own memory when absent."""

    def read(url: str) -> dict[str, Any]:
        _one_of(urlsplit(url).scheme, CACHES)
        config: dict[str, Any] = environ.Env.cache_url_config(url)
        if "redis" in config["BACKEND"] and not urlsplit(url).netloc:
            raise ValueError("expected redis://host:port/number")
        return config

    return value(name, environ.Env.cache_url_config("locmemcache://"), read)


def mailer(name: str) -> dict[str, Any]:
    """Django's e-mail settings from `name` (a URL): `smtp+tls://user:password@host:587`; the log when absent."""

    def read(url: str) -> dict[str, Any]:
        scheme = urlsplit(url).scheme
        _one_of(scheme, MAILERS)
        if scheme.startswith("smtp") and not urlsplit(url).hostname:
            raise ValueError("expected smtp+tls://user:password@host:587")
        config: dict[str, Any] = environ.Env.email_url_config(url)
        if "OPTIONS" in config:
            raise ValueError(f"{', '.join(config['OPTIONS'])} is not an e-mail setting")
        return config

    config = value(name, environ.Env.email_url_config("consolemail://"), read)
    return {key: setting for key, setting in config.items() if setting}


# Compiling short queries costs more than it saves; and on SSDs or in memory a block anywhere costs as any other:
# with the default 4, the planner would rather read a whole table than ten thousand rows by an index.
_PLANNER = "-c jit=off -c random_page_cost=1.1"


def database(name: str, default: Path, pool_size: int) -> dict[str, Any]:
    """The database of `name` (a URL), or SQLite at the path `default`, with the options each vendor needs."""
    config: dict[str, Any] = value(name, {"ENGINE": "django.db.backends.sqlite3", "NAME": str(default)}, _database)
    if config["ENGINE"].endswith("sqlite3"):
        # WAL lets readers go on beside the one writer; IMMEDIATE takes the write lock at BEGIN, so that two
        # transactions never both read and then fail to upgrade.
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return config
    options = config.get("OPTIONS", {})
    config["OPTIONS"] = {
        **options,
        "pool": {"min_size": min(2, pool_size), "max_size": pool_size, "timeout": 10},
        "options": f"{_PLANNER} {options.get('options', '')}".strip(),
    }
    config["CONN_MAX_AGE"] = 0
    config["CONN_HEALTH_CHECKS"] = True  # after a restart of the database, the pool hands out no dead connection
    return config


def _database(url: str) -> dict[str, Any]:
    scheme = urlsplit(url).scheme
    _one_of(scheme, {"postgres", "postgresql", "sqlite"})
    config: dict[str, Any] = environ.Env.db_url_config(url)
    if not config["NAME"] or config["NAME"] == ":memory:":
        raise ValueError("it names no database, as in postgres://user:password@host:5432/name")
    return config


def _origin(text: str) -> str:
    parts = urlsplit(text)
    parts.port  # noqa: B018 (raises ValueError when it is no number)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError(f"«{text}» is not an address like https://crm.example.com")
    return f"{parts.scheme}://{parts.netloc}"


def _one_of(scheme: str, known: set[str]) -> None:
    if scheme not in known:
        raise ValueError(f"«{scheme}://» is not one of {', '.join(f'{name}://' for name in sorted(known))}")
    if "redis" in scheme and find_spec("redis") is None:
        raise ValueError("the package redis is not installed")


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
