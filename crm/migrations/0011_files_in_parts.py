"""Files of imports are kept in parts, so that none is ever whole in memory."""

import django.db.models.deletion
from django.db import migrations, models

PART = 256 * 1024  # crm.imports.files


def part_files(apps, schema_editor):
    runs, parts = apps.get_model("crm", "Import"), apps.get_model("crm", "ImportPart")
    for run in runs.objects.filter(content__isnull=False).only("content").iterator(1):
        content = bytes(run.content)
        for number, start in enumerate(range(0, len(content), PART)):
            parts.objects.create(run=run, number=number, content=content[start : start + PART])


def join_files(apps, schema_editor):
    runs, parts = apps.get_model("crm", "Import"), apps.get_model("crm", "ImportPart")
    for run in runs.objects.filter(pk__in=parts.objects.values("run")).only("pk").iterator(1):
        pieces = parts.objects.filter(run=run).order_by("number").values_list("content", flat=True)
        runs.objects.filter(pk=run.pk).update(content=b"".join(map(bytes, pieces)))


class Migration(migrations.Migration):
    dependencies = [("crm", "0010_silent_leads")]

    operations = [
        migrations.CreateModel(
            name="ImportPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="الترتيب")),
                ("content", models.BinaryField(verbose_name="المحتوى")),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="crm.import",
                        verbose_name="الاستيراد",
                    ),
                ),
            ],
            options={
                "verbose_name": "جزء من ملف",
                "verbose_name_plural": "أجزاء الملفات",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["run", "number"],
                        name="import_part_once",
                        violation_error_message="هذا الجزء من الملف مسجّل من قبل.",
                    )
                ],
            },
        ),
        migrations.RunPython(part_files, join_files),
        migrations.RemoveField(model_name="import", name="content"),
    ]
