"""What one can do in the customer book. Every door (page, API, admin, import) calls these, and nothing else writes."""

from crm.flows.contacts import log_contact
from crm.flows.customers import create_customer, delete_customer, edit_customer, restore_customer, restore_customers
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
from crm.flows.privacy import erase_customer, erase_customers, keep_customers
from crm.flows.put_back import put_back

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
    "erase_customer",
    "erase_customers",
    "keep_customers",
    "log_contact",
    "move_book",
    "move_customers",
    "put_back",
    "record_interaction",
    "restore_customer",
    "restore_customers",
    "snooze_followup",
]
