"""My account: names, e-mail, theme and API tokens (product: Pages)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from knox.models import AuthToken

from core.fields import show_refusal
from core.flows import choose_theme, edit_account, issue_token, revoke_token
from core.forms import AccountForm
from core.login import LockedOut, the_user
from core.models import User
from core.requests import next_url, posted
from core.views.auth import locked_out

MOST_TOKENS_SHOWN = 50


@sensitive_post_parameters("current_password")
def account(request: HttpRequest) -> HttpResponse:
    """The account's page; a POST saves names and e-mail."""
    form = AccountForm(request, posted(request))
    try:
        saved = request.method == "POST" and form.is_valid() and _save(request, form)
    except LockedOut:
        return locked_out(request)
    if saved:
        messages.success(request, _("حُفظت بيانات حسابك."))
        return redirect("account")
    now = timezone.now()
    tokens = AuthToken.objects.filter(user=the_user(request), expiry__gt=now).order_by("-created")[:MOST_TOKENS_SHOWN]
    context = {"form": form, "tokens": tokens, "now": now, "themes": User.Theme.choices}
    return render(request, "core/account.html", context, status=422 if form.errors else 200)


def _save(request: HttpRequest, form: AccountForm) -> bool:
    facts = {name: form.cleaned_data[name] for name in ("first_name", "last_name", "email")}
    try:
        edit_account(by=the_user(request), at=timezone.now(), facts=facts)
    except ValidationError as wrong:
        show_refusal(form, wrong)
    return not form.errors


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or the device's own; the menu's buttons show it at once themselves."""
    try:
        choose_theme(by=the_user(request), at=timezone.now(), theme=request.POST.get("theme", ""))
    except ValidationError as unknown:
        return HttpResponseBadRequest("\n".join(unknown.messages), content_type="text/plain; charset=utf-8")
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    return redirect(next_url(request, "account"))


@require_POST
@never_cache
def token_create(request: HttpRequest) -> HttpResponse:
    """Make a token and show it, this once: it is in this answer and nowhere else."""
    token, secret = issue_token(by=the_user(request), at=timezone.now())
    return render(request, "core/account_token.html", {"token": token, "secret": secret})


@require_POST
def token_revoke(request: HttpRequest, digest: str) -> HttpResponse:
    if not revoke_token(by=the_user(request), at=timezone.now(), digest=digest):
        raise Http404(_("الرمز غير موجود"))
    messages.success(request, _("أُلغي الرمز، ولن يُقبل بعد الآن."))
    return redirect("account")
