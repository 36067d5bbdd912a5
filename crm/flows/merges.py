"""Making two records of one person one, taking that back, and saying that two people are two (rules: Customers)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from core.access import is_id, visible_or_404
from core.arabic import counted
from core.errors import WrongState
from core.models import User
from core.transactions import flow, is_taken
from crm import signals
from crm.derived import refresh_contacts, refresh_next_followup
from crm.facts import settle_keys
from crm.flows.phones import share_no_more, tell_apart
from crm.flows.rows import check_version
from crm.merging.values import MERGED, SEPARATED, UNITS, Picks, check_picks, convert, merged_values
from crm.models import Customer, DistinctPeople, Merge
from crm.models.choices import Status

CURRENT = "shares_phone"  # goes with the phone, and may change without a person's edit


@flow
def merge_customers(
    *,
    by: User,
    at: datetime,
    absorbed_id: int,
    survivor_id: int,
    picks: Picks | None = None,
    versions: Mapping[int, int] | None = None,
) -> Merge:
    """Put one customer's record into another of the same owner; the journal, by which undo_merge takes it back.

    `picks` say whose value stays in a field (crm.merging.values); `versions` (by id) which version of each was seen.
    Http404 when the absorbed is not theirs, ValidationError at `into` for the survivor, or at a field; StaleVersion.
    """
    absorbed, survivor = _two(absorbed_id, survivor_id, by=by)
    check_picks(picks or {})
    values = merged_values(survivor, absorbed, picks or {})
    for row in (absorbed, survivor):
        check_version(row, (versions or {}).get(row.pk))
    if signals.has_live_sale(survivor) or signals.has_live_sale(absorbed):
        convert(values, survivor, absorbed, at)
    absorbed.deleted_at, absorbed.merged_into = at, survivor
    _save(absorbed, MERGED, at=at)
    before, after = _take(survivor, values)
    _save(survivor, MERGED, at=at)
    merge = Merge.objects.create(
        user=by, survivor=survivor, absorbed=absorbed, fields_before=before, fields_after=after, merged_at=at
    )
    signals.customers_merged.send(Customer, survivor=survivor, absorbed=absorbed, merge=merge, by=by, at=at)
    merge.save(update_fields=["moved"])
    _derive(survivor, absorbed, at=at)
    return merge


@flow
def undo_merge(*, by: User, at: datetime, merge_id: int) -> Merge:
    """Make two of one again: what moved goes back, what came since stays with the survivor (rules: Merge).

    Http404 when it is not theirs; WrongState, which says why, when it was undone, is too old, or either record was
    merged again, moved or erased since.
    """
    seen: Merge = visible_or_404(Merge.objects.all(), by, merge_id)
    pair = Customer.objects.filter(pk__in=(seen.survivor_id, seen.absorbed_id))
    rows = {row.pk: row for row in pair.select_for_update().order_by("pk")}
    merge = Merge.objects.select_for_update().get(pk=seen.pk)
    merge.survivor, merge.absorbed = survivor, absorbed = rows[merge.survivor_id], rows[merge.absorbed_id]
    if why := why_merge_stays(merge, at=at):
        raise WrongState(why)
    signals.customers_unmerged.send(Customer, survivor=survivor, absorbed=absorbed, merge=merge, by=by, at=at)
    _put_back(survivor, merge)
    _save(survivor, SEPARATED, at=at)
    absorbed.deleted_at = absorbed.merged_into = None
    _save(absorbed, SEPARATED, at=at)
    merge.undone_at, merge.undone_by = at, by
    merge.save(update_fields=["undone_at", "undone_by"])
    _derive(survivor, absorbed, at=at)
    return merge


def why_merge_stays(merge: Merge, *, at: datetime) -> str:
    """Why this merge cannot be undone at `at`; empty when it can."""
    pair = (merge.survivor_id, merge.absorbed_id)
    if merge.undone_at:
        return _("تُراجع عن هذا الدمج من قبل.")
    if merge.is_late(at):
        days = counted(settings.MERGE_UNDO_DAYS, "day", oblique=True)
        return _("مضى على الدمج أكثر من %(days)s، فلا يمكن التراجع عنه.") % {"days": days}
    if merge.survivor.erased_at or merge.absorbed.erased_at:
        return _("مُحيت بيانات أحد السجلين، فلا يمكن فصلهما.")
    later = Merge.objects.filter(Q(survivor__in=pair) | Q(absorbed__in=pair), undone_at=None, pk__gt=merge.pk)
    if later.exists():
        return _("دُمج أحد السجلين مرة أخرى. تراجع عن الدمج الأحدث أولًا.")
    since = Customer.history.filter(id__in=pair, history_date__gte=merge.merged_at)
    if since.order_by().values("owner").distinct().count() > 1:
        return _("نُقل أحد السجلين إلى وسيط آخر بعد الدمج، فلا يمكن فصلهما.")
    return ""


@flow
def say_distinct(*, by: User, at: datetime, first_id: int, second_id: int) -> None:
    """Keep that these two customers of one owner are two people, so that nobody asks again. Raises as a merge does."""
    first, second = _two(first_id, second_id, by=by)
    tell_apart(first, [second.pk], by=by, at=at)


@flow
def forget_distinct(*, by: User, at: datetime, first_id: int, second_id: int) -> None:
    """Take back that these two are two people. Http404 when nobody said so of two customers of theirs."""
    first, second = sorted((first_id, second_id))
    said = DistinctPeople.objects.visible_to(by).filter(first=first, second=second)
    if not said.delete()[0]:
        raise Http404(Customer.not_found)


def _two(first_id: int, into_id: int, *, by: User) -> tuple[Customer, Customer]:
    """Both live customers, of one owner, locked in the order of their ids: no two merges wait for each other."""
    pair = Customer.objects.live().visible_to(by).filter(pk__in=filter(is_id, (first_id, into_id)))
    rows = {row.pk: row for row in pair.select_for_update(of=("self",)).order_by("pk")}
    if first_id not in rows:
        raise Http404(Customer.not_found)
    first, into = rows[first_id], rows.get(into_id)
    if into is None:
        raise ValidationError({"into": [str(Customer.not_found)]})
    if into == first:
        raise ValidationError({"into": [_("اختر سجلًا آخر: لا يُدمج السجل في نفسه.")]})
    if into.owner_id != first.owner_id:
        raise ValidationError({"into": [_("السجلان لوسيطين مختلفين. انقل أحدهما أولًا.")]})
    return first, into


def _take(survivor: Customer, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put the values on the survivor; what they were and what they are now, of every unit that changed."""
    before = _columns(survivor)
    for column, value in values.items():
        setattr(survivor, column, value)
    settle_keys(survivor)
    share_no_more(survivor)
    after = _columns(survivor)
    changed = [
        column
        for field, others in UNITS.items()
        if any(before[column] != after[column] for column in (field, *others))
        for column in (field, *others)
    ]
    return {column: before[column] for column in changed}, {column: after[column] for column in changed}


def _put_back(survivor: Customer, merge: Merge) -> None:
    """Give the survivor its values from before the merge, wherever it still has those that the merge gave it.

    The status stays where it is while the survivor has a live sale: one that came since.
    """
    now = _columns(survivor)
    for field, others in UNITS.items():
        unit = [column for column in (field, *others) if column in merge.fields_before]
        stands = all(now[column] == merge.fields_after[column] for column in unit if column != CURRENT)
        is_sold = field == "status" and survivor.status == Status.CONVERTED and signals.has_live_sale(survivor)
        if stands and not is_sold:
            for column in unit:
                value = merge.fields_before[column]
                setattr(survivor, column, survivor._meta.get_field(column).to_python(value))  # type: ignore[union-attr]
    settle_keys(survivor)


def _columns(row: Customer) -> dict[str, Any]:
    """The columns that a merge may change, as the journal writes them."""
    names = [column for field, others in UNITS.items() for column in (field, *others)]
    return {name: _written(getattr(row, name)) for name in names}


def _written(value: Any) -> Any:
    return value if isinstance(value, str | bool | list | None) else str(value)


def _save(row: Customer, deed: str, *, at: datetime) -> None:
    """Save an edit whose history row names the deed. A phone that meanwhile is another's is kept as shared."""
    row._change_reason = deed  # type: ignore[attr-defined]  # simple-history's name for it
    version = row.version
    try:
        with transaction.atomic():
            row.record_edit(at)
    except IntegrityError as error:
        if not is_taken(error):
            raise
        row.shares_phone, row.version = True, version
        row.record_edit(at)
    del row._change_reason  # type: ignore[attr-defined]


def _derive(*customers: Customer, at: datetime) -> None:
    ids = [customer.pk for customer in customers]
    refresh_contacts(ids, at=at)
    refresh_next_followup(ids, at=at)
