"""The only gate from a request and an id to a row: a stranger's row is as absent as none at all (api: Access)."""

from typing import TypeVar

from django.http import Http404

from core.models import OwnedModel, OwnedQuerySet, User

Row = TypeVar("Row", bound=OwnedModel)

BIGGEST_ID = 2**63 - 1


def visible_or_404(rows: "type[Row] | OwnedQuerySet", user: User, pk: int | str, *, lock: bool = False) -> Row:
    """The live row `pk` that `user` may see, or Http404 with the model's own noun. `lock` holds it until commit."""
    live: OwnedQuerySet = rows.objects.live() if isinstance(rows, type) else rows
    queryset = live.visible_to(user)
    if lock:
        queryset = queryset.select_for_update(of=("self",))
    row: Row | None = queryset.filter(pk=pk).first() if is_id(pk) else None
    if row is None:
        raise Http404(queryset.model.not_found)
    return row


def is_id(pk: int | str) -> bool:
    """Whether this can be a row's id; no other text reaches the database."""
    text = str(pk)
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= BIGGEST_ID
