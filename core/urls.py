"""Logging in and one's own account."""

from django.urls import URLPattern, URLResolver, path

from core.views import account, auth

urlpatterns: list[URLPattern | URLResolver] = [
    path("login/", auth.login, name="login"),
    path("logout/", auth.logout, name="logout"),
    path("password/", auth.password_change, name="password_change"),
    path("password/reset/", auth.password_reset, name="password_reset"),
    path("password/reset/sent/", auth.password_reset_done, name="password_reset_done"),
    path("password/reset/done/", auth.password_reset_complete, name="password_reset_complete"),
    path(
        "password/reset/<str:uidb64>/<str:token>/",
        auth.SetForgottenPassword.as_view(),
        name="password_reset_confirm",
    ),
    path("account/", account.account, name="account"),
    path("account/theme/", account.theme, name="theme"),
    path("account/tokens/", account.token_create, name="token_create"),
    path("account/tokens/<slug:digest>/revoke/", account.token_revoke, name="token_revoke"),
]
