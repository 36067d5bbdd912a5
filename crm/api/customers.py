"""Customers through the API, and what stands under one customer's address."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils import timezone
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import visible_or_404
from core.api.rows import Body
from core.api.views import BookViewSet, ListViewSet
from core.errors import WrongState
from crm.api import history
from crm.api.followups import FollowupFacts, FollowupViewSet
from crm.api.interactions import InteractionFacts, InteractionViewSet
from crm.api.rows import CustomerAnswer, CustomerFacts, CustomerRow, EditedCustomer, Merging, Restoring
from crm.counts import book_size
from crm.filters import CustomerFilter
from crm.flows import create_customer, delete_customer, edit_customer, merge_customers, restore_customer
from crm.flows.customers import refuse_merged
from crm.models import Customer

NEWEST, MOST_PENDING = 10, 100  # rows of a customer in its whole answer


class CustomerViewSet(BookViewSet):
    model = Customer
    queryset = Customer.objects.none()
    row_class = CustomerRow
    answer_class = CustomerAnswer
    filterset_class = CustomerFilter
    bodies = {
        "create": CustomerFacts,
        "partial_update": EditedCustomer,
        "update": EditedCustomer,
        "merge": Merging,
        "restore": Restoring,
    }

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Customer.objects.with_counts()
        return rows

    def kept_count(self, asked: Mapping[str, Any]) -> int | None:
        return book_size(self.user, asked.get("owner")) if asked.keys() <= {"owner"} else None

    def one(self, pk: int | str) -> Any:
        customer = super().one(pk)
        interactions = customer.interactions.filter(deleted_at__isnull=True)
        followups = customer.followups.filter(deleted_at__isnull=True).pending()
        customer.newest_interactions = list(interactions.newest_first()[:NEWEST])
        customer.pending_followups = list(followups.by_due_date()[:MOST_PENDING])
        return customer

    def create(self, request: Request) -> HttpResponseBase:
        customer = create_customer(by=self.user, at=timezone.now(), **_told(self.facts()))
        return self.created(_with_its_first_rows(customer))

    def update(self, request: Request, pk: str) -> HttpResponseBase:
        """PUT: as PATCH, with the required fields required."""
        return self.partial_update(request, pk)

    def edit(self, pk: int, version: int, facts: dict[str, Any], at: datetime) -> None:
        edit_customer(by=self.user, at=at, customer_id=pk, version=version, **_told(facts))

    def delete_row(self, pk: int, at: datetime) -> None:
        delete_customer(by=self.user, at=at, customer_id=pk)

    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> HttpResponseBase:
        """Puts this customer into the one `into` names, and answers that: its fields win, empty ones are filled."""
        absorbed, survivor = self.found(pk), self.facts()["into"]
        merge_customers(by=self.user, at=timezone.now(), absorbed_id=absorbed, survivor_id=survivor)
        return self.answer(survivor)

    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> HttpResponseBase:
        """Out of the bin. 409 `wrong_state` when it is not in it; 404 when it was for longer than the bin keeps."""
        at = timezone.now()
        try:
            customer: Customer = visible_or_404(Customer.objects.in_bin(at), self.user, pk)
        except Http404:
            refuse_merged(pk, by=self.user)
            visible_or_404(Customer, self.user, pk)
            raise WrongState from None
        restore_customer(by=self.user, at=at, customer_id=customer.pk, **self.facts())
        return self.answer(customer.pk)


def _with_its_first_rows(customer: Any) -> Any:
    """A customer just created, as `one` would read it: its only row is the interaction that its notes made."""
    first = customer.interactions.filter(deleted_at__isnull=True)  # said so that its index serves
    customer.newest_interactions = list(first) if customer.notes else []
    customer.pending_followups = []
    customer.interaction_count, customer.followup_count = len(customer.newest_interactions), 0
    return customer


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """The flow's arguments: the facts of the row apart from what is told about them."""
    about: dict[str, Any] = {name: facts.pop(name) for name in ("owner", "allow_duplicate") if name in facts}
    return {"facts": facts, **about}


class OfCustomer:
    """What stands under `customers/{customer_pk}/`: 404 when that customer is another's, or deleted."""

    kwargs: dict[str, Any]

    @property
    def customer(self) -> Customer:
        user = self.user  # type: ignore[attr-defined]
        customer: Customer = visible_or_404(Customer, user, self.kwargs["customer_pk"])
        return customer


class CustomerInteractions(OfCustomer, InteractionViewSet):
    bodies = {"create": InteractionFacts}

    def scope(self) -> Any:
        return super().scope().filter(customer=self.customer)

    def create(self, request: Request, **_route: Any) -> HttpResponseBase:
        return self.record(self.customer.pk, self.facts())


class CustomerFollowups(OfCustomer, FollowupViewSet):
    bodies = {"create": FollowupFacts}

    def scope(self) -> Any:
        return super().scope().filter(customer=self.customer)

    def create(self, request: Request, **_route: Any) -> HttpResponseBase:
        return self.record(self.customer.pk, self.facts())


class CustomerHistory(OfCustomer, ListViewSet):
    """Who changed what of the customer, when and through which door; newest first."""

    queryset = Customer.history.none()
    row_class = history.HistoryRow
    filterset_class = history.HistoryFilter

    def get_queryset(self) -> QuerySet[Any]:
        return history.records_of(self.customer.pk)

    def listed(self, keys: QuerySet[Any], rows: QuerySet[Any], shown_as: Body) -> Response:
        page = self.page_of(keys, rows)
        return page.answer(list(shown_as(history.told(page.rows, page.beyond), many=True).data))
