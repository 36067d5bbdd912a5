"""Adding, editing, deleting and restoring listings (product: properties; api: properties)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.models import User
from core.transactions import flow
from crm.flows.customers import chosen_owner
from crm.flows.rows import check_version, fill, locked
from crm.models import Customer
from properties import cleaning, signals
from properties.facts import settle_property
from properties.models import Property

REQUIRED = ("title", "type", "purpose", "city", "price")
STATED = dict.fromkeys(REQUIRED, "") | {"price": None}


@flow
def add_property(*, by: User, at: datetime, facts: Mapping[str, Any], owner: User | None = None) -> Property:
    """Add a listing of `owner` (absent: `by`). `facts` are columns, `landlord` the id of a customer of the owner's.

    Raises ValidationError by field.
    """
    listing = Property(owner=chosen_owner(owner, by), status_changed_at=at)
    set_facts(listing, {**STATED, **facts}, was="", at=at)
    listing.add(at)
    signals.property_added.send(Property, listing=listing, by=by, at=at)
    return listing


@flow
def edit_property(
    *,
    by: User,
    at: datetime,
    property_id: int,
    version: int | None,
    facts: Mapping[str, Any],
    owner: User | None = None,
) -> Property:
    """Change what `facts` names, if the row is still at `version` (None: whatever it is at, for one-field actions).

    `owner` gives the listing to that agent, for managers. An edit that changes nothing leaves no trace.
    """
    listing = locked(Property, property_id, by=by)
    giver = None
    if owner and owner != listing.owner:
        giver, listing.owner = listing.owner, chosen_owner(owner, by)
    changed = set_facts(listing, facts, was=listing.status, at=at)
    check_version(listing, version)
    if not changed and not giver:
        return listing
    listing.record_edit(at)
    if giver:
        taker = listing.owner
        signals.properties_moved.send(Property, listings=[listing], giver=giver, taker=taker, by=by, at=at)
        changed = {*changed, "owner"}
    signals.property_edited.send(Property, listing=listing, changed=changed, by=by, at=at)
    return listing


@flow
def delete_property(*, by: User, at: datetime, property_id: int) -> Property:
    """Put the listing into the bin: it and its matches leave every list."""
    listing = locked(Property, property_id, by=by)
    listing.deleted_at = at
    listing.record_edit(at)
    signals.property_deleted.send(Property, listing=listing, by=by, at=at)
    return listing


@flow
def restore_property(*, by: User, at: datetime, property_id: int) -> Property:
    """Take the listing out of the bin, within BIN_DAYS."""
    listing = locked(Property, property_id, by=by, in_bin=at)
    listing.deleted_at = None
    listing.record_edit(at)
    signals.property_restored.send(Property, listing=listing, by=by, at=at)
    return listing


def set_facts(listing: Property, facts: Mapping[str, Any], *, was: str, at: datetime) -> set[str]:
    """Put the facts on the listing with what follows from them; the names of what is other now."""
    before = {field.attname: getattr(listing, field.attname) for field in listing._meta.concrete_fields}
    given = {**facts}
    landlord = given.pop("landlord", None) if "landlord" in given else listing.landlord_id
    fill(listing, given, cleaning.PROPERTY, required=REQUIRED)
    listing.landlord = _landlord(listing, landlord)
    settle_property(listing, was=was, at=at)
    return {
        field.name
        for field in listing._meta.concrete_fields
        if getattr(listing, field.attname) != before[field.attname] and field.name != "owner"
    }


def _landlord(listing: Property, customer_id: int | None) -> Customer | None:
    """The customer whose property it is: one of the listing's owner, if it is asked for anew."""
    if customer_id is None:
        return None
    if customer_id == listing.landlord_id:
        return listing.landlord
    customer = Customer.objects.live().filter(pk=customer_id, owner=listing.owner_id).first()
    if customer is None:
        raise ValidationError({"landlord": [_("اختر مالكًا من عملاء وسيط هذا العقار.")]})
    return customer
