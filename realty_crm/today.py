"""Today: what an agent does now, ranked and with its reasons (rules: Today's list), and the dashboard's figures."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from statistics import median
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.arabic import counted
from core.counting import count_up_to
from core.owner_filter import OwnerFilter
from core.slices import first_of_each
from crm.counts import book_size
from crm.models import Customer, Followup, Interaction
from crm.models.followup import FollowupQuerySet
from crm.timeline import ICONS
from crm.views.followup_list import FOLLOWUP_COLUMNS, offer_acts
from properties.models import PropertyMatch
from properties.models.choices import MatchStatus

FOLLOWUPS_SHOWN, LEADS_SHOWN, SILENT_SHOWN, INTERACTIONS_SHOWN, MATCHES_SHOWN = 6, 5, 5, 5, 4
MOST_SHOWN = 1000  # of what waits for somebody: more are «1,000+», which says enough
MOST_CONTACTS = 2000  # of a week: what twenty people make with twenty a working day
WEEK, RESPONSE_WINDOW, RESPONSES_READ = timedelta(days=7), timedelta(days=30), 50

# What the cards show, and no more: neither notes nor the search column.
_PERSON = ("owner", "name", "phone", "whatsapp", "source", "status", "created_at", "last_contact_date")
_MATCHED = ("owner", "match_score", "property__owner", "property__title", "property__price", "request__customer__name")
_DONE = ("owner", "type", "direction", "outcome", "completed_at", "customer__name")


@dataclass(frozen=True)
class Figures:
    """The numbers of the strip and of the headings. Each but the first stops beyond a bound: «1,000+», «10,000+»."""

    customers: int
    new_customers: int
    overdue: int
    later_today: int
    interactions: int
    interactions_before: int
    waiting: int
    silent: int
    first_response: timedelta | None

    @property
    def sentence(self) -> str:
        return day_sentence(self.overdue, self.later_today)

    @property
    def todo(self) -> int:
        """Follow-ups to do by the end of the day."""
        return self.overdue + self.later_today

    @property
    def more_interactions(self) -> int | None:
        """How many more than in the seven days before, negative when fewer; None when either was not counted out."""
        if max(self.interactions, self.interactions_before) > MOST_CONTACTS:
            return None
        return self.interactions - self.interactions_before

    @property
    def response(self) -> tuple[str, str]:
        """The first response as a figure and its unit: («14», «دقيقة»), or («ساعتان», «»)."""
        return in_words(self.first_response) if self.first_response is not None else ("—", "")


def in_words(span: timedelta) -> tuple[str, str]:
    """A span in the one unit that says it best, as a figure and the unit that agrees with it."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 1:
        return _("أقل من دقيقة"), ""
    per_unit = {"minute": 1, "hour": 60, "day": 1440}
    noun = "minute" if minutes < 90 else "hour" if minutes < 48 * 60 else "day"
    words = counted(round(minutes / per_unit[noun]), noun)
    figure, _space, unit = words.partition(" ")
    return (figure, unit) if figure[0].isdigit() else (words, "")


def day_sentence(overdue: int, later_today: int) -> str:
    """«3 متابعات متأخرة، و5 لليوم.» with every form agreeing."""
    if not overdue and not later_today:
        return _("لا متابعات اليوم.")
    if not overdue:
        return _("%(count)s لليوم.") % {"count": _followups(later_today)}
    late = _("متابعتان متأخرتان") if overdue == 2 else _("%(count)s متأخرة") % {"count": _followups(overdue)}
    if not later_today:
        return f"{late}."
    rest = {1: _("وواحدة لليوم"), 2: _("واثنتان لليوم")}.get(
        later_today, _("و%(n)s لليوم") % {"n": _number(later_today)}
    )
    return f"{late}، {rest}."


def _followups(number: int) -> str:
    """«3 متابعات»; «أكثر من 1,000 متابعة» where no further was counted."""
    if number <= MOST_SHOWN:
        return counted(number, "followup")
    return _("أكثر من %(count)s") % {"count": counted(MOST_SHOWN, "followup", oblique=True)}


def _number(number: int) -> str:
    return f"{number:,}" if number <= MOST_SHOWN else _("أكثر من %(count)s") % {"count": f"{MOST_SHOWN:,}"}


class Today:
    """Everything of one person's day at `now`; each list is bounded, and one query. `back`: the page's own address."""

    def __init__(self, owners: OwnerFilter, now: datetime, back: str) -> None:
        self.owners, self.now, self.back = owners, now, back
        self._customers = owners.of(Customer.objects.live())
        self._followups: FollowupQuerySet = owners.of(Followup.objects.live())
        self._interactions = owners.of(Interaction.objects.live()).completed().filter(is_initial=False)

    @property
    def overdue(self) -> list[Followup]:
        """The longest overdue first."""
        return [followup for followup in self._due if followup.is_overdue(self.now)]

    @property
    def later_today(self) -> list[Followup]:
        return [followup for followup in self._due if not followup.is_overdue(self.now)]

    @cached_property
    def matches(self) -> list[PropertyMatch]:
        """Fresh matches that fit well and that nobody has seen to, the best first."""
        fresh = PropertyMatch.objects.live().filter(
            status=MatchStatus.PENDING, match_score__gte=settings.MATCH_TODAY_FROM, announced_at__gte=self.now - WEEK
        )
        rows = self.owners.of(fresh).best_first().select_related("property", "request__customer").only(*_MATCHED)
        return self._named(rows[:MATCHES_SHOWN])

    @cached_property
    def leads(self) -> list[Customer]:
        """New customers nobody has contacted, the newest first: who has just come is most likely to answer."""
        return self._named(self._customers.uncalled().newest_first().only(*_PERSON)[:LEADS_SHOWN])

    @cached_property
    def silent(self) -> list[Customer]:
        """Open customers without contact for long and nothing planned, the longest silent first."""
        rows = self._customers.silent_since(self.now).order_by("last_contact_date", "id")
        return self._named(rows.only(*_PERSON)[:SILENT_SHOWN])

    @property
    def most_shown(self) -> int:
        return MOST_SHOWN

    @property
    def most_contacts(self) -> int:
        return MOST_CONTACTS

    @property
    def silent_after(self) -> str:
        """How long without contact is long: «30 يومًا»."""
        return counted(settings.SILENT_AFTER_DAYS, "day", oblique=True)

    @cached_property
    def interactions(self) -> list[Interaction]:
        """What was done last."""
        rows = self._interactions.newest_first().select_related("customer").only(*_DONE)
        done = self._named(rows[:INTERACTIONS_SHOWN])
        for interaction in done:
            interaction.icon = ICONS.get(interaction.type, "message-circle")
        return done

    @cached_property
    def figures(self) -> Figures:
        week, before = self.now - WEEK, self.now - 2 * WEEK
        rows = {
            "new_customers": self._customers.filter(created_at__gte=week),
            "overdue": self._followups.overdue(self.now).by_due_date(),
            "later_today": self._followups.later_today(self.now).by_due_date(),
            "interactions": self._interactions.filter(created_at__gte=week),
            "interactions_before": self._interactions.filter(created_at__gte=before, created_at__lt=week),
            "waiting": self._customers.uncalled(),
            "silent": self._customers.silent_since(self.now),
        }
        most = dict.fromkeys(rows, MOST_SHOWN + 1)
        most |= dict.fromkeys(("interactions", "interactions_before"), MOST_CONTACTS + 1)
        counts = count_up_to(most, rows, in_order=("overdue", "later_today"))
        customers = 0 if self.owners.is_unknown else book_size(self.owners.viewer, self.owners.chosen)
        return Figures(customers, **counts, first_response=self._first_response())

    def _first_response(self) -> timedelta | None:
        """The median wait of the last thirty days' customers who have been contacted; None when none has."""
        met = self._customers.filter(created_at__gte=self.now - RESPONSE_WINDOW, first_contact_at__isnull=False)
        times = met.newest_first().values_list("created_at", "first_contact_at")[:RESPONSES_READ]
        waits = [contacted - created for created, contacted in times]
        return max(median(waits), timedelta()) if waits else None

    @cached_property
    def _due(self) -> list[Followup]:
        """The first of what is overdue, and the first of what is due later today, by when they are due. One query."""
        lists = [self._followups.overdue(self.now), self._followups.later_today(self.now)]
        first = first_of_each((rows.by_due_date(), FOLLOWUPS_SHOWN) for rows in lists)
        due = Followup.objects.filter(pk__in=first).select_related("customer").only(*FOLLOWUP_COLUMNS)
        shown: list[Followup] = self._named(due.by_due_date())
        offer_acts(shown, self.now, self.back)
        return shown

    def _named(self, rows: Any) -> list[Any]:
        """The rows, each with its owner where it says whose it is."""
        read = list(rows)
        self.owners.name(read)
        return read
