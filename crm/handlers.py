"""What follows from each event of the customer book, in the order in which it happens (wired at the foot)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.bulk import in_steps
from core.models import User
from crm import signals
from crm.counts import count_change, counted_together
from crm.derived import refresh_contacts, refresh_next_followup
from crm.facts import opening_interaction
from crm.flows.interactions import record_interaction
from crm.flows.phones import tell_apart
from crm.lazily import LazyCustomers
from crm.merging.rows import give_rows, return_rows
from crm.models import Customer, DistinctPeople, Followup, Interaction, Merge
from crm.privacy import erasing
from crm.privacy.person import Person


def record_first_notes(customer: Customer, by: User, at: datetime, **_rest: Any) -> None:
    """The notes given with a new customer open its timeline; they are no contact yet."""
    initial = opening_interaction(customer, at)
    if initial:
        initial.add(at)


def record_completed_followup(
    followup: Followup, contact: dict[str, str], by: User, at: datetime, **_rest: Any
) -> None:
    """A follow-up done is a contact made: «اكتملت المتابعة: …»."""
    title = _("اكتملت المتابعة: %(title)s") % {"title": followup.title}
    notes = "\n".join(filter(None, [title, contact["notes"]]))
    facts = {"type": contact["type"], "outcome": contact["outcome"], "notes": notes}
    record_interaction(by=by, at=at, customer_id=followup.customer_id, facts=facts)


def derive_contacts(interaction: Interaction, at: datetime, **_rest: Any) -> None:
    refresh_contacts([interaction.customer_id], at=at)


def derive_next_followup(followup: Followup, at: datetime, **_rest: Any) -> None:
    refresh_next_followup([followup.customer_id], at=at)


def derive_next_followups(followups: list[Followup], at: datetime, **_rest: Any) -> None:
    refresh_next_followup([followup.customer_id for followup in followups], at=at)


def take_over_rows(merge: Merge, at: datetime, **_rest: Any) -> None:
    for model in (Interaction, Followup):
        give_rows(model, merge, at=at)


def take_over_distinctions(merge: Merge, by: User, at: datetime, **_rest: Any) -> None:
    """Who was said not to be the absorbed is not the survivor either."""
    others = DistinctPeople.objects.others_than(merge.absorbed_id) - {merge.survivor_id}
    merge.moved[DistinctPeople._meta.label] = tell_apart(merge.survivor, sorted(others), by=by, at=at)


def give_rows_back(merge: Merge, at: datetime, **_rest: Any) -> None:
    for model in (Interaction, Followup):
        return_rows(model, merge, at=at)


def give_distinctions_back(merge: Merge, **_rest: Any) -> None:
    DistinctPeople.objects.filter(pk__in=merge.moved.get(DistinctPeople._meta.label, [])).delete()


def count_more(customer: Customer, **_rest: Any) -> None:
    count_change(customer.owner_id, +1)


def count_fewer(customer: Customer, **_rest: Any) -> None:
    count_change(customer.owner_id, -1)


def count_merged(absorbed: Customer, **_rest: Any) -> None:
    count_change(absorbed.owner_id, -1)


def count_parted(absorbed: Customer, **_rest: Any) -> None:
    count_change(absorbed.owner_id, +1)


def count_moved(customers: LazyCustomers, giver: User, taker: User, **_rest: Any) -> None:
    """Of a whole book, deleted customers move too, and count in neither."""
    live = sum(Customer.objects.live().filter(pk__in=ids).count() for ids in in_steps(customers.ids))
    with counted_together():
        count_change(giver.pk, -live)
        count_change(taker.pk, +live)


def blank_what_tells_of_it(person: Person, **_rest: Any) -> None:
    """All of this app's that tells of an erased person beyond its own rows."""
    erasing.blank_merges(person)
    erasing.blank_imports(person)
    erasing.forget_answers(person)
    erasing.forget_searches(person)


signals.customer_created.connect(record_first_notes)
signals.customer_created.connect(count_more)
signals.customer_deleted.connect(count_fewer)
signals.customer_restored.connect(count_more)
signals.customers_moved.connect(count_moved)
signals.customers_merged.connect(take_over_rows)
signals.customers_merged.connect(take_over_distinctions)
signals.customers_merged.connect(count_merged)
signals.customers_unmerged.connect(give_rows_back)
signals.customers_unmerged.connect(give_distinctions_back)
signals.customers_unmerged.connect(count_parted)
signals.customer_erased.connect(blank_what_tells_of_it)
signals.interaction_recorded.connect(derive_contacts)
signals.followup_added.connect(derive_next_followup)
signals.followup_changed.connect(derive_next_followup)
signals.followups_added.connect(derive_next_followups)
signals.followups_changed.connect(derive_next_followups)
signals.followup_completed.connect(derive_next_followup)
signals.followup_completed.connect(record_completed_followup)
