"""The customer book: customers, what was said to them, and what is due next."""

from crm.models.customer import Customer, CustomerQuerySet
from crm.models.followup import Followup, FollowupQuerySet
from crm.models.interaction import Interaction, InteractionQuerySet

__all__ = [
    "Customer",
    "CustomerQuerySet",
    "Followup",
    "FollowupQuerySet",
    "Interaction",
    "InteractionQuerySet",
]
