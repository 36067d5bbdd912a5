"""All that is ever announced to people (product: The flows). Wired at the foot."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.arabic import counted
from core.bulk import ADDED, CHANGED
from core.models import User
from crm import signals
from crm.imports.running import imported_by_owner
from crm.models import Customer, Followup, Import
from crm.reminders import Duties
from notifications.flows import notify
from notifications.models import Notification

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


def announce_first_calls(followups: list[Followup], owner: User, at: datetime, **_rest: Any) -> None:
    """One notice for all of them: they were asked for together."""
    count = counted(len(followups), "followup")
    notify(
        user=owner,
        type=Type.FOLLOWUP,
        title=_("متابعات جديدة"),
        message=_("جُدول لعملائك الجدد: %(count)s «%(title)s».") % {"count": count, "title": followups[0].title},
        data={"followups": len(followups)},
        at=at,
    )


def announce_move(customers: list[Customer], giver: User, taker: User, at: datetime, **_rest: Any) -> None:
    """Both agents are told, once a move, however many customers it took."""
    count = counted(len(customers), "customer")
    data = {"customer_id": customers[0].pk} if len(customers) == 1 else {"customers": len(customers)}
    what = customers[0].name if len(customers) == 1 else count
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


signals.customer_created.connect(announce_customer)
signals.followup_added.connect(announce_followup)
signals.first_calls_planned.connect(announce_first_calls)
signals.customers_moved.connect(announce_move)
signals.customers_imported.connect(announce_import)
signals.followups_came_due.connect(announce_due_followups)
signals.working_day_began.connect(announce_working_day)
