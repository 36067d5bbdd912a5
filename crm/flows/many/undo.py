"""Taking an act upon many back, whole: a new change of every row that is as the act left it (rules: Audit)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from core.access import is_id
from core.batches import one_batch
from core.errors import WrongState
from core.models import Batch, User
from core.transactions import flow
from crm.flows.many import put_back, put_back_moves

PutBack = Callable[..., int]
WAYS: dict[str, PutBack] = {
    Batch.Kind.STATUS: put_back.status,
    Batch.Kind.TAGS: put_back.tags,
    Batch.Kind.DELETE: put_back.deleted,
    Batch.Kind.FOLLOWUPS: put_back.followups,
    Batch.Kind.MOVE: put_back_moves.moved,
}


@dataclass(frozen=True)
class Undone:
    """The act that was taken back, and of how many rows; `left` are those that have changed since, or cannot return."""

    batch: Batch
    count: int
    left: int


@flow
def undo_batch(*, by: User, at: datetime, batch_id: int) -> Undone:
    """Take back what a batch did. Http404 for another's, unless `by` is a manager.

    WrongState when it was taken back before, is past BATCH_UNDO_DAYS or of a kind that is not taken back, or when
    every one of its rows has changed since.
    """
    batch = _locked(batch_id, by=by)
    _refuse_unless_open(batch, at=at)
    with one_batch(Batch.Kind.UNDO, by=by, at=at, of=batch.pk, what=batch.kind) as own:
        own.row_count = WAYS[batch.kind](batch, by=by, at=at)
    if not own.row_count:
        raise WrongState(_("لم يبقَ ما يمكن التراجع عنه: تغيّر كل ما شمله الإجراء بعده."))
    batch.undone_at, batch.undone_by = at, by
    batch.save(update_fields=["undone_at", "undone_by"])
    return Undone(batch, own.row_count, batch.row_count - own.row_count)


def _locked(batch_id: int, *, by: User) -> Batch:
    rows = Batch.objects.visible_to(by).select_for_update(of=("self",))
    batch: Batch | None = rows.filter(pk=batch_id).first() if is_id(batch_id) else None
    if batch is None:
        raise Http404(Batch.not_found)
    return batch


def _refuse_unless_open(batch: Batch, *, at: datetime) -> None:
    if batch.undone_at:
        raise WrongState(_("سبق التراجع عن هذا الإجراء."))
    if not batch.can_be_undone(at):
        raise WrongState(_("انتهت مهلة التراجع عن هذا الإجراء، أو هو مما لا يُتراجع عنه."))
