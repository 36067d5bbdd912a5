"""An act upon many rows, kept so that it can be looked at and undone whole (rules: Audit and privacy)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from core.history import acting, acting_now
from core.models import Batch, User


@contextmanager
def one_batch(kind: str, *, by: User, at: datetime, **details: Any) -> Iterator[Batch]:
    """Within the block, which is part of a flow's transaction, history rows name the batch it gives.

    Set its `row_count` in the block. `details` are codes and ids, never what a customer said.
    """
    batch = Batch.objects.create(user=by, kind=kind, door=acting_now().door, details=details, created_at=at)
    with acting(batch=batch):
        yield batch
    batch.finished_at = at
    batch.save(update_fields=["row_count", "finished_at"])
