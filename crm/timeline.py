"""What happened with one customer, newest first: contacts and edits in one line, a page of them at a time.

However long the story, a page reads at most PAGE_SIZE + 2 rows of each kind: pages go on from a mark (`before`)
that names the last line shown, rather than by number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.arabic import counted
from core.dates import day_label, local_date, short_date, within_range
from crm.history.edits import ADDED, CHANGED, FieldChange, history_rows, read_edits
from crm.merging.values import MERGED, SEPARATED
from crm.models import Interaction
from crm.models.choices import Direction, InteractionType, Outcome

PAGE_SIZE = 20
CONTACTS, EDITS = "contacts", "edits"
SHOWS = {"": _("الكل"), CONTACTS: _("تواصل"), EDITS: _("تعديلات")}
CONTACT_RANK, EDIT_RANK = 1, 0  # of two lines of one moment, the contact stands above

ICONS: dict[str, str] = {
    InteractionType.CALL: "phone",
    InteractionType.WHATSAPP: "whatsapp",
    InteractionType.SMS: "message-square",
    InteractionType.EMAIL: "mail",
    InteractionType.MEETING: "users",
    InteractionType.VIEWING: "calendar-check",
    InteractionType.OFFICE_VISIT: "building-2",
    InteractionType.OFFER: "send",
    InteractionType.NOTE: "sticky-note",
}
CALL_ICONS: dict[str, str] = {Direction.OUT: "phone-outgoing", Direction.IN: "phone-incoming"}
EDIT_LOOKS = {
    ADDED: ("user-plus", "blue"),
    CHANGED: ("pencil", "gray"),
    **dict.fromkeys((MERGED, SEPARATED), ("git-merge", "violet")),
}
OUTCOME_TONES: dict[str, str] = {
    **dict.fromkeys((Outcome.NO_ANSWER, Outcome.BUSY, Outcome.SWITCHED_OFF, Outcome.CALL_BACK), "amber"),
    **dict.fromkeys((Outcome.WRONG_NUMBER, Outcome.NOT_INTERESTED), "gray"),
}


@dataclass(frozen=True)
class Mark:
    """The place of a line: pages go on after it."""

    at: datetime
    rank: int
    pk: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.rank}~{self.pk}"


def read_mark(text: str) -> Mark | None:
    """The mark that a link carried; None when it is none."""
    match = re.fullmatch(r"([0-9T:.+\- ]{19,40})~([01])~([0-9]{1,18})", text)
    try:
        at = within_range(datetime.fromisoformat(match[1].replace(" ", "+"))) if match else None  # naive: ValueError
    except ValueError:
        return None
    return Mark(at, int(match[2]), int(match[3])) if match and at else None


@dataclass(frozen=True)
class Line:
    """One thing that happened, as the timeline shows it."""

    mark: Mark
    icon: str
    tone: str
    title: Any = ""
    who: str = ""
    badge: Any = ""
    badge_tone: str = "green"
    notes: str = ""
    changes: list[FieldChange] = field(default_factory=list)
    contact: Interaction | None = None

    @property
    def at(self) -> datetime:
        return self.mark.at


@dataclass(frozen=True)
class Timeline:
    days: list[tuple[str, list[Line]]]
    older: Mark | None = None

    def reached(self, status: str, today: date) -> str:
        """The day on which these lines say that the customer came to `status`; empty when they do not."""
        for line in (line for _day, lines in self.days for line in lines):
            if any(change.field == "status" and change.value == status for change in line.changes):
                return short_date(local_date(line.at), today)
        return ""


def read_timeline(customer_id: int, *, at: datetime, show: str = "", before: Mark | None = None) -> Timeline:
    """A page of the customer's story, grouped by day; `older` is where the next one begins."""
    lines: list[Line] = []
    if show != EDITS:
        lines += _contacts(customer_id, before)
    if show != CONTACTS:
        lines += _edits(customer_id, before, beside_contacts=show == "")
    lines.sort(key=lambda line: (line.mark.at, line.mark.rank, line.mark.pk), reverse=True)
    page = lines[:PAGE_SIZE]
    older = page[-1].mark if len(lines) > PAGE_SIZE else None
    return Timeline(_by_day(page, local_date(at), before), older)


def _contacts(customer_id: int, before: Mark | None) -> Iterable[Line]:
    rows = Interaction.objects.filter(customer=customer_id, deleted_at__isnull=True).select_related("user").by_time()
    for contact in rows.filter(_after(before, "timeline_at", "id", CONTACT_RANK))[: PAGE_SIZE + 1]:
        yield _contact_line(contact)


def _contact_line(contact: Interaction) -> Line:
    mark = Mark(contact.timeline_at, CONTACT_RANK, contact.pk)
    if contact.is_initial:
        return Line(mark, *EDIT_LOOKS[ADDED], _("أُضيف العميل"), contact.user.name, notes=contact.notes, contact=contact)
    planned = contact.completed_at is None
    return Line(
        mark,
        CALL_ICONS.get(contact.direction) or ICONS.get(contact.type, "message-circle"),
        contact.tone,
        _title(contact),
        contact.user.name,
        _("مخطط له") if planned else contact.get_outcome_display(),
        "blue" if planned else OUTCOME_TONES.get(contact.outcome, "green"),
        contact.notes,
        contact=contact,
    )


def _title(contact: Interaction) -> str:
    """«اتصال صادر، 6 دقائق»."""
    return f"{contact.title}، {counted(contact.duration, 'minute')}" if contact.duration else contact.title


def _edits(customer_id: int, before: Mark | None, *, beside_contacts: bool) -> Iterable[Line]:
    rows = history_rows(customer_id).filter(_after(before, "history_date", "history_id", EDIT_RANK))
    for edit in read_edits(list(rows[: PAGE_SIZE + 2])):
        if beside_contacts and edit.deed == ADDED and edit.row.notes:
            continue  # the first contact, made of those notes, tells it
        icon, tone = EDIT_LOOKS.get(edit.deed, ("rotate-ccw", "gray"))
        mark = Mark(edit.at, EDIT_RANK, edit.row.history_id)
        yield Line(mark, _edit_icon(edit.changes, icon), tone, edit.words, edit.who, changes=edit.changes)


def _edit_icon(changes: list[FieldChange], icon: str) -> str:
    return "refresh-cw" if icon == EDIT_LOOKS[CHANGED][0] and changes and changes[0].field == "status" else icon


def _after(before: Mark | None, at: str, pk: str, rank: int) -> Q:
    """Rows of one kind that stand under the mark."""
    if before is None:
        return Q()
    if before.rank == rank:
        return Q(**{f"{at}__lt": before.at}) | Q(**{at: before.at, f"{pk}__lt": before.pk})
    return Q(**{f"{at}__lte" if before.rank > rank else f"{at}__lt": before.at})


def _by_day(lines: list[Line], today: date, before: Mark | None) -> list[tuple[str, list[Line]]]:
    """The lines under their days; no heading for a day that the page before began."""
    days: list[tuple[str, list[Line]]] = []
    told = local_date(before.at) if before else None
    for line in lines:
        day = local_date(line.at)
        if day != told or not days:
            days.append(("" if day == told else day_label(day, today), []))
            told = day
        days[-1][1].append(line)
    return days
