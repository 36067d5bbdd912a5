"""The sizes of books (crm.counts), with those of the books that stand.

A server of the former release that still runs adds customers without counting them; the clock counts anew within an
hour, and for the first time as soon as a worker of this one starts.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

COUNT = """INSERT INTO crm_bookcount (owner_id, customers)
    SELECT owner_id, count(*) FROM crm_customer WHERE deleted_at IS NULL GROUP BY owner_id"""


class Migration(migrations.Migration):
    dependencies = [
        ("crm", "0007_merge"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BookCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("customers", models.IntegerField(verbose_name="عدد العملاء")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="الوسيط",
                    ),
                ),
            ],
            options={
                "verbose_name": "حجم قائمة عملاء",
                "verbose_name_plural": "أحجام قوائم العملاء",
            },
        ),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    ]
