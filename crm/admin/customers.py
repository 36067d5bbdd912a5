"""Customers in the managers' door: every agent's book, found in any spelling, moved, binned and restored."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core.admin.base import MOST_AT_ONCE, MOST_NAMED, Fieldsets, manager_of
from core.admin.fields import LabelsField
from core.admin.filters import PersonFilter
from core.admin.marks import due_mark, moment_mark, phone_mark, status_mark
from core.admin.spelling import is_autocomplete
from core.admin.writing import Errors, Refusal, VersionedForm
from core.arabic import counted
from core.fields import LineField, MoneyField, PhoneField, TextField
from core.models import User
from core.numbers import format_amount
from crm.admin.binned import BinFilter, BinnedAdmin
from crm.admin.in_and_out import ImportExportDoors
from crm.admin.privacy import CustomerBinFilter, PrivacyActions
from crm.admin.taking import choose_taker
from crm.errors import DuplicateCustomer
from crm.flows import create_customer, delete_customer, edit_customer, move_customers, restore_customer
from crm.flows.many import delete_many
from crm.models import Customer


class CustomerForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version", "owner", "allow_duplicate")

    name = LineField(label=_("الاسم"))
    phone = PhoneField(label=_("الجوال"), help_text=_("بأي كتابة، مثال: 0521234567."))
    whatsapp = PhoneField(label=_("واتساب"), required=False, help_text=_("إن اختلف عن الجوال."))
    city = LineField(label=_("المدينة"), required=False)
    districts = LabelsField(label=_("الأحياء"), required=False, help_text=_("افصل بينها بفاصلة."))
    tags = LabelsField(label=_("الوسوم"), required=False, help_text=_("افصل بينها بفاصلة."))
    budget = MoneyField(label=_("الميزانية"), required=False, help_text=_("بالريال: 1,250,000 أو 1.2 مليون."))
    notes = TextField(label=_("الملاحظات"), required=False)
    allow_duplicate = forms.BooleanField(label=_("شخصان مختلفان برقم واحد"), required=False)


@admin.register(Customer)
class CustomerAdmin(ImportExportDoors, PrivacyActions, BinnedAdmin):
    form = CustomerForm
    noun = "customer"
    list_display = (
        *("shown_name", "shown_phone", "shown_status", "priority", "owner", "source", "shown_budget"),
        *("last_contact", "next_followup", "added"),
    )
    list_select_related = ("owner",)
    list_filter = (CustomerBinFilter, "status", "priority", ("owner", PersonFilter), "source", "created_at")
    search_fields = ("name",)  # shows the box; get_search_results does the search
    search_help_text = _("بالاسم بأي رسم، أو بالجوال أو آخر أربعة أرقام منه، أو بالبريد.")
    ordering = ("-created_at", "-id")
    autocomplete_fields = ("owner",)
    readonly_fields = (
        *("created_at", "created_by", "last_contact_date", "next_followup_date", "consent_said"),
        *("deleted_at", "erased_at"),
    )
    actions = ("reassign", "delete_selected", "restore", "take_out", "erase")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        twins = ("allow_duplicate",) if _asks_about_twins(request) else ()
        version = ("seen_version",) if obj else ()
        told = ("created_at", "created_by", "last_contact_date", "next_followup_date", "consent_said")
        gone = ("deleted_at", "erased_at") if obj and obj.deleted_at else ()
        return [
            (None, {"fields": ("name", "phone", *twins, "whatsapp", "email", "owner", *version)}),
            (_("المتابعة"), {"fields": ("status", "lost_reason", "priority", "source", "kind", "tags")}),
            (_("ما يبحث عنه"), {"fields": ("budget", "city", "districts", "notes")}),
            (_("الخصوصية"), {"fields": ("consent_marketing",)}),
            *([(_("سجل العميل"), {"fields": (*told, *gone)})] if obj else []),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"owner": request.user.pk, **super().get_changeform_initial_data(request)}

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        rows: Any = queryset
        rows = rows.live() if is_autocomplete(request) else rows
        return (rows.search(search_term) if search_term.strip() else rows), False

    # ------------------------------------------------------------ writing

    def write(self, request: HttpRequest, form: CustomerForm, at: datetime) -> Customer:
        told = {"by": manager_of(request), "at": at, "facts": form.facts(), "owner": form.cleaned_data["owner"]}
        told["allow_duplicate"] = form.cleaned_data["allow_duplicate"]
        if not form.instance.pk:
            return create_customer(**told)
        version = form.cleaned_data["seen_version"]
        return edit_customer(customer_id=form.instance.pk, version=version, **told)

    def explain(self, refusal: Refusal) -> Errors:
        if not isinstance(refusal, DuplicateCustomer):
            return super().explain(refusal)
        twin = refusal.existing
        url = reverse("admin:crm_customer_change", args=[twin.pk])
        link = format_html('<a href="{}" target="_blank">{}</a>', url, twin.name)
        return {
            "phone": [format_html("{} {}.", _("هذا الجوال مسجّل في قائمة الوسيط نفسه باسم"), link)],
            "allow_duplicate": [_("إن كانا شخصين مختلفين فعلّم هذا الخيار ثم احفظ.")],
        }

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_customer(by=by, at=at, customer_id=pk)

    # ------------------------------------------------------------ actions

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """In the bin one restores; elsewhere one moves and deletes; to who was erased nothing can be done."""
        actions = super().get_actions(request)
        shown = request.GET.get(BinFilter.parameter_name)
        unfit = {"reassign", "delete_selected"} if shown == BinFilter.DELETED else {"restore"}
        unfit = set(actions) if shown == CustomerBinFilter.ERASED else unfit
        return {name: action for name, action in actions.items() if name not in unfit}

    @admin.action(description=_("نقل إلى وسيط آخر"), permissions=["change"])
    def reassign(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """Ask who takes the chosen customers, then move them: both agents are told (product: flow 7)."""

        def move(taker: User, rows: list[Any]) -> str:
            ids = [customer.pk for customer in rows]
            count = move_customers(by=manager_of(request), at=timezone.now(), customer_ids=ids, taker=taker)
            told = {"count": counted(count, "customer"), "name": taker.name}
            return _("نُقل إلى %(name)s: %(count)s، وأُبلغ الطرفان.") % told

        return choose_taker(self, request, queryset, action="reassign", title=_("نقل عملاء إلى وسيط آخر"), give=move)

    @admin.action(description=_("حذف"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """As one act upon many, so that it can be taken back whole (the page of acts upon many, or its admin)."""
        ids = list(queryset.values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
        if not request.POST.get("post"):
            return super().delete_selected(request, queryset)
        if len(ids) > MOST_AT_ONCE:
            self.refuse_many(request)
            return None
        outcome = delete_many(by=manager_of(request), at=timezone.now(), customer_ids=ids)
        if outcome.count:
            told = {"count": counted(outcome.count, self.noun)}
            self.message_user(request, _("حُذف: %(count)s.") % told, messages.SUCCESS)
        for refused in outcome.refused[:MOST_NAMED]:
            self.message_user(request, f"«{refused.customer}»: {refused.reason}", messages.ERROR)
        return None

    @admin.action(description=_("استعادة من السلة"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        def take_out(customer: Customer) -> None:
            restore_customer(by=manager_of(request), at=timezone.now(), customer_id=customer.pk)

        self.act_on_each(request, queryset, take_out, done=_("تمت الاستعادة"))

    # ------------------------------------------------------------ columns

    @admin.display(description=_("الاسم"), ordering="name_key")
    def shown_name(self, customer: Customer) -> str:
        return str(customer)

    @admin.display(description=_("الجوال"))
    def shown_phone(self, customer: Customer) -> str:
        return phone_mark(customer.phone)

    @admin.display(description=_("الحالة"), ordering="status")
    def shown_status(self, customer: Customer) -> str:
        return status_mark(customer.get_status_display(), customer.status_tone)

    @admin.display(description=_("الميزانية بالريال"), ordering="budget", empty_value="—")
    def shown_budget(self, customer: Customer) -> str | None:
        return format_amount(customer.budget) if customer.budget is not None else None

    @admin.display(description=_("آخر تواصل"), ordering="last_contact_date", empty_value="—")
    def last_contact(self, customer: Customer) -> str | None:
        return moment_mark(customer.last_contact_date)

    @admin.display(description=_("المتابعة القادمة"), ordering="next_followup_date", empty_value="—")
    def next_followup(self, customer: Customer) -> str | None:
        return due_mark(customer.next_followup_date)

    @admin.display(description=_("أضيف"), ordering="created_at")
    def added(self, customer: Customer) -> str | None:
        return moment_mark(customer.created_at)

    @admin.display(description=_("آخر تسجيل للموافقة"), empty_value="—")
    def consent_said(self, customer: Customer) -> str | None:
        if customer.consent_at is None:
            return None
        told = (moment_mark(customer.consent_at), customer.consent_door, customer.consent_text_version)
        return format_html("{} · {} · {}", *told)

    def put_back_url(self, row: Customer) -> str:
        """The pages' history of a live customer: a manager puts values back there."""
        return "" if row.deleted_at else reverse("customer_history", args=[row.pk])

    def view_on_site(self, customer: Customer) -> str:
        """The customer's own page, straight; it has none in the bin."""
        return "" if customer.deleted_at else customer.get_absolute_url()


def _asks_about_twins(request: HttpRequest) -> bool:
    """Once the phone was found to be another customer's, and in what is posted after that."""
    return isinstance(getattr(request, "refusal", None), DuplicateCustomer) or "allow_duplicate" in request.POST
