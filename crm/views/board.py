"""The board of customers by status: its lanes, further cards, and a card moved in place (product: Pages)."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.access import visible_or_404
from core.addresses import row_address
from core.dates import due, lasted, local_date, month_name
from core.errors import StaleVersion
from core.login import the_user
from core.owner_filter import Agent, OwnerFilter, owner_filter
from core.panels import Chip, Option
from core.templatetags.ui import short_money
from crm.board import AT_ONCE, MOST_SHOWN, Board, Lane
from crm.filters import TABS, CustomerFilter
from crm.forms.customers import LostForm
from crm.marks import priority_bars
from crm.models import Customer
from crm.models.choices import OPEN_STATUSES, STATUS_TONES, WAITING_STATUSES, Kind, Status
from crm.views.customer_filters import FilterPanel
from crm.views.customer_list import OWNER_COLUMNS
from crm.views.stages import change_status

COLUMNS = (
    *("name", "status", "status_changed_at", "lost_reason", "priority", "budget"),
    *("kind", "city", "districts", "next_followup_date", "version"),
)
HOLD, SHOW = "hold", "show_"  # ?hold=1 opens the lane of the postponed; ?show_new=40 asks for 40 cards in a lane
NOT_ASKED = ("status", "owner", "ordering", "updated_since")  # the lanes are the statuses, and have their own order
MOST_DISTRICTS = 2


@require_safe
def pipeline(request: HttpRequest) -> HttpResponse:
    """The board; asked by htmx for one lane, that lane alone. The filters are the list's, but for the status."""
    page = BoardPage(request, timezone.now())
    wanted = str(request.htmx.target or "").removeprefix("lane-")  # type: ignore[attr-defined]
    if wanted in WAITING_STATUSES:
        [lane] = page.board(waiting=(Status(wanted),), closed=()).lanes
        return render(request, "crm/_lane.html", page.context | page.shown(lane))
    return render(request, "crm/board.html", page.whole())


@require_POST
def pipeline_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The same act as editing the status, answered with the card where it now belongs, and the lanes' new figures.

    A move that is refused (409, 422) gives back the card as it stands, and a message why.
    """
    row: Customer = visible_or_404(Customer.objects.live().select_related("owner"), the_user(request), pk)
    page = BoardPage(request, timezone.now())
    status, refusal = 200, ""
    try:
        row = change_status(request, row, page.address)
    except StaleVersion:
        status, refusal = 409, _("عُدّل «%(name)s» قبل لحظات. هذه بطاقته كما هي الآن.") % {"name": row.name}
        row.refresh_from_db()
    except ValidationError as refused:
        status, refusal = 422, " ".join(refused.messages)
    return render(request, "crm/_moved.html", page.after_move(row) | {"refusal": refusal}, status=status)


class BoardPage:
    """What the board's templates need, from the request's filters. Its query is kept by every link and move."""

    def __init__(self, request: HttpRequest, now: datetime) -> None:
        self.request, self.now, self.query = request, now, request.GET
        self.owners: OwnerFilter = owner_filter(request)
        self.with_hold = self.query.get(HOLD) == "1"
        live = self.owners.of(Customer.objects.live())
        self.filters = CustomerFilter(_without(self.query, NOT_ASKED), live, request=request)
        self.address = _with_query(reverse("pipeline"), self.query)

    @property
    def waiting(self) -> tuple[Status, ...]:
        return WAITING_STATUSES if self.with_hold else OPEN_STATUSES

    def board(self, **lanes: Any) -> Board:
        columns = Customer.objects.only(*COLUMNS)
        if self.owners.names_owners:
            columns = columns.select_related("owner").only(*COLUMNS, *OWNER_COLUMNS)
        is_filtered = bool(self.filters.asks)
        return Board(self.filters.qs, columns, self.now, is_filtered=is_filtered, cards=self._cards(), **lanes)

    def whole(self) -> dict[str, Any]:
        board = self.board(waiting=self.waiting)
        panel = BoardPanel(self.filters, self.owners, self.query, local_date(self.now))
        return self.context | {
            "board": board,
            "lanes": [self.shown(lane) for lane in board.lanes],
            "panel": panel,
            "lost_form": LostForm(),
            "is_empty": not panel.is_active and not any(total.count for total in board.totals.values()),
        }

    def after_move(self, row: Customer) -> dict[str, Any]:
        """The lanes' heads, the closed column and, where its lane is shown, the card."""
        board = self.board(waiting=())
        card = self._card(row, Status(row.status)) if row.status in self.waiting else None
        heads = [{"lane": Lane(status, board.totals[status], [])} for status in self.waiting]
        return self.context | {"board": board, "lanes": heads, "card": card, "oob": True}

    @property
    def context(self) -> dict[str, Any]:
        return {
            "owners": self.owners,
            "month": month_name(local_date(self.now)),
            "back": self.address,
            "with_hold": self.with_hold,
            "kept": [(name, value) for name, values in self.query.lists() for value in values if name != "owner"],
        }

    def shown(self, lane: Lane) -> dict[str, Any]:
        further = self.query.copy()
        further[f"{SHOW}{lane.status}"] = str(len(lane.customers) + AT_ONCE)
        return {
            "lane": lane,
            "cards": [self._card(customer, lane.status) for customer in lane.customers],
            "further": _with_query(reverse("pipeline"), further),
        }

    def _card(self, customer: Customer, status: Status) -> dict[str, Any]:
        """A card ready to show, made here for a tag a cell would cost more than the queries."""
        due_at = customer.next_followup_date
        return {
            "customer": customer,
            "url": row_address("customer", customer.pk),
            "status_url": row_address("customer_status", customer.pk),
            "move_url": _with_query(row_address("pipeline_move", customer.pk), self.query),
            "priority": priority_bars(customer.priority),
            "wants": _wants(customer),
            "budget": short_money(customer.budget),
            "age": lasted(customer.status_changed_at, self.now),
            "is_slow": customer.is_slow(self.now),
            "due": due(due_at, self.now) if due_at else "",
            "is_late": due_at is not None and due_at < self.now,
            "owner": customer.owner.name if self.owners.names_owners else "",
            "moves": _moves(status),
        }

    def _cards(self) -> dict[str, int]:
        asked = {status: self.query.get(f"{SHOW}{status}", "") for status in WAITING_STATUSES}
        known = {
            status: int(text) for status, text in asked.items() if text.isascii() and text.isdigit() and len(text) < 5
        }
        return {status: min(max(number, AT_ONCE), MOST_SHOWN) for status, number in known.items()}


class BoardPanel(FilterPanel):
    """The list's filters, but for the status, which the lanes are; the agent is chosen in the board's head too."""

    def __init__(self, filters: CustomerFilter, chosen: OwnerFilter, query: QueryDict, today: date) -> None:
        super().__init__(filters, chosen.agents, query, today)
        self.chosen = chosen

    @property
    def statuses(self) -> list[Option]:
        return []

    @property
    def owner(self) -> Agent | None:
        return self.chosen.chosen

    @property
    def kept(self) -> list[tuple[str, str]]:
        return super().kept + ([(HOLD, "1")] if self.query.get(HOLD) == "1" else [])

    def _chips(self) -> Iterator[Chip]:
        if search := self.asked.get("search"):
            yield Chip(_("بحث"), search, self._without("search"))
        if tab := self.asked.get("tab"):
            yield Chip(_("العرض"), str(TABS[tab]), self._without("tab"))
        yield from super()._chips()


def _wants(customer: Customer) -> str:
    """What the customer looks for, as far as its row says: «مشترٍ، النرجس»."""
    where = customer.districts[:MOST_DISTRICTS] or [customer.city]
    kind = str(Kind(customer.kind).label) if customer.kind else ""
    return "، ".join(word for word in (kind, *where) if word)


@lru_cache
def _moves(status: Status) -> str:
    """The buttons of a card's menu: every status of the board but its own. «تم البيع» comes with a sale alone."""
    others = [(other, STATUS_TONES[other]) for other in WAITING_STATUSES if other != status]
    return render_to_string("crm/_moves.html", {"moves": others})


def _without(query: QueryDict, names: tuple[str, ...]) -> QueryDict:
    kept = query.copy()
    for name in names:
        kept.pop(name, None)
    return kept


def _with_query(address: str, query: QueryDict) -> str:
    return f"{address}?{query.urlencode()}" if query else address
