"""Pairs in the managers' door: recorded by hand, and what became of them."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, manager_of
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark, status_mark
from core.admin.writing import FlowAdmin, VersionedForm
from crm.models import Customer
from properties.flows import record_match, tell_match
from properties.matching.words import in_words
from properties.models import PropertyMatch
from properties.models.choices import SAYABLE, SETTLED_MATCHES, MatchStatus


class MatchForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version",)

    match_score = forms.IntegerField(
        label=_("نسبة التطابق"),
        required=False,
        min_value=0,
        max_value=100,
        help_text=_("تُحسب إن تُركت فارغة، وتُكتب لعقار خارج شروط الطلب."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "status" in self.fields:
            kept = {*SAYABLE, self.instance.status}
            self.fields["status"].choices = [  # type: ignore[attr-defined]
                choice for choice in MatchStatus.choices if choice[0] in kept
            ]


@admin.register(PropertyMatch)
class MatchAdmin(FlowAdmin):
    form = MatchForm
    noun = "match"
    list_display = ("property", "customer", "match_score", "shown_status", "owner", "added")
    list_select_related = ("property", "request__customer", "owner")
    list_filter = ("status", ("owner", PersonFilter), "created_at")
    search_fields = ("property",)  # shows the box; get_search_results does the search
    search_help_text = _("باسم العميل بأي رسم، أو بجواله أو آخر أربعة أرقام منه.")
    ordering = ("-created_at", "-id")
    raw_id_fields = ("request",)
    autocomplete_fields = ("property",)
    actions = None

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        if obj is None:
            return [(None, {"fields": ("property", "request", "match_score")})]
        pair = ("property", "request", "match_score", "shown_reasons")
        return [(None, {"fields": (*pair, "status", "reject_reason", "created_at", "created_by", "seen_version")})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("property", "request", "match_score", "shown_reasons", "created_at", "created_by") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_settled = obj is not None and obj.status in SETTLED_MATCHES
        return super().has_change_permission(request, obj) and not is_settled

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # a pair is refused, not deleted

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = super().get_queryset(request)
        is_list = request.resolver_match and str(request.resolver_match.url_name).endswith("_changelist")
        return rows.live() if is_list else rows

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term.strip():
            return queryset, False
        found = Customer.objects.live().search(search_term).values("pk")
        return queryset.filter(request__customer__in=found), False

    def write(self, request: HttpRequest, form: MatchForm, at: datetime) -> PropertyMatch:
        by, given = manager_of(request), form.cleaned_data
        if not form.instance.pk:
            pair = {"property_id": given["property"].pk, "request_id": given["request"].pk}
            return record_match(by=by, at=at, match_score=given["match_score"], **pair)
        if not {"status", "reject_reason"} & set(form.changed_data):
            return form.instance
        told = {"status": given["status"], "reject_reason": given["reject_reason"], "version": given["seen_version"]}
        return tell_match(by=by, at=at, match_id=form.instance.pk, **told)

    @admin.display(description=_("العميل"))
    def customer(self, match: PropertyMatch) -> str:
        return str(match.request.customer)

    @admin.display(description=_("الأسباب"))
    def shown_reasons(self, match: PropertyMatch) -> str:
        return format_html_join("، ", "{}", ((reason.text,) for reason in in_words(match.reasons)))

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_status(self, match: PropertyMatch) -> str:
        return status_mark(match.get_status_display(), match.status_tone)

    @admin.display(description=_("سُجّلت"), ordering="created_at")
    def added(self, match: PropertyMatch) -> str | None:
        return moment_mark(match.created_at)
