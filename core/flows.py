"""What one can do with accounts: one's own, and, for managers, other people's (product: my account; issue: Admin)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult
from knox.models import AuthToken

from core.login import forget_failures
from core.models import User
from core.models.user import MANAGERS
from core.tasks import send_account_notice, send_asked_link, send_password_link
from core.text import clean_line
from core.transactions import flow

MOST_LINKS_WAITING = 500  # anybody may ask: a flood of requests must not become a flood of work


# ---------------------------------------------------------------- one's own account


@flow
def edit_account(*, by: User, at: datetime, facts: Mapping[str, str]) -> User:
    """Change one's own first_name, last_name and email; the old address hears of the new. ValidationError by field."""
    user = User.objects.select_for_update().get(pk=by.pk)
    address_before = user.email
    if _set_facts(user, facts):
        _store(user, at=at)
    if address_before and user.email != address_before:
        send_account_notice.enqueue(user_id=user.pk, address=address_before, what="email")
    return user


@flow
def choose_theme(*, by: User, at: datetime, theme: str) -> None:
    """Remember how this person wants the pages to look. ValidationError for an unknown theme."""
    if theme not in User.Theme.values:
        raise ValidationError({"theme": [_("اختر مظهرًا من القائمة.")]})
    User.objects.filter(pk=by.pk).update(theme=theme)


@flow
def issue_token(*, by: User, at: datetime) -> tuple[AuthToken, str]:
    """A new API token for oneself, for TOKEN_DAYS, and its secret: it is kept hashed, so this is the only time."""
    token, secret = AuthToken.objects.create(user=by)
    return token, secret


@flow
def revoke_token(*, by: User, at: datetime, digest: str) -> bool:
    """End one of one's own API tokens, named by the hash that is kept of it; False when there is no such one."""
    gone, _by_model = AuthToken.objects.filter(user=by, digest=digest).delete()
    return bool(gone)


# ---------------------------------------------------------------- passwords


@flow
def change_password(*, by: User, at: datetime, password: str) -> User:
    """Set one's own password, checked by the form. Ends one's other sessions (Django's session hash); tokens stay."""
    return _set_password(by, password)


@flow
def ask_password_link(*, by: User | None, at: datetime, email: str) -> None:
    """Have a link mailed to the person with this address. The worker looks whether there is one: neither the answer
    nor its time tells. `by` is None: whoever asks has not logged in.
    """
    waiting = DBTaskResult.objects.ready().filter(task_path=send_asked_link.module_path)
    if waiting.count() < MOST_LINKS_WAITING:
        send_asked_link.enqueue(email=email.strip())


@flow
def reset_password(*, by: User, at: datetime, password: str) -> User:
    """Set the password of who followed the link of the mail: `by`. Ends sessions and API tokens, and lifts the lock.

    Tokens end because a reset is what one does when somebody else may know the password.
    """
    end_tokens(by)
    forget_failures(by)
    return _set_password(by, password)


# ---------------------------------------------------------------- other people's, for managers


@flow
def invite_user(*, by: User, at: datetime, facts: Mapping[str, str], manager: bool = False) -> User:
    """Make an account (username, email, first_name, last_name) and mail its owner a link to set a password.

    Raises PermissionDenied unless `by` is a manager, ValidationError by field.
    """
    _managers_only(by)
    user = User(password=make_password(None), date_joined=at)
    _set_facts(user, {"username": "", "email": "", **facts})
    if not user.email:
        raise ValidationError({"email": [_("البريد مطلوب لإرسال الدعوة.")]})
    _store(user, at=at)
    if manager:
        user.groups.add(Group.objects.get(name=MANAGERS))
    send_password_link.enqueue(user_id=user.pk, invitation=True)
    return user


@flow
def resend_invitation(*, by: User, at: datetime, user_id: int) -> User:
    """Mail the link of the invitation anew to somebody who has not set a password. ValidationError when it has."""
    user = _managed(user_id, by=by)
    if user.has_usable_password() or not user.is_active or not user.email:
        raise ValidationError(_("الدعوة لحساب مفعّل له بريد ولم تُعيَّن كلمة مروره بعد."))
    send_password_link.enqueue(user_id=user.pk, invitation=True)
    return user


@flow
def edit_user(
    *,
    by: User,
    at: datetime,
    user_id: int,
    facts: Mapping[str, str],
    manager: bool | None = None,
    may_export: bool | None = None,
) -> User:
    """Change another's first_name, last_name and email, its role and whether it may export; None leaves as it is.

    Raises PermissionDenied unless `by` manages the account, ValidationError by field: nobody gives up its own role.
    """
    user = _managed(user_id, by=by)
    address_before = user.email
    changed = _set_facts(user, facts)
    if may_export is not None and may_export != user.may_export:
        user.may_export, changed = may_export, True
    if manager is not None:
        changed = _set_role(user, manager, by=by) or changed
    if changed:
        _store(user, at=at)
    if address_before and user.email != address_before:
        send_account_notice.enqueue(user_id=user.pk, address=address_before, what="email")
    return user


@flow
def deactivate_user(*, by: User, at: datetime, user_id: int) -> User:
    """Close an account: its sessions and API tokens end. PermissionDenied for agents, ValidationError for oneself."""
    user = _managed(user_id, by=by)
    if user == by:
        raise ValidationError(_("لا يمكن إيقاف حسابك بنفسك."))
    end_tokens(user)
    _end_sessions(user, at=at)
    user.is_active = False
    return _store(user, at=at)


@flow
def activate_user(*, by: User, at: datetime, user_id: int) -> User:
    """Open a closed account again, with the password it had."""
    user = _managed(user_id, by=by)
    user.is_active = True
    return _store(user, at=at)


# ---------------------------------------------------------------- steps


def end_tokens(user: User) -> None:
    """Let none of this person's API tokens be accepted any more."""
    AuthToken.objects.filter(user=user).delete()


def _managers_only(by: User) -> None:
    if not by.is_manager:
        raise PermissionDenied


def _managed(user_id: int, *, by: User) -> User:
    """The account, locked. A superuser's is a superuser's business."""
    _managers_only(by)
    user = User.objects.select_for_update().get(pk=user_id)
    if user.is_superuser and not by.is_superuser:
        raise PermissionDenied
    return user


def _end_sessions(user: User, *, at: datetime) -> None:
    """Forget the person's logins: an account that is only closed would find them again when it is opened."""
    live = Session.objects.filter(expire_date__gt=at).iterator()
    own = [session.pk for session in live if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()


def _set_role(user: User, manager: bool, *, by: User) -> bool:
    """Put the account into the managers' group or take it out; whether that changed anything. History says so."""
    group = Group.objects.get(name=MANAGERS)
    if manager == user.groups.filter(pk=group.pk).exists():
        return False
    if user == by:
        raise ValidationError({"role": [_("لا يغيّر المدير دوره بنفسه.")]})
    if manager:
        user.groups.add(group)
    else:
        user.groups.remove(group)
    user._change_reason = _("صار مديرًا") if manager else _("صار وسيطًا")  # type: ignore[attr-defined]
    return True


def _set_facts(user: User, facts: Mapping[str, Any]) -> bool:
    """Put what was given on the account, cleaned; whether anything changed."""
    before = {field: getattr(user, field) for field in facts}
    for field, value in facts.items():
        setattr(user, field, clean_line(value or ""))
    user.email = user.email.lower()
    _refuse_ambiguous(user, before)
    return any(getattr(user, field) != value for field, value in before.items())


def _refuse_ambiguous(user: User, before: Mapping[str, Any]) -> None:
    """Let nobody's user name be another's e-mail: people log in by either (api: Access)."""
    if "@" in user.username and before.get("username", user.username) != user.username:
        raise ValidationError({"username": [_("اسم المستخدم بلا العلامة @، والدخول بالبريد متاح على كل حال.")]})
    others = User.objects.exclude(pk=user.pk)
    if user.email != before.get("email", user.email) and others.filter(username__iexact=user.email).exists():
        raise ValidationError({"email": [_("هذا البريد هو اسم المستخدم لحساب آخر.")]})


def _store(user: User, *, at: datetime) -> User:
    """Save with a history row as of `at`; a name or an address that is taken is refused at its field."""
    user._history_date = at  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            user.full_clean(exclude=["password"], validate_constraints=False)
            user.save()
    except IntegrityError as taken:
        raise ValidationError(_taken(user)) from taken
    return user


def _taken(user: User) -> dict[str, list[str]]:
    others = User.objects.exclude(pk=user.pk)
    if others.filter(username__iexact=user.username).exists():
        return {"username": [_("اسم المستخدم هذا مستخدم من قبل.")]}
    return {"email": [_("هذا البريد مسجّل لمستخدم آخر.")]}


def _set_password(user: User, password: str) -> User:
    user.set_password(password)
    user.save(update_fields=["password"])
    if user.email:
        send_account_notice.enqueue(user_id=user.pk, address=user.email, what="password")
    return user
