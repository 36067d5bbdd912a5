from django.db import migrations, models

from core.live_tables import AddIndexOnLiveTable

LIVE = ("deleted_at__isnull", True)
INDEXES = [
    models.Index(
        fields=["owner", "email"],
        name="customer_by_email",
        condition=models.Q(LIVE, models.Q(("email", ""), _negated=True)),
    ),
    models.Index(
        fields=["owner", "whatsapp"],
        name="customer_by_whatsapp",
        condition=models.Q(LIVE, models.Q(("whatsapp", ""), _negated=True)),
    ),
    models.Index(fields=["owner", "phone"], name="customer_sharing", condition=models.Q(LIVE, ("shares_phone", True))),
]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("crm", "0006_imports_merges_views")]
    operations = [AddIndexOnLiveTable("customer", index) for index in INDEXES]
