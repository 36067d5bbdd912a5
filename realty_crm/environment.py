"""Reading the environment: every value checked once, at the start, and refused with a sentence that names it."""

import ipaddress
import zoneinfo
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

T = TypeVar("T")
env = environ.Env()


def value(name: str, default: T, read: Callable[[str], T]) -> T:
    """The variable `name` read with `read`, or `default` when absent or empty. A wrong one: ImproperlyConfigured."""
    text = env.str(name, default="").strip()
    if not text:
        return default
    try:
        return read(text)
    except (ValueError, InvalidOperation, KeyError, environ.ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} has a wrong value: {error}") from error


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
        if int(text) < minimum:
            raise ValueError(f"expected {minimum} or more")
        return int(text)

    return value(name, default, read)


def percent(name: str, default: Decimal) -> Decimal:
    def read(text: str) -> Decimal:
        rate = Decimal(text)
        if not rate.is_finite() or not 0 <= rate <= 100:
            raise ValueError("expected a percentage from 0 to 100")
        return rate

    return value(name, default, read)


def words(name: str, default: list[str]) -> list[str]:
    return value(name, default, lambda text: [word.strip() for word in text.split(",") if word.strip()])


def origin(name: str, default: str) -> str:
    """A public address such as https://crm.example.com, without a path."""

    def read(text: str) -> str:
        parts = urlsplit(text)
        if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path.strip("/"):
            raise ValueError("expected an address like https://crm.example.com")
        return f"{parts.scheme}://{parts.netloc}"

    return value(name, default, read)


def networks(name: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Addresses or networks separated by commas."""
    return value(name, [], lambda text: [ipaddress.ip_network(part.strip()) for part in text.split(",")])


def zone(name: str, default: str) -> str:
    def read(text: str) -> str:
        if text not in zoneinfo.available_timezones():
            raise ValueError(f"«{text}» is not a time zone")
        return text

    return value(name, default, read)


def database(name: str, default: Path, pool_size: int) -> dict[str, Any]:
    """The database of `name` (a URL), or SQLite at the path `default`, with the options each vendor needs."""
    config: dict[str, Any] = value(name, {}, env.db_url_config) or {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(default),
    }
    if config["ENGINE"].endswith("sqlite3"):
        # WAL lets readers go on beside the one writer; IMMEDIATE takes the write lock at BEGIN, so that two
        # transactions never both read and then fail to upgrade.
        config["OPTIONS"] = {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    elif config["ENGINE"].endswith("postgresql"):
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "pool": {"min_size": 2, "max_size": max(2, pool_size), "timeout": 10},
            "options": "-c jit=off",
        }
        config["CONN_MAX_AGE"] = 0
    else:
        raise ImproperlyConfigured(f"{name} has a wrong value: only postgres:// and sqlite:// are supported")
    return config
