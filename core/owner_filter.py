"""The filter by agent that managers have on every list of owned rows (api: Access, `owner`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from core.filters import owners_for
from core.login import the_user
from core.models import OwnedModel, OwnedQuerySet, User

Rows = TypeVar("Rows", bound=OwnedQuerySet)


@dataclass(frozen=True)
class OwnerFilter:
    """Whose rows are shown: `viewer`'s own, or for a manager everybody's or those of the one `chosen`.

    `is_unknown`: somebody was asked for whom we do not know; nothing is shown rather than everything.
    """

    viewer: User
    agents: list[User]
    chosen: User | None = None
    is_unknown: bool = False

    def of(self, rows: Rows) -> Rows:
        if self.is_unknown:
            return rows.none()
        rows = rows.visible_to(self.viewer)
        return rows.filter(owner=self.chosen) if self.chosen else rows

    def name(self, rows: Iterable[OwnedModel]) -> None:
        """Give each row its owner, where rows say whose they are. All owners are among the agents: no join needed."""
        if self.names_owners:
            people = {agent.pk: agent for agent in self.agents}
            for row in rows:
                row.owner = people[row.owner_id]

    @property
    def names_owners(self) -> bool:
        """Whether a row must say whose it is."""
        return self.viewer.is_manager and self.chosen is None


def owner_filter(request: HttpRequest) -> OwnerFilter:
    """What `?owner=` says; an agent has no choice."""
    viewer = the_user(request)
    if not viewer.is_manager:
        return OwnerFilter(viewer, [])
    agents, asked = list(owners_for(request)), request.GET.get("owner", "").strip()
    chosen = next((agent for agent in agents if str(agent.pk) == asked), None)
    return OwnerFilter(viewer, agents, chosen, is_unknown=bool(asked) and chosen is None)
