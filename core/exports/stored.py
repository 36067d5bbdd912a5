"""The rows of an export as the database holds them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from core.exports.columns import Row

CHUNK = 2000


@dataclass(frozen=True)
class StoredRows:
    """What a query of `values_list` finds: a value for each column of the export, in their order.

    `told` gets the number of rows that left, when the last has, or when who reads them goes away.
    """

    query: QuerySet[Any, Any]
    told: Callable[[int], None]

    def __iter__(self) -> Iterator[Row]:
        number = 0
        try:
            for row in self.query.iterator(CHUNK):
                number += 1
                yield row
        except GeneratorExit:
            self.told(number)
            raise
        self.told(number)
