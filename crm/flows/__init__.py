"""What one can do in the customer book. Every door (page, API, admin, import) calls these, and nothing else writes."""

from crm.flows.contacts import log_contact
from crm.flows.customers import create_customer, delete_customer, edit_customer, restore_customer, restore_customers
from crm.flows.first_calls import plan_first_calls
from crm.flows.followups import (
    add_followup,
    cancel_followup,
    complete_followup,
    delete_followup,
    edit_followup,
    snooze_followup,
)
from crm.flows.import_reverts import revert_import
from crm.flows.import_templates import forget_template, keep_template
from crm.flows.imports import correct_rows, import_file, receive_file, run_import
from crm.flows.interactions import delete_interaction, edit_interaction, record_interaction
from crm.flows.merges import forget_distinct, merge_customers, say_distinct, undo_merge
from crm.flows.moves import move_book, move_customers
from crm.flows.privacy import erase_customer, erase_customers, keep_customers
from crm.flows.put_back import put_back
from crm.flows.stages import undo_status_change

__all__ = [
    "add_followup",
    "cancel_followup",
    "complete_followup",
    "correct_rows",
    "create_customer",
    "delete_customer",
    "delete_followup",
    "delete_interaction",
    "edit_customer",
    "edit_followup",
    "edit_interaction",
    "erase_customer",
    "erase_customers",
    "forget_distinct",
    "forget_template",
    "import_file",
    "keep_customers",
    "keep_template",
    "log_contact",
    "merge_customers",
    "move_book",
    "move_customers",
    "plan_first_calls",
    "put_back",
    "receive_file",
    "record_interaction",
    "restore_customer",
    "restore_customers",
    "revert_import",
    "run_import",
    "say_distinct",
    "snooze_followup",
    "undo_merge",
    "undo_status_change",
]
