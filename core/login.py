"""Logging in by user name or e-mail, with a lock after five failures (api: Access)."""

import hashlib
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from core.models import User
from core.models.user import VIEW_ALL
from core.network import client_address


class LockedOut(Exception):
    """Five wrong passwords for this person from this address: no further try for 15 minutes."""


def the_user(request: HttpRequest) -> User:
    """Who is logged in, for views that the login middleware guards."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class UsernameOrEmailBackend(ModelBackend):
    """Django's own backend, but the name typed may be the e-mail."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_kwargs: Any
    ) -> User | None:
        if not username or password is None or "\0" in username:
            return None
        user = User.objects.find(username)
        if user is None:
            User().set_password(password)  # as slow as a wrong password: no telling which names exist
            return None
        return user if user.check_password(password) and self.user_can_authenticate(user) else None

    def get_user(self, user_id: int) -> User | None:
        """The person of a session; whether it is a manager, which every page asks, comes in the same query."""
        holds = Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk"))
        views_all = Permission.objects.filter(holds, content_type__app_label="crm", codename=VIEW_ALL)
        user = User.objects.annotate(views_all=Exists(views_all)).filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        user.is_manager = user.is_superuser or user.views_all
        return user


def log_in_with(request: HttpRequest, username: str, password: str) -> User | None:
    """The person these credentials belong to, or None. Raises LockedOut after five failures from this address.

    Tries for one person from one address go one after the other, over all processes, so that many at once
    cannot all be let through before the first failure is counted.
    """
    credentials = {"username": username, "password": password}
    with transaction.atomic():
        _one_at_a_time(f"{throttled_name(request, credentials)}|{client_address(request)}")
        if not AxesProxyHandler.is_allowed(request, {"username": username}):
            raise LockedOut
        user = authenticate(request, **credentials)
        if isinstance(user, User):
            forget_failures(user, address=client_address(request))
        return user


def throttled_name(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name failures are counted under: the person's user name, whichever of its names was typed."""
    typed = str((credentials or {}).get("username") or request.POST.get("username", "")).strip().replace("\0", "")
    user = User.objects.find(typed) if typed else None
    return (user.username if user else typed).lower()[:150]


def forget_failures(user: User, *, address: str | None = None) -> None:
    """Count this person's failures anew: from one address, or from every one when a mail has proven who it is."""
    AxesProxyHandler.reset_attempts(username=user.username.lower()[:150], ip_address=address)


def _one_at_a_time(subject: str) -> None:
    """Hold a lock on `subject` until the transaction ends. SQLite's transactions already take turns."""
    if connection.vendor == "postgresql":
        number = int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
