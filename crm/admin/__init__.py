"""The managers' door to the customer book. Every write is a call of one flow."""

from crm.admin import agents, batches, customers, followups, interactions  # noqa: F401 (register themselves)
