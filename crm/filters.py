"""One FilterSet a model: what its page, its API list and its export can be asked for (api: Lists, customers)."""

from typing import Any

import django_filters
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.filters import (
    BookFilter,
    ChangedSinceFilter,
    CodesFilter,
    IdFilter,
    MoneyFilter,
    OrderFilter,
    OwnerFilter,
    SinceFilter,
    TruthFilter,
    UntilFilter,
    WordsFilter,
    by_rank,
)
from core.models import User
from core.text import clean_line
from crm.models import Customer, CustomerQuerySet, Followup, FollowupQuerySet, Import, ImportQuerySet, Interaction
from crm.models.choices import FollowupStatus, InteractionType, Outcome, Priority, Source, Status

LONGEST_SEARCH = 200
TABS = {"uncalled": _("جدد بلا تواصل"), "idle": _("بلا متابعة قادمة"), "overdue": _("متأخرة المتابعة")}


def imports_for(request: HttpRequest | None) -> ImportQuerySet:
    """The imports whose customers the caller may ask for."""
    user = getattr(request, "user", None)
    rows: ImportQuerySet = Import.objects.select_related("batch")
    return rows.visible_to(user) if isinstance(user, User) else rows.none()


class ImportFilter(django_filters.ModelChoiceFilter):
    """The new customers of one import; one that the caller may not see is an error, as one that is not there."""

    def __init__(self) -> None:
        super().__init__(field_name="import", queryset=imports_for, label=_("الاستيراد"))

    def filter(self, qs: CustomerQuerySet, value: Import | None) -> CustomerQuerySet:
        return qs.added_by(value.batch) if value else qs


def in_tab(rows: CustomerQuerySet, code: str) -> CustomerQuerySet:
    """Those of `rows` that one of the list's own tabs shows."""
    if code == "uncalled":
        return rows.uncalled()
    return rows.idle() if code == "idle" else rows.with_overdue_followup(timezone.now())


class CustomerFilter(BookFilter):
    search = django_filters.CharFilter(method="find", label=_("بحث"), max_length=LONGEST_SEARCH)
    status = CodesFilter(choices=Status.choices, label=_("الحالة"))
    priority = CodesFilter(choices=Priority.choices, label=_("الأولوية"))
    source = CodesFilter(choices=Source.choices, label=_("المصدر"))
    tags = WordsFilter(method="any_tag", label=_("الوسوم"))
    min_budget = MoneyFilter(field_name="budget", lookup_expr="gte", label=_("الميزانية من"))
    max_budget = MoneyFilter(field_name="budget", lookup_expr="lte", label=_("الميزانية إلى"))
    date_from = SinceFilter(field_name="created_at", label=_("أضيف من"))
    date_to = UntilFilter(field_name="created_at", label=_("أضيف حتى"))
    owner = OwnerFilter()
    tab = django_filters.ChoiceFilter(choices=list(TABS.items()), method="in_tab", label=_("العرض"))
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter(
        {
            "created_at": "created_at",
            "updated_at": "updated_at",
            "name": "name_key",
            "budget": "budget",
            "priority": by_rank("priority", Priority.values),
            "last_contact_date": "last_contact_date",
            "next_followup_date": "next_followup_date",
        }
    )
    ranges = (("min_budget", "max_budget"), ("date_from", "date_to"))

    class Meta:
        model = Customer
        fields: list[str] = []

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Those above, and `import`, which Python lets no attribute be called."""
        filters = super().get_filters()
        filters["import"] = ImportFilter()
        return filters

    def find(self, queryset: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        return queryset.search(value)

    def in_tab(self, queryset: CustomerQuerySet, name: str, value: str) -> CustomerQuerySet:
        """The list's own tabs: filters too, so that an export of a tab holds what the tab shows."""
        return in_tab(queryset, value)

    def any_tag(self, queryset: CustomerQuerySet, name: str, value: list[str]) -> CustomerQuerySet:
        return queryset.tagged([clean_line(tag) for tag in value]) if value else queryset


class InteractionFilter(BookFilter):
    customer = IdFilter(label=_("العميل"))
    type = CodesFilter(choices=InteractionType.choices, label=_("النوع"))
    outcome = CodesFilter(choices=Outcome.choices, label=_("النتيجة"))
    date_from = SinceFilter(field_name="created_at", label=_("أضيف من"))
    date_to = UntilFilter(field_name="created_at", label=_("أضيف حتى"))
    owner = OwnerFilter()
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter(
        {name: name for name in ("created_at", "updated_at", "completed_at", "scheduled_for", "type")}
    )
    ranges = (("date_from", "date_to"),)

    class Meta:
        model = Interaction
        fields: list[str] = []


class FollowupFilter(BookFilter):
    customer = IdFilter(label=_("العميل"))
    status = CodesFilter(choices=FollowupStatus.choices, label=_("الحالة"))
    priority = CodesFilter(choices=Priority.choices, label=_("الأولوية"))
    due_after = SinceFilter(field_name="due_date", label=_("الموعد من"))
    due_before = UntilFilter(field_name="due_date", label=_("الموعد حتى"))
    overdue = TruthFilter(method="only_overdue", label=_("متأخرة"))
    owner = OwnerFilter()
    updated_since = ChangedSinceFilter(field_name="updated_at", label=_("عُدّل منذ"))
    ordering = OrderFilter(
        {
            **{name: name for name in ("created_at", "updated_at", "due_date", "completed_at")},
            "priority": by_rank("priority", Priority.values),
        }
    )
    ranges = (("due_after", "due_before"),)

    class Meta:
        model = Followup
        fields: list[str] = []

    def only_overdue(self, queryset: FollowupQuerySet, name: str, value: Any) -> FollowupQuerySet:
        """Pending and past its time; `false`: all the others."""
        if value is None:
            return queryset
        at = timezone.now()
        return queryset.overdue(at) if value else queryset.exclude(status=FollowupStatus.PENDING, due_date__lt=at)
