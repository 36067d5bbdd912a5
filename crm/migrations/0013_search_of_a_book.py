"""What a word is counted by among one agent's customers: in the index alone, however many rows have it."""

from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

OF_BOOK = models.Index(
    fields=["owner", "search_text"],
    name="customer_search_of_book",
    condition=models.Q(("deleted_at__isnull", True)),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crm", "0012_counts_by_the_index")]
    operations = [AddIndexOnLiveTable("customer", OF_BOOK)]
