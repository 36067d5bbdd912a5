"""Events of the customer book. Each is sent by the flow that made it true, inside its transaction, with `send()`:
a receiver that raises undoes the whole flow. All carry `by` (who acted) and `at` (when), unless said.

Acts upon many customers (crm.flows.many) send the event of each of them, unless there is one for all.
"""

from django.dispatch import Signal

customer_created = Signal()  # customer
customer_edited = Signal()  # customer, changed: the names of the fields a person changed
customer_deleted = Signal()  # customer
customer_restored = Signal()  # customer
customers_moved = Signal()  # customers (LazyCustomers), giver and taker (users): sent once for each giver
book_moved = Signal()  # giver and taker: an agent's whole book was given to another, customers_moved before it
customers_imported = Signal()  # run: the finished Import; its batch's history tells of each customer
import_reverted = Signal()  # run: the Import whose customers are gone, or as they were
# survivor, absorbed, merge: the journal. Each app moves what hangs on `absorbed` under `survivor`, and writes the ids
# into `merge.moved` under its models' labels (crm.merging.rows does both). Both records are saved by then.
customers_merged = Signal()
# survivor, absorbed, merge: each app puts back those of the rows that `merge.moved` names which still stand under
# `survivor`. The two records are saved after it, so that the survivor's status can go by the sales that it keeps.
customers_unmerged = Signal()
# customer, person (crm.privacy.person): each app blanks what its own rows say of the person, whatever they hang on
customer_erased = Signal()
interaction_recorded = Signal()  # interaction: added, edited or deleted
followup_added = Signal()  # followup
followup_changed = Signal()  # followup: edited, snoozed, cancelled or deleted
followups_added = Signal()  # followups (list): one for each of many customers, in the place of followup_added
followups_changed = Signal()  # followups (list): taken back together, in the place of followup_changed
followup_completed = Signal()  # followup, contact: the type, outcome and notes of the interaction to record

# Of the clock's making (crm.reminders), not a person's: they carry `at` alone.
followups_came_due = Signal()  # followups (list): their time has come
working_day_began = Signal()  # duties: a list of crm.reminders.Duties, one for each agent with follow-ups due

# A question rather than an event: does this customer have a live sale? The app that knows sales answers True or False.
live_sale_sought = Signal()  # customer


def has_live_sale(customer: object) -> bool:
    """Whether any app knows a live sale of this customer."""
    return any(answer for _receiver, answer in live_sale_sought.send(type(customer), customer=customer))


# Another: what does each app hold about this person? It answers {section: rows}, the rows as JSON has them.
personal_data_sought = Signal()  # customer, person (crm.privacy.person)
