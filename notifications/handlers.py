"""All that is ever announced to people (product: The flows). Wired at the foot."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from core.arabic import counted
from core.bulk import ADDED, CHANGED
from core.models import User
from crm import signals
from crm.imports.running import imported_by_owner
from crm.models import Customer, Followup, Import, Merge
from crm.privacy.person import Person
from crm.reminders import Duties
from notifications.flows import notify
from notifications.models import Notification
from properties import signals as listings
from properties.flows.looking import NEWS_WORDS, MatchNews
from properties.models import PropertyMatch

Type = Notification.Type


def announce_customer(customer: Customer, at: datetime, **_rest: Any) -> None:
    notify(
        user=customer.owner,
        type=Type.SYSTEM,
        title=_("عميل جديد"),
        message=_("تمت إضافة العميل %(name)s بنجاح") % {"name": customer.name},
        data={"customer_id": customer.pk},
        at=at,
    )


def announce_followup(followup: Followup, at: datetime, **_rest: Any) -> None:
    notify(
        user=followup.user,
        type=Type.FOLLOWUP,
        title=_("متابعة جديدة"),
        message=_("تمت جدولة متابعة: %(title)s") % {"title": followup.title},
        data={"followup_id": followup.pk, "customer_id": followup.customer_id},
        at=at,
    )


def announce_followups(followups: list[Followup], at: datetime, **_rest: Any) -> None:
    """Each agent is told once, however many of its customers were given a follow-up."""
    of_agent: dict[int, list[Followup]] = {}
    for followup in followups:
        of_agent.setdefault(followup.user_id, []).append(followup)
    people = User.objects.in_bulk(of_agent)
    for user, own in of_agent.items():
        if len(own) == 1:
            announce_followup(own[0], at)
            continue
        told = {"count": counted(len(own), "followup", oblique=True), "title": own[0].title}
        notify(
            user=people[user],
            type=Type.FOLLOWUP,
            title=_("متابعات جديدة"),
            message=_("تمت جدولة %(count)s: %(title)s") % told,
            data={"followups": len(own)},
            at=at,
        )


def announce_move(customers: Sequence[Customer], giver: User, taker: User, at: datetime, **_rest: Any) -> None:
    """Both agents are told, once a move, however many customers it took."""
    only = customers[0] if len(customers) == 1 else None
    data = {"customer_id": only.pk} if only else {"customers": len(customers)}
    what = only.name if only else counted(len(customers), "customer")
    told = [
        (giver, _("نُقل من قائمة عملائك إلى %(name)s: %(what)s") % {"name": taker.name, "what": what}, {}),
        (taker, _("نُقل إلى قائمة عملائك من %(name)s: %(what)s") % {"name": giver.name, "what": what}, data),
    ]
    for user, message, about in told:
        notify(user=user, type=Type.SYSTEM, title=_("نقل عملاء"), message=message, data=about, at=at)


def announce_import(run: Import, at: datetime, **_rest: Any) -> None:
    """One notice a batch to each agent whose book it reached, and to who brought the file in."""
    books: dict[int, dict[str, int]] = {run.user_id: {}}
    for owner_id, kind, number in imported_by_owner(run):
        books.setdefault(owner_id, {})[kind] = number
    people = User.objects.in_bulk(books)
    for user_id, numbers in books.items():
        notify(
            user=people[user_id],
            type=Type.SYSTEM,
            title=_("استيراد عملاء"),
            message=_imported_in_words(numbers.get(ADDED, 0), numbers.get(CHANGED, 0)),
            data={"import_id": run.pk} if user_id == run.user_id else {},
            at=at,
        )


def _imported_in_words(added: int, changed: int) -> str:
    """«أُضيف 12 عميلًا وحُدّثت بيانات 3 عملاء.»"""
    told = {"added": counted(added, "customer"), "changed": counted(changed, "customer", oblique=True)}
    if added and changed:
        return _("أُضيف إلى قائمتك %(added)s، وحُدّثت بيانات %(changed)s.") % told
    if added:
        return _("أُضيف إلى قائمتك %(added)s.") % told
    if changed:
        return _("حُدّثت في قائمتك بيانات %(changed)s.") % told
    return _("اكتمل الاستيراد، ولم يتغير شيء في قائمتك.")


def announce_merge(survivor: Customer, merge: Merge, by: User, at: datetime, **_rest: Any) -> None:
    """The agent is told when somebody else made two of its records one."""
    if by == survivor.owner:
        return
    told = {"who": by.name, "name": survivor.name}
    notify(
        user=survivor.owner,
        type=Type.SYSTEM,
        title=_("دمج عميلين"),
        message=_("دمج %(who)s سجلين من قائمة عملائك في سجل واحد: %(name)s") % told,
        data={"customer_id": survivor.pk},
        at=at,
    )


def announce_due_followups(followups: list[Followup], at: datetime, **_rest: Any) -> None:
    Notification.objects.bulk_create(_due_notice(followup, at) for followup in followups)


def _due_notice(followup: Followup, at: datetime) -> Notification:
    return Notification(
        user=followup.user,
        type=Type.FOLLOWUP,
        title=_("حان موعد المتابعة"),
        message=f"{followup.title}، {followup.customer.name}",
        data={"followup_id": followup.pk, "customer_id": followup.customer_id},
        priority=followup.priority,
        created_at=at,
    )


def announce_working_day(duties: list[Duties], at: datetime, **_rest: Any) -> None:
    Notification.objects.bulk_create(
        Notification(
            user_id=duty.user_id,
            type=Type.FOLLOWUP,
            title=_("متابعات اليوم"),
            message=_day_in_words(duty),
            data={"due": duty.due, "late": duty.late},
            created_at=at,
        )
        for duty in duties
    )


def _day_in_words(duty: Duties) -> str:
    """«لديك اليوم 3 متابعات، منها متابعتان متأخرتان.»"""
    due, late = counted(duty.due, "followup"), counted(duty.late, "late_followup")
    if not duty.late:
        return _("لديك اليوم %(due)s.") % {"due": due}
    if duty.late == duty.due:
        return _("لديك اليوم %(late)s.") % {"late": late}
    return _("لديك اليوم %(due)s، منها %(late)s.") % {"due": due, "late": late}


def announce_matches(matches: list[PropertyMatch], at: datetime, **_rest: Any) -> None:
    """A notice for each new pair; one for all when there are many at once (rules: Matching)."""
    _tell_of_matches(matches, "", at)


def announce_matches_again(matches: list[PropertyMatch], why: MatchNews, at: datetime, **_rest: Any) -> None:
    """As announce_matches, saying why they are told once more."""
    _tell_of_matches(matches, str(NEWS_WORDS[why]), at)


def _tell_of_matches(matches: list[PropertyMatch], why: str, at: datetime) -> None:
    of_agent: dict[int, list[PropertyMatch]] = {}
    for match in matches:
        of_agent.setdefault(match.owner_id, []).append(match)
    for user_id, own in of_agent.items():
        is_many = len(own) > settings.MATCH_NOTICES_MOST
        notices = [_notice_of_many(user_id, own, why, at)] if is_many else [_match_notice(one, why, at) for one in own]
        Notification.objects.bulk_create(notices)


def _match_notice(match: PropertyMatch, why: str, at: datetime) -> Notification:
    found = _("تم العثور على عقار يطابق طلب العميل بنسبة %(score)s%%") % {"score": match.match_score}
    return Notification(
        user_id=match.owner_id,
        type=Type.MATCH,
        title=_("مطابقة تستحق النظر من جديد") if why else _("مطابقة جديدة"),
        message=f"{why}: {found}" if why else found,
        data={
            "match_id": match.pk,
            "property_id": match.property_id,
            "request_id": match.request_id,
            "customer_id": match.request.customer_id,
        },
        priority=_priority_of(match.match_score),
        created_at=at,
    )


def _notice_of_many(user_id: int, matches: list[PropertyMatch], why: str, at: datetime) -> Notification:
    best = max(match.match_score for match in matches)
    told = {"count": counted(len(matches), "match", oblique=True), "score": best}
    found = _("تم العثور على %(count)s، أعلاها بنسبة %(score)s%%") % told
    return Notification(
        user_id=user_id,
        type=Type.MATCH,
        title=_("مطابقات تستحق النظر من جديد") if why else _("مطابقات جديدة"),
        message=f"{why}: {found}" if why else found,
        data={"matches": len(matches)},
        priority=_priority_of(best),
        created_at=at,
    )


def _priority_of(score: int) -> str:
    """High above 80 (product: flow 2)."""
    high = score > settings.MATCH_HIGH_ABOVE
    return Notification.Priority.HIGH if high else Notification.Priority.MEDIUM


def forget_notices(person: Person, **_rest: Any) -> None:
    """Notices about an erased person: those with its id, and those without any that name it."""
    told = Notification.objects.filter(user__in=person.people)
    told.filter(data__customer_id__in=person.ids).delete()
    named = [notice.pk for notice in told.filter(data__customer_id__isnull=True).iterator() if _names(notice, person)]
    Notification.objects.filter(pk__in=named).delete()


def tell_notices(person: Person, **_rest: Any) -> dict[str, list[dict[str, Any]]]:
    """The notices about a person, for its own copy of what is known of it."""
    told = Notification.objects.filter(user__in=person.people, data__customer_id__in=person.ids).order_by("id")
    columns = ("created_at", "type", "title", "message", "read_at")
    return {"notices": list(told.values(*columns))}


def _names(notice: Notification, person: Person) -> bool:
    return person.is_named_in(f"{notice.title} {notice.message}")


signals.customer_created.connect(announce_customer)
signals.followup_added.connect(announce_followup)
signals.followups_added.connect(announce_followups)
signals.customers_moved.connect(announce_move)
signals.customers_imported.connect(announce_import)
signals.customers_merged.connect(announce_merge)
signals.followups_came_due.connect(announce_due_followups)
signals.working_day_began.connect(announce_working_day)
listings.matches_recorded.connect(announce_matches)
listings.matches_renewed.connect(announce_matches_again)
signals.customer_erased.connect(forget_notices)
signals.personal_data_sought.connect(tell_notices)
