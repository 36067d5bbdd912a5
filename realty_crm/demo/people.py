"""The demo's accounts: one manager over three agents. Their passwords are printed, so they are for a demo alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import Group

from core.models import User
from core.models.user import MANAGERS


@dataclass(frozen=True)
class Account:
    username: str
    first_name: str
    last_name: str
    password: str
    is_manager: bool = False

    @property
    def email(self) -> str:
        return f"{self.username}@example.com"


class Team(NamedTuple):
    manager: User
    salman: User
    sara: User
    fahd: User


ACCOUNTS = (
    Account("noura", "نورة", "القحطاني", "Najd-Manager-2026", is_manager=True),
    Account("salman", "سلمان", "العتيبي", "Najd-Agent-2026"),
    Account("sara", "سارة", "الغامدي", "Jeddah-Agent-2026"),
    Account("fahd", "فهد", "المطيري", "Khobar-Agent-2026"),
)


def make_team() -> Team:
    """Add the four people."""
    return Team(*(_make(account) for account in ACCOUNTS))


def open_accounts() -> Iterator[Account]:
    """The demo's accounts that still let in with the password they were made with."""
    for account in ACCOUNTS:
        user = User.objects.filter(username=account.username, email=account.email, is_active=True).first()
        if user and user.check_password(account.password):
            yield account


def taken_names() -> list[str]:
    """The user names that the demo needs and that somebody already has."""
    wanted = [account.username for account in ACCOUNTS]
    return list(User.objects.filter(username__in=wanted).order_by("username").values_list("username", flat=True))


def _make(account: Account) -> User:
    user = User.objects.create_user(
        account.username,
        account.email,
        account.password,
        first_name=account.first_name,
        last_name=account.last_name,
    )
    if account.is_manager:
        user.groups.add(Group.objects.get(name=MANAGERS))
    return user
