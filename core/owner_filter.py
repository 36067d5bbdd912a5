"""The filter by agent that managers have on every list of owned rows (api: Access, `owner`)."""

from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest

from core.login import the_user
from core.models import OwnedQuerySet, User

Rows = TypeVar("Rows", bound=OwnedQuerySet)


@dataclass(frozen=True)
class OwnerFilter:
    """Whose rows are shown: `viewer`'s own, or for a manager everybody's or those of the one it `chose`."""

    viewer: User
    agents: list[User]
    chosen: User | None = None

    def of(self, rows: Rows) -> Rows:
        rows = rows.visible_to(self.viewer)
        return rows.filter(owner=self.chosen) if self.chosen else rows

    @property
    def names_owners(self) -> bool:
        """Whether a row must say whose it is."""
        return self.viewer.is_manager and self.chosen is None


def owner_filter(request: HttpRequest) -> OwnerFilter:
    """What `?owner=` says; an agent has no choice, and an unknown owner is none."""
    viewer = the_user(request)
    if not viewer.is_manager:
        return OwnerFilter(viewer, [])
    agents = list(User.objects.filter(is_active=True).order_by("first_name", "last_name", "username"))
    chosen = next((agent for agent in agents if str(agent.pk) == request.GET.get("owner")), None)
    return OwnerFilter(viewer, agents, chosen)
