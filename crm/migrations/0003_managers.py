"""The group `managers`, who see every agent's rows (api: Access)."""

from django.db import migrations


def create(apps, schema_editor):
    # Django makes permissions only after all migrations; this one is needed now.
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="crm", model="customer"
    )
    permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="view_all_customers", defaults={"name": "رؤية عملاء كل الوسطاء"}
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="managers")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0002_search_index"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
