"""Events of the customer book. Each is sent by the flow that made it true, inside its transaction, with `send()`:
a receiver that raises undoes the whole flow. All carry `by` (who acted) and `at` (when), unless said.
"""

from django.dispatch import Signal

customer_created = Signal()  # customer
customer_edited = Signal()  # customer, changed: the names of the fields a person changed
customer_deleted = Signal()  # customer
customer_restored = Signal()  # customer
customers_moved = Signal()  # customers (list), giver and taker (users): sent once for each giver
customers_imported = Signal()  # run: the finished Import; its batch's history tells of each customer
import_reverted = Signal()  # run: the Import whose customers are gone, or as they were
interaction_recorded = Signal()  # interaction: added, edited or deleted
followup_added = Signal()  # followup
first_calls_planned = Signal()  # followups (list, new) and their owner: sent once for each owner
followup_changed = Signal()  # followup: edited, snoozed, cancelled or deleted
followup_completed = Signal()  # followup, contact: the type, outcome and notes of the interaction to record

# Of the clock's making (crm.reminders), not a person's: they carry `at` alone.
followups_came_due = Signal()  # followups (list): their time has come
working_day_began = Signal()  # duties: a list of crm.reminders.Duties, one for each agent with follow-ups due

# A question rather than an event: does this customer have a live sale? The app that knows sales answers True or False.
live_sale_sought = Signal()  # customer


def has_live_sale(customer: object) -> bool:
    """Whether any app knows a live sale of this customer."""
    return any(answer for _receiver, answer in live_sale_sought.send(type(customer), customer=customer))
