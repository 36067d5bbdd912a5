"""The customer book: customers, what was said to them, what is due next, and how books come in and are kept clean."""

from crm.models.counts import BookCount
from crm.models.customer import Customer, CustomerQuerySet
from crm.models.followup import Followup, FollowupQuerySet
from crm.models.imports import Import, ImportPart, ImportQuerySet, ImportRow, ImportTemplate
from crm.models.interaction import Interaction, InteractionQuerySet
from crm.models.merges import DistinctPeople, Merge, MergeQuerySet
from crm.models.saved_views import SavedView

__all__ = [
    "BookCount",
    "Customer",
    "CustomerQuerySet",
    "DistinctPeople",
    "Followup",
    "FollowupQuerySet",
    "Import",
    "ImportPart",
    "ImportQuerySet",
    "ImportRow",
    "ImportTemplate",
    "Interaction",
    "InteractionQuerySet",
    "Merge",
    "MergeQuerySet",
    "SavedView",
]
