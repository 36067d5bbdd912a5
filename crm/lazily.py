"""Customers of an act upon many, known by their ids and read when somebody asks: a book may have 100,000."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from core.bulk import in_steps
from crm.models import Customer


class LazyCustomers(Sequence[Customer]):
    """The customers with these `ids`, in their order. `known`: rows at hand already, by id.

    `len()` and `ids` cost nothing; a row is read when it is looked at, and a whole loop reads in steps.
    """

    def __init__(self, ids: Sequence[int], known: Mapping[int, Customer] | None = None) -> None:
        self.ids, self.known = ids, known or {}

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return LazyCustomers(self.ids[index], self.known)
        pk = self.ids[index]
        return self.known.get(pk) or Customer.objects.get(pk=pk)

    def __iter__(self) -> Iterator[Customer]:
        for ids in in_steps(self.ids):
            read = Customer.objects.in_bulk([pk for pk in ids if pk not in self.known])
            yield from (self.known.get(pk) or read[pk] for pk in ids)
