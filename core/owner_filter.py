"""The filter by agent that managers have on every list of owned rows (api: Access, `owner`)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.http import HttpRequest

from core.filters import owners_for
from core.login import the_user
from core.models import OwnedModel, OwnedQuerySet, User
from core.models.user import name_of

Rows = TypeVar("Rows", bound=OwnedQuerySet)


class Agent(NamedTuple):
    """Somebody whose rows may be chosen: what a choice shows. To make each a User takes longer than their query."""

    first_name: str
    last_name: str
    pk: int
    username: str

    @property
    def name(self) -> str:
        return name_of(self.first_name, self.last_name, self.username)


@dataclass(frozen=True)
class OwnerFilter:
    """Whose rows are shown: `viewer`'s own, or for a manager everybody's or those of the one `chosen`.

    `is_unknown`: somebody was asked for whom we do not know; nothing is shown rather than everything.
    """

    viewer: User
    agents: list[Agent]
    chosen: Agent | None = None
    is_unknown: bool = False

    def of(self, rows: Rows) -> Rows:
        if self.is_unknown:
            return rows.none()
        rows = rows.visible_to(self.viewer)
        return rows.filter(owner=self.chosen.pk) if self.chosen else rows

    def name(self, rows: Iterable[OwnedModel]) -> None:
        """Give each row its `owner_name`, where rows say whose they are. All owners are among the agents."""
        if self.names_owners:
            names = {agent.pk: agent.name for agent in self.agents}
            for row in rows:
                row.owner_name = names.get(row.owner_id, "")  # type: ignore[attr-defined]  # who came a moment ago

    @property
    def names_owners(self) -> bool:
        """Whether a row must say whose it is."""
        return self.viewer.is_manager and self.chosen is None


def owner_filter(request: HttpRequest) -> OwnerFilter:
    """What `?owner=` says; an agent has no choice."""
    viewer = the_user(request)
    if not viewer.is_manager:
        return OwnerFilter(viewer, [])
    agents = [Agent(*person) for person in owners_for(request).values_list(*Agent._fields)]
    asked = request.GET.get("owner", "").strip()
    chosen = next((agent for agent in agents if str(agent.pk) == asked), None)
    return OwnerFilter(viewer, agents, chosen, is_unknown=bool(asked) and chosen is None)
