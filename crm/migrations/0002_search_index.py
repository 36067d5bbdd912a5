"""On PostgreSQL, the trigram index that serves every search of the book (stack: Arabic on PostgreSQL).

Model state knows nothing of it: SQLite has no such index, and answers the same, only slower.
"""

from django.db import migrations


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        schema_editor.execute(
            "CREATE INDEX customer_search ON crm_customer USING gin (search_text gin_trgm_ops) WHERE deleted_at IS NULL"
        )
        schema_editor.execute("CREATE INDEX customer_tags ON crm_customer USING gin (tags) WHERE deleted_at IS NULL")


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX IF EXISTS customer_search, customer_tags")


class Migration(migrations.Migration):
    dependencies = [("crm", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
