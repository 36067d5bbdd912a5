"""Getting a token, giving it up, and who one is (api: Access)."""

from typing import Literal

from django.contrib.auth import logout as end_session
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import serializers, status
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import APIView

from core.api.fields import TextField
from core.api.views import ApiView, NoFacts
from core.flows import issue_token
from core.login import log_in_with
from core.models import User


class Credentials(serializers.Serializer):
    """`username` is the user name or the e-mail."""

    username = TextField(max_length=254)
    password = TextField(max_length=1000)


class Token(serializers.Serializer):
    token = serializers.CharField()
    expiry = serializers.DateTimeField()


class Me(serializers.ModelSerializer):
    role = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "username", "name", "role", "permissions")

    def get_role(self, user: User) -> Literal["agent", "manager"]:
        return "manager" if user.is_manager else "agent"

    def get_permissions(self, user: User) -> list[str]:
        return sorted(user.get_all_permissions())


class TokenView(APIView):
    """The one POST without a login, and without Idempotency-Key: a token is never given twice."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(request=Credentials, responses=Token)
    def post(self, request: Request) -> Response:
        asked = Credentials(data=request.data)
        asked.is_valid(raise_exception=True)
        user = log_in_with(request._request, **asked.validated_data)
        if user is None:
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [_("اسم المستخدم أو كلمة المرور غير صحيحة.")]})
        token, secret = issue_token(by=user, at=timezone.now())
        return Response(Token({"token": secret, "expiry": token.expiry}).data)


class LogoutView(ApiView):
    """Ends the token, or the session, that the call came with."""

    @extend_schema(request=NoFacts, responses={204: None})
    def post(self, request: Request) -> Response:
        if isinstance(request.auth, AuthToken):
            request.auth.delete()
        else:
            end_session(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


class MeView(ApiView):
    @extend_schema(responses=Me)
    def get(self, request: Request) -> Response:
        return Response(Me(request.user).data)
