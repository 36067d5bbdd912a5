"""What follows from a customer's rows, recomputed from them in one statement each (product: flow 0).

Written with `update()`: neither version nor history moves; `updated_at` does, so that a client that asks for what
changed since (api: Lists) stays in step.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Min, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from crm.models import Customer, Followup, Interaction


def first_contact() -> Subquery:
    """The first completed interaction that is not the one made with the customer."""
    return _of_interactions(Min("completed_at"), Q(is_initial=False))


def last_contact() -> Greatest:
    """The newest of creation and completed interactions."""
    newest = Coalesce(_of_interactions(Max("completed_at"), Q()), "created_at")
    return Greatest("created_at", newest)


def next_followup() -> Subquery:
    """The earliest pending follow-up."""
    rows = Followup.objects.filter(customer=OuterRef("pk"), deleted_at__isnull=True).pending()
    return Subquery(rows.order_by().values("customer").annotate(value=Min("due_date")).values("value"))


def refresh_contacts(customers: Iterable[int], *, at: datetime) -> None:
    """Bring first_contact_at and last_contact_date of these customers (ids) in line with their interactions."""
    _rows(customers).update(first_contact_at=first_contact(), last_contact_date=last_contact(), updated_at=_changed(at))


def refresh_next_followup(customers: Iterable[int], *, at: datetime) -> None:
    """Bring next_followup_date of these customers (ids) in line with their follow-ups."""
    _rows(customers).update(next_followup_date=next_followup(), updated_at=_changed(at))


# Rows that hang on customers, and by which field: upper apps add theirs when they are loaded.
HANGING: list[tuple[type[Model], str]] = [(Interaction, "customer"), (Followup, "customer")]


def show_again(customers: Iterable[int], *, at: datetime) -> None:
    """Mark what stands under restored customers (ids) as changed: it is in the lists again."""
    ids = list(customers)
    for model, field in HANGING:
        rows = model._default_manager.filter(**{f"{field}__in": ids}, deleted_at__isnull=True)
        rows.update(updated_at=_changed(at))


def _changed(at: datetime) -> Greatest:
    return Greatest("updated_at", Value(at))


def _rows(customers: Iterable[int]) -> QuerySet[Customer]:
    """The customers, locked in a statement of its own: the UPDATE then sees what a rival has just committed."""
    rows = Customer.objects.filter(pk__in=list(customers))
    list(rows.select_for_update().order_by("pk").values_list("pk"))
    return rows


def _of_interactions(value: Min | Max, condition: Q) -> Subquery:
    rows = Interaction.objects.filter(condition, customer=OuterRef("pk"), deleted_at__isnull=True).completed()
    return Subquery(rows.order_by().values("customer").annotate(value=value).values("value"))
