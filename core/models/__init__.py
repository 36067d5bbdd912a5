"""What all apps share: people, places, owned rows, and the records kept about requests and exports."""

from core.models.batch import Batch
from core.models.owned import OwnedModel, OwnedQuerySet
from core.models.place import Place
from core.models.records import ExportLog, IdempotencyKey, PasswordMail, Tick
from core.models.user import User

__all__ = [
    "Batch",
    "ExportLog",
    "IdempotencyKey",
    "OwnedModel",
    "OwnedQuerySet",
    "PasswordMail",
    "Place",
    "Tick",
    "User",
]
