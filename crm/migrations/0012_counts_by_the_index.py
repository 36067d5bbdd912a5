"""What is due and what was logged is counted by an index alone: it holds all that the count asks of a row."""

from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

LIVE = models.Q(("deleted_at__isnull", True))
PENDING = models.Q(("deleted_at__isnull", True), ("status", "pending"))
TOLD = ["-created_at", "-id", "customer", "completed_at", "is_initial"]
ADDED = {
    "followup": [
        models.Index(fields=["owner", "due_date", "id", "customer"], name="followup_to_do", condition=PENDING),
        models.Index(fields=["due_date", "id", "customer"], name="followup_all_to_do", condition=PENDING),
    ],
    "interaction": [
        models.Index(fields=["owner", *TOLD], name="interaction_log", condition=LIVE),
        models.Index(fields=TOLD, name="interaction_whole_log", condition=LIVE),
    ],
}
REPLACED = {
    "followup": ["followup_due", "followup_all_due"],
    "interaction": ["interaction_book", "interaction_all_books"],
}


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crm", "0011_files_in_parts")]
    operations = [
        *[AddIndexOnLiveTable(model, index) for model, indexes in ADDED.items() for index in indexes],
        *[migrations.RemoveIndex(model, name) for model, names in REPLACED.items() for name in names],
    ]
