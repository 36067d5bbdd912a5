"""The best of everybody's open matches, for managers: in their order, however many there are."""

from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

OPEN = models.Q(
    ("deleted_at__isnull", True),
    ("status__in", ("pending", "sent", "interested", "viewing_booked")),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("properties", "0002_search_index")]
    operations = [
        AddIndexOnLiveTable(
            "propertymatch", models.Index(fields=["-match_score", "-id"], name="match_all_inbox", condition=OPEN)
        )
    ]
