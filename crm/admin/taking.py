"""The page between «move» and the move: who takes what was chosen."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from core.admin.base import MOST_AT_ONCE, ManagedAdmin, RowSelect
from core.arabic import counted
from core.models import User
from crm.models import Customer

MOST_SHOWN = 20


class TakerForm(forms.Form):
    taker = forms.ModelChoiceField(User.objects.agents(), label=_("الوسيط الجديد"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["taker"]
        field.widget = RowSelect(Customer._meta.get_field("owner"), admin.site)
        field.widget.choices = field.choices


def choose_taker(
    model_admin: ManagedAdmin,
    request: HttpRequest,
    queryset: QuerySet[Any],
    *,
    action: str,
    title: Any,
    give: Callable[[User, list[Any]], str],
) -> HttpResponseBase | None:
    """Ask for the person; once given, `give` the rows and say its answer. None: back to the list."""
    rows = list(queryset[: MOST_AT_ONCE + 1])
    if len(rows) > MOST_AT_ONCE:
        model_admin.refuse_many(request)
        return None
    form = TakerForm(request.POST if "taker_asked" in request.POST else None)
    if form.is_valid():
        model_admin.message_user(request, give(form.cleaned_data["taker"], rows), messages.SUCCESS)
        return None
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "opts": model_admin.opts,
        "form": form,
        "media": model_admin.media + form.media,
        "action": action,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "rows": rows,
        "shown": rows[:MOST_SHOWN],
        "count": counted(len(rows), model_admin.noun),
        "rest": counted(len(rows) - MOST_SHOWN, model_admin.noun) if len(rows) > MOST_SHOWN else "",
    }
    return TemplateResponse(request, "admin/choose_taker.html", context)
