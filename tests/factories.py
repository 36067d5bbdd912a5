"""Boring makers of rows, through the flows, so that what follows from a row is there too."""

from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone

from core.models import User
from crm.flows import add_followup, create_customer, record_interaction
from crm.models import Customer, Followup, Interaction
from properties.flows import add_property, add_request
from properties.models import Property, PropertyRequest

PASSWORD = "كلمة-سر-طويلة-1"
PLACE = {"city": "الرياض", "district": "الملقا"}
_numbers = count(1)


def make_agent(username: str | None = None, **fields: Any) -> User:
    return User.objects.create_user(username or f"agent{next(_numbers)}", password=PASSWORD, **fields)


def make_manager(username: str | None = None, **fields: Any) -> User:
    user = make_agent(username or f"manager{next(_numbers)}", **fields)
    user.groups.add(Group.objects.get(name="managers"))
    return user


def make_customer(owner: User, **facts: Any) -> Customer:
    """A customer of `owner`, named and numbered apart from the others unless told."""
    number = next(_numbers)
    at = facts.pop("at", None) or timezone.now()
    facts = {"name": f"عميل {number}", "phone": f"052{number:07d}", **facts}
    return create_customer(by=owner, at=at, facts=facts, allow_duplicate=facts.pop("allow_duplicate", False))


def make_followup(customer: Customer, **facts: Any) -> Followup:
    """A pending follow-up, due tomorrow unless told."""
    at = facts.pop("at", None) or timezone.now()
    facts = {"title": "اتصال", "due_date": at + timedelta(days=1), **facts}
    return add_followup(by=customer.owner, at=at, customer_id=customer.pk, facts=facts)


def make_interaction(customer: Customer, **facts: Any) -> Interaction:
    """A completed call, now unless told."""
    at = facts.pop("at", None) or timezone.now()
    return record_interaction(by=customer.owner, at=at, customer_id=customer.pk, facts={"type": "call", **facts})


def make_property(owner: User, **facts: Any) -> Property:
    """A villa for sale in al-Malqa, Riyadh, unless told."""
    number = next(_numbers)
    at = facts.pop("at", None) or timezone.now()
    by = facts.pop("by", owner)
    facts = {
        "title": f"فيلا {number}",
        "type": "villa",
        "purpose": "sale",
        **PLACE,
        "price": Decimal(2_000_000),
        **facts,
    }
    return add_property(by=by, at=at, facts=facts, owner=owner)


def make_request(customer: Customer, **facts: Any) -> PropertyRequest:
    """Somebody looks to buy in Riyadh, and sets nothing else unless told."""
    at = facts.pop("at", None) or timezone.now()
    by = facts.pop("by", customer.owner)
    facts = {"purpose": "sale", "city": PLACE["city"], **facts}
    return add_request(by=by, at=at, customer_id=customer.pk, facts=facts)
