"""People in the managers' door: invited by e-mail, named, promoted, closed and opened again.

Registered by crm.admin.agents, which adds each agent's book.
"""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, manager_of
from core.admin.marks import moment_mark
from core.admin.spelling import SpellingSearch, is_autocomplete
from core.admin.writing import FlowAdmin, FlowForm
from core.flows import activate_user, deactivate_user, edit_user, invite_user, resend_invitation
from core.models import User
from core.models.user import MANAGERS

AGENT, MANAGER = "agent", "manager"
ROLES = [(AGENT, _("وسيط")), (MANAGER, _("مدير"))]


class PersonForm(FlowForm):
    role = forms.ChoiceField(label=_("الدور"), choices=ROLES, help_text=_("يرى المدير عملاء كل الوسطاء ولوحة الإدارة."))
    not_facts: tuple[str, ...] = ("role", "may_export")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["role"] = MANAGER if self.instance.is_lead else AGENT
        for name in {"first_name", "email"} & set(self.fields):
            self.fields[name].required = not self.instance.pk


class RoleFilter(admin.SimpleListFilter):
    title = _("الدور")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return ROLES

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in {AGENT, MANAGER}:
            return queryset
        leads = Q(is_lead=True) | Q(is_superuser=True)
        return queryset.filter(leads if self.value() == MANAGER else ~leads)


class PersonAdmin(SpellingSearch, FlowAdmin):
    form = PersonForm
    noun = "user"
    list_display: tuple[str, ...] = ("name", "username", "email", "role", "is_active", "may_export", "last_seen")
    list_filter = ("is_active", RoleFilter, "may_export")
    search_fields = ("first_name", "last_name", "username", "email")
    search_help_text = _("بالاسم بأي رسم، أو باسم المستخدم أو البريد.")
    ordering = ("-is_active", "first_name", "last_name", "username")
    actions: tuple[str, ...] = ("deactivate", "activate", "invite_again")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        leads = Group.objects.filter(name=MANAGERS, user=OuterRef("pk"))
        return super().get_queryset(request).annotate(is_lead=Exists(leads))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Rows are given to people who can still log in."""
        people = queryset.filter(is_active=True) if is_autocomplete(request) else queryset
        return super().get_search_results(request, people, search_term)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        if obj is None:
            return [(_("دعوة بالبريد"), {"fields": ("first_name", "last_name", "username", "email", "role")})]
        facts = ("username", "first_name", "last_name", "email", "role", "may_export")
        return [
            (None, {"fields": facts}),
            (_("الحساب"), {"fields": ("is_active", "last_login", "date_joined")}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("username", "is_active", "last_login", "date_joined") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's account is a superuser's business."""
        return super().has_change_permission(request, obj) and (may_manage(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # an account is closed: what it did stays its own

    def write(self, request: HttpRequest, form: PersonForm, at: datetime) -> User:
        manager = form.cleaned_data["role"] == MANAGER
        if not form.instance.pk:
            return invite_user(by=manager_of(request), at=at, facts=form.facts(), manager=manager)
        role = {"manager": manager} if "role" in form.changed_data else {}
        export = {"may_export": form.cleaned_data["may_export"]} if "may_export" in form.changed_data else {}
        return edit_user(by=manager_of(request), at=at, user_id=form.instance.pk, facts=form.facts(), **role, **export)

    # ------------------------------------------------------------ actions

    @admin.action(description=_("إيقاف الحساب"), permissions=["change"])
    def deactivate(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Its sessions and API tokens end."""
        self._on_accounts(request, queryset, deactivate_user, done=_("أُوقفت الحسابات"))

    @admin.action(description=_("إعادة تفعيل الحساب"), permissions=["change"])
    def activate(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._on_accounts(request, queryset, activate_user, done=_("أُعيد التفعيل"))

    @admin.action(description=_("إعادة إرسال الدعوة"), permissions=["change"])
    def invite_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._on_accounts(request, queryset, resend_invitation, done=_("أُرسلت الدعوة"))

    def _on_accounts(self, request: HttpRequest, queryset: QuerySet[Any], flow: Any, *, done: Any) -> None:
        def act(person: User) -> None:
            flow(by=manager_of(request), at=timezone.now(), user_id=person.pk)

        self.act_on_each(request, queryset, act, done=done)

    # ------------------------------------------------------------ columns

    @admin.display(description=_("الاسم"), ordering="first_name")
    def name(self, person: User) -> str:
        return person.name

    @admin.display(description=_("آخر دخول"), ordering="last_login", empty_value="—")
    def last_seen(self, person: User) -> str | None:
        return moment_mark(person.last_login)

    @admin.display(description=_("الدور"))
    def role(self, person: Any) -> Any:
        if person.is_superuser:
            return _("مشرف النظام")
        return dict(ROLES)[MANAGER if person.is_lead else AGENT]


def may_manage(request: HttpRequest, person: User | None) -> bool:
    return person is None or not person.is_superuser or bool(getattr(request.user, "is_superuser", False))
