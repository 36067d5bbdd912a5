"""What always holds in the customer book (product: What always holds)."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from core.history import Door
from core.integrity import Found, check, differing, recomputed, unlike_history
from crm import derived, signals
from crm.models import BookCount, Customer, Followup, Import, ImportRow, Interaction, Merge
from crm.models.choices import Status
from crm.privacy.erasing import BLANK_INTERACTION, TYPED, blank_followup
from crm.search import name_key, search_text

E164 = r"^\+[1-9][0-9]{6,14}$"


@check
def contact_dates_follow_from_interactions() -> Found:
    yield from differing(Customer.objects.all(), "first_contact_at", derived.first_contact())
    yield from differing(Customer.objects.all(), "last_contact_date", derived.last_contact())


@check
def next_followup_follows_from_followups() -> Found:
    yield from differing(Customer.objects.all(), "next_followup_date", derived.next_followup())


@check
def book_sizes_are_as_many_as_customers() -> Found:
    kept = dict(BookCount.objects.order_by().values_list("owner").annotate(Sum("customers")))
    live = dict(Customer.objects.live().order_by().values_list("owner").annotate(Count("pk")))
    for owner in sorted({*kept, *live}):
        if kept.get(owner, 0) != live.get(owner, 0):
            yield BookCount, owner, "customers", kept.get(owner, 0), live.get(owner, 0)


@check
def search_keys_follow_from_what_is_searched() -> Found:
    fields = ("name", "phone", "whatsapp", "email", "name_key", "search_text")
    yield from recomputed(Customer.objects.all(), fields, _keys)


def _keys(row: Any) -> dict[str, Any]:
    key = name_key(row.name)
    text = search_text(name_key=key, phone=row.phone, whatsapp=row.whatsapp, email=row.email)
    return {"name_key": key, "search_text": text}


@check
def phones_are_e164() -> Found:
    for field, rows in (
        ("phone", Customer.objects.exclude(erased_at__isnull=False)),
        ("whatsapp", Customer.objects.exclude(whatsapp="")),
    ):
        wrong = rows.exclude(**{f"{field}__regex": E164}).order_by("pk")
        for pk, phone in wrong.values_list("pk", field).iterator():
            yield Customer, pk, field, phone, "E.164"


@check
def whatsapp_is_kept_only_when_it_differs() -> Found:
    same = Customer.objects.exclude(whatsapp="").filter(whatsapp=F("phone")).order_by("pk")
    for pk, whatsapp in same.values_list("pk", "whatsapp"):
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
        if not signals.has_live_sale(customer) and not _absorbed_a_converted(customer.pk):
            yield Customer, customer.pk, "status", customer.status, "a live sale"


def _absorbed_a_converted(pk: int) -> bool:
    """Whether a record that went into this one, or into that, came by an import as converted."""
    absorbed = list(Customer.objects.filter(merged_into=pk).values_list("pk", flat=True))
    imported = Customer.history.filter(id__in=absorbed, status=Status.CONVERTED, door=Door.IMPORT)
    return imported.exists() or any(_absorbed_a_converted(one) for one in absorbed)


@check
def rows_are_their_customers_owners() -> Found:
    for model in (Interaction, Followup):
        yield from differing(model.objects.all(), "owner_id", F("customer__owner_id"))


@check
def pending_followups_are_their_customers_owners_to_do() -> Found:
    yield from differing(Followup.objects.pending(), "user_id", F("customer__owner_id"))


@check
def merged_customers_are_gone_and_journaled() -> Found:
    open_merges = Merge.objects.filter(undone_at=None)
    journal = open_merges.filter(absorbed=OuterRef("pk"), survivor=OuterRef("merged_into"))
    merged = Customer.objects.filter(merged_into__isnull=False)
    for pk in merged.filter(deleted_at=None).order_by("pk").values_list("pk", flat=True):
        yield Customer, pk, "deleted_at", None, "a time"
    for pk, into in merged.filter(~Exists(journal)).order_by("pk").values_list("pk", "merged_into"):
        yield Customer, pk, "merged_into", into, "a merge that stands"
    stray = open_merges.exclude(absorbed__merged_into=F("survivor")).order_by("pk")
    for pk, survivor, into in stray.values_list("pk", "survivor", "absorbed__merged_into"):
        yield Merge, pk, "survivor", survivor, into


@check
def nothing_hangs_on_a_merged_customer() -> Found:
    for model in (Interaction, Followup):
        left = model.objects.filter(customer__merged_into__isnull=False).order_by("pk")
        for pk, customer, into in left.values_list("pk", "customer", "customer__merged_into"):
            yield model, pk, "customer", customer, into


@check
def merges_say_who_undid_them_and_what_they_changed() -> Found:
    half = Q(undone_at=None, undone_by__isnull=False) | Q(undone_at__isnull=False, undone_by=None)
    for pk, undone_at in Merge.objects.filter(half).order_by("pk").values_list("pk", "undone_at"):
        yield Merge, pk, "undone_at", undone_at, "together with undone_by"
    for merge in Merge.objects.order_by("pk").iterator():
        if merge.fields_before.keys() != merge.fields_after.keys():
            yield Merge, merge.pk, "fields_after", sorted(merge.fields_after), sorted(merge.fields_before)


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
def erased_people_are_nowhere_to_be_read() -> Found:
    """Neither in their rows, nor in what hangs on them, nor in the history of either (product: flow 7, erased)."""
    erased = Customer.objects.erased()
    yield from _typed(Customer, Q(erased_at__isnull=False), Q(id__in=erased.values("pk")), TYPED)
    for model, blank in ((Interaction, BLANK_INTERACTION), (Followup, blank_followup())):
        rows = model.objects.filter(customer__in=erased.values("pk"))
        yield from _typed(model, Q(customer__in=erased.values("pk")), Q(id__in=rows.values("pk")), blank)


def _typed(model: Any, own: Q, historic: Q, blank: dict[str, Any]) -> Found:
    """The rows, and the history rows, in which a column is not as blank as erasing leaves it."""
    for rows, condition in ((model.objects.all(), own), (model.history.all(), historic)):
        for field, nothing in blank.items():
            left = rows.filter(condition).exclude(**{field: nothing}).order_by("pk")
            for pk in left.values_list("pk", flat=True):
                yield rows.model, pk, field, "still there", nothing  # what it is, the report must not say again


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
