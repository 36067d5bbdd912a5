"""How each kind of act upon many is taken back: the rows that nobody has edited since, as they were before it.

Each function is a step of undo_batch: it gives the number of rows that it put back.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import F

from core.bulk import CHANGED, record_history
from core.history import Door
from core.models import Batch, User
from crm import signals
from crm.counts import counted_together
from crm.derived import show_again
from crm.flows.many.chosen import store_edits
from crm.flows.many.edits import STATUS_COLUMNS, announce_edits
from crm.flows.many.story import earlier_rows, status_since, undone_acts, untouched_steps
from crm.flows.phones import store_many
from crm.models import Customer, Followup
from crm.models.choices import Status


def status(batch: Batch, *, by: User, at: datetime) -> int:
    """The status and reason before, counted from the day they had begun: a mistake restarts nobody's days."""
    done = 0
    for customers in untouched_steps(batch, Customer, by=by):
        told = earlier_rows(batch, customers)
        undone, sold = undone_acts(told), _may_be_converted(customers)
        changed = []
        for customer in customers:
            rows = told.get(customer.pk)
            if rows and (rows[0]["status"] != Status.CONVERTED or customer.pk in sold):
                names = _put(customer, rows[0], ("status", "lost_reason"))
                if "status" in names:
                    customer.status_changed_at = status_since(rows, undone)
                changed.append((customer, names))
        done += _store(changed, STATUS_COLUMNS, by=by, at=at)
    return done


def tags(batch: Batch, *, by: User, at: datetime) -> int:
    done = 0
    for customers in untouched_steps(batch, Customer, by=by):
        told = earlier_rows(batch, customers)
        known = [customer for customer in customers if customer.pk in told]
        changed = [(customer, _put(customer, told[customer.pk][0], ["tags"])) for customer in known]
        done += _store(changed, ["tags"], by=by, at=at)
    return done


def deleted(batch: Batch, *, by: User, at: datetime) -> int:
    """Out of the bin; a customer whose phone was given to another meanwhile stays there, to be asked about by hand."""
    done = 0
    for rows in untouched_steps(batch, Customer, by=by):
        binned = set(Customer.objects.in_bin(at).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        restored = _take_out([row for row in rows if row.pk in binned], at=at)
        record_history(restored, CHANGED, at=at)
        show_again([customer.pk for customer in restored], at=at)
        with counted_together():
            for customer in restored:
                signals.customer_restored.send(Customer, customer=customer, by=by, at=at)
        done += len(restored)
    return done


def followups(batch: Batch, *, by: User, at: datetime) -> int:
    """Those still to be done leave every list again; what was done, put off or given up stays."""
    done = 0
    for rows in untouched_steps(batch, Followup, by=by):
        live = set(Followup.objects.live().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
        gone = [row for row in rows if row.pk in live]
        for followup in gone:
            followup.deleted_at = at
        store_edits(gone, ["deleted_at"], at=at)
        if gone:
            signals.followups_changed.send(Followup, followups=gone, by=by, at=at)
        done += len(gone)
    return done


def _put(customer: Customer, told: Any, fields: Collection[str]) -> set[str]:
    """Put the fields back as history tells them; the names of those that were other."""
    changed = {field for field in fields if getattr(customer, field) != told[field]}
    for field in changed:
        setattr(customer, field, told[field])
    return changed


def _store(changed: list[tuple[Customer, set[str]]], columns: Collection[str], *, by: User, at: datetime) -> int:
    store_edits([customer for customer, _names in changed], list(columns), at=at)
    announce_edits(changed, by=by, at=at)
    return len(changed)


def _may_be_converted(customers: Collection[Customer]) -> set[int]:
    """Those (ids) that may be «تم البيع»: by a sale that still stands, or because an import said so."""
    ids = [customer.pk for customer in customers]
    imported = Customer.history.filter(id__in=ids, status=Status.CONVERTED, door=Door.IMPORT)
    sold = {customer.pk for customer in customers if signals.has_live_sale(customer)}
    return sold | set(imported.values_list("id", flat=True))


def _take_out(customers: list[Customer], *, at: datetime) -> list[Customer]:
    """Restore those whose phone is still theirs to have: those, as they are now."""

    def write() -> list[Customer]:
        free = _without_twin(customers)
        rows = Customer.objects.filter(pk__in=[customer.pk for customer in free])
        rows.update(deleted_at=None, version=F("version") + 1, updated_at=at)
        return free

    restored = store_many(write)
    for customer in restored:
        customer.deleted_at, customer.updated_at = None, at
        customer.version += 1
    return restored


def _without_twin(customers: list[Customer]) -> list[Customer]:
    """Those that share their phone by somebody's word, or whose phone no other in their book has of its own."""
    phones = [customer.phone for customer in customers]
    owners = {customer.owner_id for customer in customers}
    holders = Customer.objects.live().filter(owner__in=owners, phone__in=phones, shares_phone=False)
    taken = set(holders.values_list("owner", "phone"))
    return [one for one in customers if one.shares_phone or (one.owner_id, one.phone) not in taken]
