"""Who is calling: an API token, or the browser's session (api: Access)."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from knox.auth import TokenAuthentication as KnoxAuthentication
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework import authentication, exceptions
from rest_framework.request import Request

from core.models import User
from core.models.user import VIEW_ALL


class TokenAuthentication(KnoxAuthentication):
    """`Authorization: Token …`, in one query, which also tells a manager from an agent. Writes nothing.

    Knox's own looks through all tokens of the person and deletes expired ones at every call.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, AuthToken]:
        digest = hash_token(token.decode("latin-1"))
        found = AuthToken.objects.select_related("user").annotate(sees_all=_sees_all()).filter(digest=digest).first()
        if found is None or not found.user.is_active or (found.expiry and found.expiry <= timezone.now()):
            raise exceptions.AuthenticationFailed(_("رمز الدخول غير صحيح أو منتهٍ."))
        found.user.is_manager = found.user.is_superuser or found.sees_all  # what User.is_manager would ask for
        return found.user, found


def _sees_all() -> Exists:
    holds = Q(user=OuterRef("user")) | Q(group__user=OuterRef("user"))
    return Exists(Permission.objects.filter(holds, content_type__app_label="crm", codename=VIEW_ALL))


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session, with CSRF's protection, and its refusal in Arabic."""

    def enforce_csrf(self, request: Request) -> Any:
        try:
            return super().enforce_csrf(request)
        except exceptions.PermissionDenied as denied:
            raise exceptions.PermissionDenied(_("رمز CSRF مفقود أو غير صحيح.")) from denied
