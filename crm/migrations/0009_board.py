"""The board's lanes by urgency, and what closed by its day; the budgets stand in the index that their sums are read from."""

from django.conf import settings
from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

WAITING = models.Q(
    ("deleted_at__isnull", True),
    ("status__in", ("new", "contacted", "qualified", "viewing", "negotiating", "on_hold")),
)
CLOSED = models.Q(("deleted_at__isnull", True), ("status__in", ("converted", "lost")))
BY_URGENCY = ["status", "next_followup_date", "status_changed_at", "id", "budget"]
BY_CLOSING = ["status", "-status_changed_at", "-id", "budget"]
INDEXES = [
    models.Index(fields=["owner", *BY_URGENCY], name="customer_board", condition=WAITING),
    models.Index(fields=BY_URGENCY, name="customer_all_board", condition=WAITING),
    models.Index(fields=["owner", *BY_CLOSING], name="customer_closed", condition=CLOSED),
    models.Index(fields=BY_CLOSING, name="customer_all_closed", condition=CLOSED),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("crm", "0008_book_counts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [AddIndexOnLiveTable("customer", index) for index in INDEXES]
