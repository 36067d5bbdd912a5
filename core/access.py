"""The only gate from a request and an id to a row: a stranger's row is as absent as none at all (api: Access)."""

from typing import Any, Protocol, TypeVar, overload

from django.db.models import QuerySet
from django.http import Http404

from core.models import OwnedModel, User

Row = TypeVar("Row", bound=OwnedModel)

BIGGEST_ID = 2**63 - 1


class Rows(Protocol):
    """Rows that say which of them somebody may see."""

    def visible_to(self, user: User) -> QuerySet[Any]: ...


@overload
def visible_or_404(rows: type[Row], user: User, pk: int | str, *, lock: bool = False) -> Row: ...
@overload
def visible_or_404(rows: Rows, user: User, pk: int | str, *, lock: bool = False) -> Any: ...
def visible_or_404(rows: type[Any] | Rows, user: User, pk: int | str, *, lock: bool = False) -> Any:
    """The live row `pk` that `user` may see, or Http404 with the model's own noun. `lock` holds it until commit."""
    queryset: Any = (rows.objects.live() if isinstance(rows, type) else rows).visible_to(user)
    if lock:
        queryset = queryset.select_for_update(of=("self",))
    row = queryset.filter(pk=pk).first() if is_id(pk) else None
    if row is None:
        raise Http404(queryset.model.not_found)
    return row


def is_id(pk: int | str) -> bool:
    """Whether this can be a row's id; no other text reaches the database."""
    text = str(pk)
    return text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= BIGGEST_ID
