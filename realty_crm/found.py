"""What the search everywhere shows: what the apps found, and commands (design: search and commands)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from core.arabic import counted, search_key
from core.models import User
from core.search import Command, Hits, find_everywhere

IN_LIST, ON_PAGE = 7, 20
COMMANDS: tuple[tuple[str, Any, str], ...] = (  # the page's name, what one does there, its icon
    ("customer_new", _("عميل جديد"), "user-plus"),
    ("followup_list", _("المتابعات"), "alarm-clock"),
    ("pipeline", _("مسار الصفقات"), "square-kanban"),
    ("property_new", _("عقار جديد"), "building-2"),
    ("property_list", _("كل العقارات"), "building-2"),
    ("match_list", _("المطابقات"), "sparkles"),
    ("request_list", _("طلبات العملاء"), "search"),
    ("import_new", _("استيراد عملاء"), "file-up"),
    ("customer_list", _("كل العملاء"), "users"),
    ("today", _("اليوم"), "list-checks"),
    ("notification_list", _("الإشعارات"), "bell"),
    ("account", _("حسابي"), "circle-user"),
)
OFFERED = 4  # commands that show before anything is typed


@dataclass(frozen=True)
class Found:
    """The answer to one query, for the palette's list or for a page."""

    user: User
    query: str
    as_list: bool

    @cached_property
    def groups(self) -> list[Hits]:
        return find_everywhere(self.user, self.query, IN_LIST if self.as_list else ON_PAGE)

    @cached_property
    def commands(self) -> list[Command]:
        """What one may do with the first thing found, then what is called as the query; without one, the usual."""
        key = search_key(self.query)
        first = self.groups[0].hits[0].commands if self.groups and key else []
        named = [command for command in _commands() if key in search_key(command.label)]
        return [*first, *(named if key else named[:OFFERED])]

    @property
    def is_nothing(self) -> bool:
        """Whether a query found no rows."""
        return bool(self.query) and not self.groups

    @property
    def told(self) -> str:
        """How many, for who hears the page rather than sees it."""
        return counted(sum(len(group.hits) for group in self.groups), "result")


def _commands() -> list[Command]:
    return [Command(url, str(label), icon) for name, label, icon in COMMANDS if (url := _address(name))]


def _address(name: str) -> str:
    """The page's address; none for a page that this installation does not have."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
