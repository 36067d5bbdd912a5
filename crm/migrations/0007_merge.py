from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class AddIndexUnderWriters(AddIndexConcurrently):
    """Where PostgreSQL serves, the index is built while people go on writing; elsewhere as any index is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        add = super() if schema_editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        add.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove = super() if schema_editor.connection.vendor == "postgresql" else super(AddIndexConcurrently, self)
        remove.database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crm", "0006_imports_merges_views")]
    operations = [
        AddIndexUnderWriters(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("email", ""), _negated=True)),
                fields=["owner", "email"],
                name="customer_by_email",
            ),
        ),
        AddIndexUnderWriters(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), models.Q(("whatsapp", ""), _negated=True)),
                fields=["owner", "whatsapp"],
                name="customer_by_whatsapp",
            ),
        ),
        AddIndexUnderWriters(
            model_name="customer",
            index=models.Index(
                condition=models.Q(("deleted_at__isnull", True), ("shares_phone", True)),
                fields=["owner", "phone"],
                name="customer_sharing",
            ),
        ),
    ]
