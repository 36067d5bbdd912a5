"""What one can do in the customer book. Every door (page, API, admin, import) calls these, and nothing else writes."""

from crm.flows.contacts import log_contact
from crm.flows.customers import create_customer, delete_customer, edit_customer, restore_customer
from crm.flows.first_calls import plan_first_calls
from crm.flows.followups import (
    add_followup,
    cancel_followup,
    complete_followup,
    delete_followup,
    edit_followup,
    snooze_followup,
)
from crm.flows.interactions import delete_interaction, edit_interaction, record_interaction
from crm.flows.moves import move_book, move_customers

__all__ = [
    "add_followup",
    "cancel_followup",
    "complete_followup",
    "create_customer",
    "delete_customer",
    "delete_followup",
    "delete_interaction",
    "edit_customer",
    "edit_followup",
    "edit_interaction",
    "log_contact",
    "move_book",
    "move_customers",
    "plan_first_calls",
    "record_interaction",
    "restore_customer",
    "snooze_followup",
]
