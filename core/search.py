"""Search everywhere: each app says how its own things are found, and a page above them all asks every app in turn."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from core.models import User

SHORTEST_QUERY, LONGEST_QUERY = 2, 200


@dataclass(frozen=True)
class Command:
    """Something to do, reached by an address; `icon` is lucide's name."""

    url: str
    label: str
    icon: str


@dataclass(frozen=True)
class Hit:
    """Something found: `mark` stands before it, `title` and `detail` are escaped, with what was asked for marked.

    `commands` are what one may want to do with it, offered for the first thing found.
    """

    url: str
    mark: SafeString
    title: SafeString
    detail: SafeString
    badge: SafeString
    commands: list[Command] = field(default_factory=list)


@dataclass(frozen=True)
class Hits:
    """What one app found, the likeliest first; `more_url` leads to all of it when there is more."""

    title: str
    hits: list[Hit]
    more_url: str = ""


# (who asks, the query, how many at most). An empty query asks for the latest. Only rows that the person may see; one
# database query, which never reads more than it shows by much: it runs at every letter that somebody types.
Finder = Callable[[User, str, int], Hits]
_finders: list[Finder] = []


def finder(find: Finder) -> Finder:
    """Let this function answer searches, in the order in which apps are loaded; AppConfig.ready imports it."""
    _finders.append(find)
    return find


def find_everywhere(user: User, query: str, limit: int) -> list[Hits]:
    """What every app finds; apps that find nothing are left out. A query that is too short asks for the latest."""
    asked = query if len(query) >= SHORTEST_QUERY else ""
    return [hits for find in _finders if (hits := find(user, asked, limit)).hits]
