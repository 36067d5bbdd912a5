"""What the review of silent leads is listed by for a manager; on PostgreSQL beside the writes of a live table."""

from django.conf import settings
from django.db import migrations, models


class AddIndexBesideWrites(migrations.AddIndex):
    """CREATE INDEX CONCURRENTLY where the database knows it."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self._run(app_label, schema_editor, to_state, "add_index")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self._run(app_label, schema_editor, from_state, "remove_index")

    def _run(self, app_label, schema_editor, state, verb):
        model = state.apps.get_model(app_label, self.model_name)
        if self.allow_migrate_model(schema_editor.connection.alias, model):
            knows = schema_editor.connection.vendor == "postgresql"
            getattr(schema_editor, verb)(model, self.index, **({"concurrently": True} if knows else {}))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [
        ("crm", "0006_imports_merges_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        AddIndexBesideWrites(
            "customer",
            models.Index(
                fields=["last_contact_date", "id"],
                name="customer_all_by_contact",
                condition=models.Q(("deleted_at__isnull", True)),
            ),
        ),
    ]
