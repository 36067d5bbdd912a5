"""The managers' door to the customer book. Every write is a call of one flow."""

from crm.admin import (  # noqa: F401 (register themselves)
    agents,
    batches,
    customers,
    followups,
    imports,
    interactions,
    merges,
)
