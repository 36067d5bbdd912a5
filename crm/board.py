"""The board: the customers on their way, in lanes by status, and those who closed this month (rules: Stages).

Counts and sums go no further than pages count (core.counting), and a lane shows its first cards only, so that the
board costs the same among a million customers; migration 0007 has the indexes that its queries walk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from core.counting import Total, totals
from core.dates import month_start
from core.slices import first_of_each
from crm.models import Customer, CustomerQuerySet
from crm.models.choices import CLOSED_STATUSES, OPEN_STATUSES, STATUS_TONES, WAITING_STATUSES, Status

AT_ONCE, MOST_SHOWN, CLOSED_SHOWN = 12, 180, 5


@dataclass(frozen=True)
class Lane:
    """A status with its first customers; `total` is of all of them."""

    status: Status
    total: Total
    customers: list[Customer]

    @property
    def tone(self) -> str:
        return STATUS_TONES[self.status]

    @property
    def more(self) -> int:
        """How many more cards are shown next."""
        shown = len(self.customers)
        rest = self.total.count - shown if self.total.is_exact else AT_ONCE
        return max(0, min(AT_ONCE, rest, MOST_SHOWN - shown))

    @property
    def goes_on(self) -> bool:
        """Whether there are customers beyond the cards that a lane may show."""
        return len(self.customers) >= MOST_SHOWN


class Board:
    """Lanes of the live customers in `rows`; `columns` says what a card needs of them.

    `waiting` and `closed` name the lanes that are shown; `cards` asks for more cards in a lane than AT_ONCE, up to
    MOST_SHOWN. Two queries, each at its first use.
    """

    def __init__(
        self,
        rows: CustomerQuerySet,
        columns: CustomerQuerySet,
        at: datetime,
        *,
        is_filtered: bool = False,
        waiting: Sequence[Status] = OPEN_STATUSES,
        closed: Sequence[Status] = CLOSED_STATUSES,
        cards: Mapping[str, int] | None = None,
    ) -> None:
        self.rows, self.columns, self.at, self.is_filtered = rows, columns, at, is_filtered
        self._waiting, self._closed, self._cards = waiting, closed, cards or {}

    @property
    def lanes(self) -> list[Lane]:
        """Those on their way, the most urgent first: what is late, then what is next (CustomerQuerySet)."""
        return [self._lane(status) for status in self._waiting]

    @property
    def closed(self) -> list[Lane]:
        """Converted and lost this month, the latest first."""
        return [self._lane(status) for status in self._closed]

    @cached_property
    def totals(self) -> dict[str, Total]:
        """Of every status, shown as a lane or not; the closed ones of this month.

        Lanes are counted one by one from their index alone. Among filtered rows that would read a frequent word's
        rows to the end for each: they are counted together, and beyond MOST_COUNTED no lane is exact.
        """
        waiting = [self.rows.filter(status__in=WAITING_STATUSES)]
        if not self.is_filtered:
            waiting = [self._list(status) for status in WAITING_STATUSES]
        closed = [self._list(status) for status in CLOSED_STATUSES]
        found = totals([*waiting, *closed], by="status", amount="budget")
        absent = {status: Total() for status in (*WAITING_STATUSES, *CLOSED_STATUSES)}
        if self.is_filtered and not all(total.is_exact for name, total in found.items() if name in WAITING_STATUSES):
            absent |= {status: Total(is_exact=False) for status in WAITING_STATUSES}  # it may stand beyond those read
        return absent | found

    @property
    def active(self) -> Total:
        """All who are on their way to a sale."""
        return sum((self.totals[status] for status in OPEN_STATUSES), Total())

    def _lane(self, status: Status) -> Lane:
        return Lane(status, self.totals[status], [row for row in self._customers if row.status == status])

    @cached_property
    def _customers(self) -> list[Customer]:
        """The cards of all lanes, each lane's in its order."""
        most = {status: min(self._cards.get(status, AT_ONCE), MOST_SHOWN) for status in self._waiting}
        most |= dict.fromkeys(self._closed, CLOSED_SHOWN)
        # A lane known to be empty is not looked into: for a word of other lanes it would be read to its end
        lists = [(self._list(status), limit) for status, limit in most.items() if self.totals[status] != Total()]
        found = list(self.columns.filter(pk__in=first_of_each(lists)).most_urgent_first())
        latest = sorted(found, key=lambda row: (row.status_changed_at, row.pk), reverse=True)
        return [row for row in found if row.status in self._waiting] + [
            row for row in latest if row.status in self._closed
        ]

    def _list(self, status: Status) -> CustomerQuerySet:
        if status in CLOSED_STATUSES:
            return self.rows.closed_since(month_start(self.at), status)
        return self.rows.filter(status=status).most_urgent_first()
