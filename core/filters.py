"""What every list can be asked for: the parts of the FilterSets that pages, API and exports share.

A wrong value is an error of the filter's form, at the parameter's own name; an unknown parameter is no business of
ours; an empty one asks for nothing (api: Lists).
"""

from collections.abc import Container, Iterable, Mapping
from copy import copy
from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, F, OrderBy, QuerySet, SmallIntegerField, Value, When
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.access import BIGGEST_ID
from core.dates import day_bounds
from core.fields import MoneyField, TypedField
from core.iso import read_day_or_time
from core.models import User

LONGEST_LIST = 50  # values in one parameter
Rows = QuerySet[Any]


class CommaWidget(forms.SelectMultiple):
    """Several values of one parameter: given with commas, or the parameter given again."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = data.getlist(name) if hasattr(data, "getlist") else [data.get(name) or ""]
        parts = [part.strip() for value in given for part in str(value).replace("،", ",").split(",")]
        return [part for part in parts if part]


class WordsField(forms.Field):
    """Free words, as tags are."""

    widget = CommaWidget

    def clean(self, value: Any) -> list[str]:
        if len(value or []) > LONGEST_LIST or any("\0" in word for word in value or []):
            raise ValidationError(_("قيم أكثر من المسموح أو غير صالحة."), code="invalid")
        return list(value or [])


class BoundField(TypedField):
    """A date or a time, as ISO 8601 has it."""

    empty = None

    def read(self, text: str) -> date | datetime:
        return read_day_or_time(text)


class TruthField(TypedField):
    """`true` or `false`; anything else is an error rather than a guess."""

    empty = None

    def read(self, text: str) -> bool:
        return read_truth(text)


class OrderField(TypedField):
    """Names of columns, parted by commas, each descending with `-` before it."""

    def __init__(self, *, known: Iterable[str], **options: Any) -> None:
        super().__init__(**options)
        self.known = tuple(known)

    def read(self, text: str) -> list[str]:
        asked = [part.strip() for part in text.split(",") if part.strip()]
        if any(part.removeprefix("-") not in self.known for part in asked):
            raise ValueError(gettext("الترتيب المتاح: %(known)s.") % {"known": ", ".join(self.known)})
        return asked


class CodesFilter(django_filters.Filter):
    """Any of several codes: `status=new,negotiating`."""

    field_class = forms.MultipleChoiceField

    def __init__(self, *, choices: Any, **options: Any) -> None:
        self.codes = [code for code, _label in choices]
        super().__init__(choices=choices, widget=CommaWidget, **options)

    def filter(self, qs: Rows, value: list[str]) -> Rows:
        return qs.filter(**{f"{self.field_name}__in": value}) if value else qs


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class MoneyFilter(django_filters.Filter):
    field_class = MoneyField


class TruthFilter(django_filters.Filter):
    field_class = TruthField


class IdFilter(django_filters.Filter):
    """The rows of one other row, named by its id; one that nobody may see has none."""

    field_class = forms.IntegerField

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=BIGGEST_ID, **options)


class SinceFilter(django_filters.Filter):
    """From a time, or from the start of a day, on."""

    field_class = BoundField

    def filter(self, qs: Rows, value: date | datetime | None) -> Rows:
        return qs.filter(**{f"{self.field_name}__gte": start_of(value)}) if value else qs


class UntilFilter(django_filters.Filter):
    """Up to a time, or to the end of a day in Riyadh (api: An upper bound given as a date)."""

    field_class = BoundField

    def filter(self, qs: Rows, value: date | datetime | None) -> Rows:
        if isinstance(value, datetime):
            return qs.filter(**{f"{self.field_name}__lte": value})
        return qs.filter(**{f"{self.field_name}__lt": day_bounds(value)[1]}) if value else qs


class ChangedSinceFilter(SinceFilter):
    """What was edited since; in a list of deleted rows, what was deleted since (api: Lists, `updated_since`)."""

    def filter(self, qs: Rows, value: date | datetime | None) -> Rows:
        column = "gone_at" if "gone_at" in qs.query.annotations else self.field_name
        return qs.filter(**{f"{column}__gte": start_of(value)}) if value else qs


class OrderFilter(django_filters.Filter):
    """`ordering=name` or `-name`, among `columns`: what each name orders by. Nulls last, then by id."""

    field_class = OrderField

    def __init__(self, columns: Mapping[str, Any], **options: Any) -> None:
        self.columns = columns
        super().__init__(known=columns, label=_("الترتيب"), **options)

    def filter(self, qs: Rows, value: list[str]) -> Rows:
        if not value:
            return qs
        tie = "-id" if value[0].startswith("-") else "id"
        return qs.order_by(*(self._by(qs, asked) for asked in value), tie)

    def _by(self, qs: Rows, asked: str) -> Any:
        column = self.columns[asked.removeprefix("-")]
        descending = asked.startswith("-")
        if isinstance(column, str) and not qs.model._meta.get_field(column).null:
            return f"-{column}" if descending else column  # as the indexes are: without NULLS LAST
        return OrderBy(F(column) if isinstance(column, str) else column, descending=descending, nulls_last=True)


class NewestFirst(django_filters.ChoiceFilter):
    """The order of a list that has but one, by its name `column`; any other is an error."""

    def __init__(self, column: str, **options: Any) -> None:
        self.orders = [f"-{column}"]
        super().__init__(choices=[(order, order) for order in self.orders], label=_("الترتيب"), **options)

    def filter(self, qs: Rows, value: str) -> Rows:
        return qs


def by_rank(column: str, codes: Iterable[str]) -> Case:
    """What orders a column of codes by their rank rather than by their letters: low, medium, high, urgent."""
    ranks = [When(**{column: code}, then=Value(rank)) for rank, code in enumerate(codes)]
    return Case(*ranks, output_field=SmallIntegerField())


def read_truth(text: str) -> bool:
    """The truth that a parameter says; ValueError for any other word."""
    word = text.strip().lower()
    if word not in {"true", "1", "false", "0"}:
        raise ValueError(gettext("القيمة true أو false."))
    return word in {"true", "1"}


def start_of(bound: date | datetime) -> datetime:
    return bound if isinstance(bound, datetime) else day_bounds(bound)[0]


def owners_for(request: HttpRequest | None) -> QuerySet[User]:
    """Whose rows the caller may choose among: a manager's choice is everybody, an agent has none (api: Access)."""
    user = getattr(request, "user", None)
    may_choose = isinstance(user, User) and user.is_manager
    people = User.objects.order_by("first_name", "last_name", "id").only("username", "first_name", "last_name")
    return people if may_choose else people.none()


class OwnerFilter(django_filters.ModelChoiceFilter):
    """One agent's rows: for managers; from an agent any value is an error."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=owners_for, label=_("الوسيط"), **options)


class _Filters(dict[str, Any]):
    """A FilterSet's filters, of which each request has its own: with its own `extra`, into which it writes, and its
    method bound to it. To copy them to the depth would take longer than their work.
    """

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        return {name: _copied(each) for name, each in self.items()}


def _copied(each: django_filters.Filter) -> django_filters.Filter:
    own = copy(each)
    own.extra = dict(each.extra)
    own.method = each.method
    return own


class BookFilter(django_filters.FilterSet):
    """The base of a model's FilterSet: give it the query's parameters, the rows it may show, and the request.

    For a page: `filters = CustomerFilter(request.GET, Customer.objects.visible_to(user).live(), request=request)`;
    `filters.qs` leaves out what is wrong, `filters.form` shows it. `ranges` names (least, most) pairs of parameters.
    """

    ranges: ClassVar[tuple[tuple[str, str], ...]] = ()
    default_order: ClassVar[tuple[str, ...]] = ("-created_at", "-id")

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        return _Filters(super().get_filters())

    def filter_queryset(self, queryset: Rows) -> Rows:
        return super().filter_queryset(queryset.order_by(*self.default_order))

    @property
    def asks(self) -> dict[str, Any]:
        """What was asked for beyond an order: empty when the whole list is meant."""
        asked = self.form.cleaned_data if self.form.is_valid() else {}
        return {name: value for name, value in asked.items() if name != "ordering" and value not in (None, "", [])}

    @cached_property
    def form(self) -> "FilterForm":
        return FilterForm(self.data if self.is_bound else None, prefix=self.form_prefix, filters=self)


class FilterForm(forms.Form):
    """The form of a FilterSet: the fields that its filters made for this request, neither copied nor made a class."""

    def __init__(self, data: Any, *, filters: BookFilter, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields = _Fields(filters.filters, data or ())
        self.ranges = filters.ranges

    def clean(self) -> dict[str, Any]:
        for least, most in self.ranges:
            if _is_above(self.cleaned_data.get(least), self.cleaned_data.get(most)):
                self.add_error(least, _("الحد الأدنى أكبر من الحد الأعلى."))
        return self.cleaned_data


class _Fields(dict[str, forms.Field]):
    """The fields of what was given; those of the other filters are made when they are shown: an agent's choice of
    owners, say, is a query to build.
    """

    def __init__(self, filters: Mapping[str, django_filters.Filter], given: Container[str]) -> None:
        super().__init__({name: each.field for name, each in filters.items() if name in given})
        self.filters = filters

    def __missing__(self, name: str) -> forms.Field:
        field: forms.Field = self.filters[name].field
        return field


def _is_above(least: Any, most: Any) -> bool:
    if least is None or most is None:
        return False
    if not isinstance(least, date):
        return bool(least > most)
    if isinstance(most, datetime):
        return start_of(least) > most
    return start_of(least) >= day_bounds(most)[1]
