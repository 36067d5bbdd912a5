"""What every page of the managers' door shares: who may enter, lists that stay fast, actions that say what they did."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.views.main import ERROR_FLAG
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import DataError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from core.access import is_id
from core.admin.history import history_page
from core.arabic import counted
from core.counting import MOST_COUNTED
from core.errors import Conflict
from core.models import User

Fieldsets = Any  # Django's own type of it is not to be named

MOST_AT_ONCE = 500  # rows one action takes: each is a flow of its own, within one request
MOST_NAMED = 20  # refusals that an action names one by one


class CappedPaginator(Paginator[Any]):
    """Counts to MOST_COUNTED and no further: an exact count of a million rows costs more than the page itself."""

    @cached_property
    def counted_rows(self) -> int:
        rows = self.object_list
        return rows.order_by()[: MOST_COUNTED + 1].count() if isinstance(rows, QuerySet) else len(rows)

    @property
    def count_is_exact(self) -> bool:
        return self.counted_rows <= MOST_COUNTED

    @cached_property
    def count(self) -> int:
        return min(self.counted_rows, MOST_COUNTED)


# How the offered filters compare; a name that is no column's is a filter of our own.
COMPARISONS = {"", "exact", "id__exact", "isnull", "in", "gte", "lt"}


class RowSelect(AutocompleteSelect):
    """Django's, which fails when it has to show again what is no row's id."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        return super().optgroups(name, [pk for pk in value if is_id(pk)], attrs)


class ManagedAdmin(admin.ModelAdmin[Any]):
    """Open to managers, closed to everybody else. Its trail is the rows' own history: there is no second log."""

    list_per_page = list_max_show_all = 50
    show_full_result_count = False
    paginator = CappedPaginator
    show_facets = admin.ShowFacets.NEVER  # a count for each filter's choice is a query over the whole table
    most_at_once = MOST_AT_ONCE
    noun: ClassVar[str] = "row"  # key of core.arabic.NOUNS: what actions count

    def has_module_permission(self, request: HttpRequest) -> bool:
        return is_manager(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_manager(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return is_manager(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_manager(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return is_manager(request)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Without Django's marks for adding a related row in a window of its own."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Only the filters that the list offers: any other could read a column bit by bit, a password's hash too."""
        field, _separator, how = lookup.partition("__")
        by_column: list[Any] = [item for item in self.list_filter if not isinstance(item, type)]
        offered = {item if isinstance(item, str) else item[0] for item in by_column}
        is_column = field in {column.name for column in self.opts.get_fields()}
        return not is_column or (field in offered and how in COMPARISONS)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's; a filter that no database can compare with shows the list without filters."""
        context = {"title": self.opts.verbose_name_plural, **(extra_context or {})}
        try:
            return super().changelist_view(request, context)
        except (OverflowError, DataError):
            return redirect(f"{request.path}?{ERROR_FLAG}=1")

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:  # type: ignore[override]
        """Django's, once the chosen rows are ids at all: anything else would be an error page."""
        if all(is_id(pk) for pk in request.POST.getlist(ACTION_CHECKBOX_NAME)):
            return super().response_action(request, queryset)
        self.message_user(request, _("اختر صفوفًا من القائمة."), messages.WARNING)
        return redirect(request.get_full_path())

    def act_on_each(self, request: HttpRequest, rows: Iterable[Model], act: Callable[[Any], object], done: Any) -> None:
        """Run a flow on each row and say how many it was done to («أُلغيت: 3 متابعات»), and why not to the others."""
        chosen = list(rows[: MOST_AT_ONCE + 1]) if isinstance(rows, QuerySet) else list(rows)
        if len(chosen) > MOST_AT_ONCE:
            self.refuse_many(request)
            return
        refused = [reason for reason in (refusal_of(act, row) for row in chosen) if reason]
        if len(refused) < len(chosen):
            self.message_user(request, f"{done}: {counted(len(chosen) - len(refused), self.noun)}.", messages.SUCCESS)
        for reason in refused[:MOST_NAMED]:
            self.message_user(request, reason, messages.ERROR)
        if len(refused) > MOST_NAMED:
            rest = counted(len(refused) - MOST_NAMED, self.noun)
            self.message_user(request, _("ولم يُنفَّذ الإجراء على غيرها: %(rest)s.") % {"rest": rest}, messages.ERROR)

    def refuse_many(self, request: HttpRequest) -> None:
        most = counted(MOST_AT_ONCE, self.noun)
        self.message_user(request, _("الحد الأعلى في المرة الواحدة: %(most)s.") % {"most": most}, messages.ERROR)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who changed what, when and by which door, field by field."""
        return history_page(self, request, object_id)

    def put_back_url(self, row: Any) -> str:
        """Where earlier values of this row can be put back; empty where they cannot."""
        return ""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """History says it already; a second log would keep names that erasing a person must blank."""

    log_change = log_addition  # type: ignore[assignment]

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:  # type: ignore[override]
        """As log_addition."""


class ReadOnlyAdmin(ManagedAdmin):
    """Records that nobody writes by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def manager_of(request: HttpRequest) -> User:
    """The person behind a request that has passed the door."""
    return cast(User, request.user)


def is_manager(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_manager", False))


def refusal_of(act: Callable[[Any], object], row: Model) -> str:
    """Why `act` refused the row, with the row's name; empty when it did not."""
    try:
        act(row)
    except Conflict as conflict:
        return f"«{row}»: {conflict.detail}"
    except ValidationError as error:
        return f"«{row}»: {' '.join(error.messages)}"
    except Http404 as absent:
        return f"«{row}»: {absent}"
    return ""
