"""What the review of silent leads is listed by for a manager."""

from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

BY_CONTACT = models.Index(
    fields=["last_contact_date", "id"],
    name="customer_all_by_contact",
    condition=models.Q(("deleted_at__isnull", True)),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crm", "0009_board")]
    operations = [AddIndexOnLiveTable("customer", BY_CONTACT)]
