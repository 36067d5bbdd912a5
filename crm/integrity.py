"""What always holds in the customer book (product: What always holds)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.arabic import search_key
from core.history import Door
from core.integrity import Found, check, differing, recomputed, unlike_history
from crm import derived, signals
from crm.models import Customer, Followup, Import, ImportRow, Interaction
from crm.models.choices import Status
from crm.search import search_text

E164 = r"^\+[1-9][0-9]{6,14}$"


@check
def contact_dates_follow_from_interactions() -> Found:
    yield from differing(Customer.objects.all(), "first_contact_at", derived.first_contact())
    yield from differing(Customer.objects.all(), "last_contact_date", derived.last_contact())


@check
def next_followup_follows_from_followups() -> Found:
    yield from differing(Customer.objects.all(), "next_followup_date", derived.next_followup())


@check
def search_keys_follow_from_what_is_searched() -> Found:
    fields = ("name", "phone", "whatsapp", "email", "name_key", "search_text")
    yield from recomputed(Customer.objects.all(), fields, _keys)


def _keys(row: Any) -> dict[str, Any]:
    text = search_text(name=row.name, phone=row.phone, whatsapp=row.whatsapp, email=row.email)
    return {"name_key": search_key(row.name), "search_text": text}


@check
def phones_are_e164() -> Found:
    for field, rows in (("phone", Customer.objects.all()), ("whatsapp", Customer.objects.exclude(whatsapp=""))):
        wrong = rows.exclude(**{f"{field}__regex": E164}).order_by("pk")
        for pk, phone in wrong.values_list("pk", field).iterator():
            yield Customer, pk, field, phone, "E.164"


@check
def whatsapp_is_kept_only_when_it_differs() -> Found:
    for pk, whatsapp in Customer.objects.filter(whatsapp=F("phone")).order_by("pk").values_list("pk", "whatsapp"):
        yield Customer, pk, "whatsapp", whatsapp, ""


@check
def a_live_phone_is_once_in_a_book_unless_shared() -> Found:
    twins = Customer.objects.live().filter(owner=OuterRef("owner"), phone=OuterRef("phone"), shares_phone=False)
    alone = Customer.objects.live().filter(shares_phone=False)
    for pk, phone in alone.filter(Exists(twins.exclude(pk=OuterRef("pk")))).order_by("pk").values_list("pk", "phone"):
        yield Customer, pk, "phone", phone, "once"


@check
def lost_customers_have_a_reason_and_others_none() -> Found:
    without = Q(status=Status.LOST, lost_reason="")
    beyond = ~Q(status=Status.LOST) & ~Q(lost_reason="")
    wrong = Customer.objects.filter(without | beyond).order_by("pk")
    for pk, status, reason in wrong.values_list("pk", "status", "lost_reason"):
        yield Customer, pk, "lost_reason", reason, "a reason" if status == Status.LOST else ""


@check
def converted_customers_have_a_live_sale_or_came_so_by_an_import() -> Found:
    imported = Customer.history.filter(id=OuterRef("pk"), status=Status.CONVERTED, door=Door.IMPORT)
    for customer in Customer.objects.filter(~Exists(imported), status=Status.CONVERTED).order_by("pk").iterator():
        if not signals.has_live_sale(customer):
            yield Customer, customer.pk, "status", customer.status, "a live sale"


@check
def rows_are_their_customers_owners() -> Found:
    for model in (Interaction, Followup):
        yield from differing(model.objects.all(), "owner_id", F("customer__owner_id"))


@check
def pending_followups_are_their_customers_owners_to_do() -> Found:
    yield from differing(Followup.objects.pending(), "user_id", F("customer__owner_id"))


@check
def interactions_stand_at_their_time() -> Found:
    yield from differing(
        Interaction.objects.all(), "timeline_at", Coalesce("completed_at", "scheduled_for", "created_at")
    )


@check
def followups_have_a_completion_time_when_completed() -> Found:
    completed = Q(status=Followup.Status.COMPLETED)
    wrong = Followup.objects.filter(completed & Q(completed_at=None) | ~completed & Q(completed_at__isnull=False))
    for pk, status, at in wrong.order_by("pk").values_list("pk", "status", "completed_at"):
        yield Followup, pk, "completed_at", at, "a time" if status == Followup.Status.COMPLETED else None


@check
def history_ends_with_the_row_as_it_is() -> Found:
    yield from unlike_history(Customer)
    yield from unlike_history(Interaction)
    # Moving a customer moves its pending follow-ups to the taker; the customer's history tells of it.
    yield from unlike_history(Followup, besides=["user"])


@check
def imports_count_what_became_of_their_rows() -> Found:
    """Of those that are done; their rows are forgotten after a time, and the counters stay."""
    done = Import.objects.filter(status__in=[Import.Status.DONE, Import.Status.REVERTED])
    for field, outcome in COUNTED.items():
        rows = ImportRow.objects.filter(run=OuterRef("pk"), **outcome).order_by().values("run")
        number = Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)
        kept = done.filter(Exists(ImportRow.objects.filter(run=OuterRef("pk"))), finished_at__gt=_kept_since())
        yield from differing(kept, field, number)


COUNTED: dict[str, dict[str, str]] = {
    "total": {},
    "processed": {},
    "created": {"outcome": ImportRow.Outcome.CREATED},
    "updated": {"outcome": ImportRow.Outcome.UPDATED},
    "skipped": {"outcome": ImportRow.Outcome.SKIPPED},
    "failed": {"outcome": ImportRow.Outcome.ERROR},
}


def _kept_since() -> datetime:
    return timezone.now() - timedelta(days=settings.IMPORT_KEEP_DAYS)


@check
def imports_that_wrote_have_a_batch_with_as_many_rows() -> Found:
    wrote = Import.objects.filter(status__in=[Import.Status.DONE, Import.Status.REVERTED], dry_run=False)
    without = wrote.filter(Q(failed=0) | Q(skip_invalid=True), batch=None)
    for pk in without.order_by("pk").values_list("pk", flat=True):
        yield Import, pk, "batch", None, "a batch"
    yield from differing(wrote.filter(batch__isnull=False), "batch__row_count", F("created") + F("updated"))
