"""The act upon many beside the act upon one: what each leaves of the same rows."""

from django.db import transaction

from crm.models import Customer, Followup, Interaction

# What only an act upon many has, and ids: a sequence does not go back with its transaction.
LEFT_OUT = {"history_id", "batch_id"}
NEW_IDS = LEFT_OUT | {"id"}


def left_by(act):
    """What `act` leaves of customers and of what stands under them; the database is as before afterwards."""
    with transaction.atomic():
        act()
        found = traces()
        transaction.set_rollback(True)
    return found


def traces():
    tables = [
        (Customer.objects.order_by("pk"), LEFT_OUT),
        (Customer.history.order_by("id", "history_id"), LEFT_OUT),
        *((model.objects.order_by("customer", "pk"), NEW_IDS) for model in (Followup, Interaction)),
        *((model.history.order_by("customer", "history_id"), NEW_IDS) for model in (Followup, Interaction)),
    ]
    return [[{k: v for k, v in row.items() if k not in out} for row in rows.values()] for rows, out in tables]
