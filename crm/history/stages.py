"""How long a customer has stood in a status, as its history tells it (rules: Stages)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any


def status_began(rows: Sequence[Any]) -> datetime:
    """When the customer came to the status in which the last of these history rows, oldest first, shows it."""
    at: datetime = rows[-1].history_date
    for row in reversed(rows):
        if row.status != rows[-1].status:
            break
        at = row.history_date
    return at
