"""Keep the history of places, beginning with what they are called now."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def begin(apps, schema_editor):
    history = apps.get_model("core", "HistoricalPlace")
    kept = ("id", "kind", "parent_id", "name", "name_en", "aliases")
    rows = apps.get_model("core", "Place").objects.values(*kept)
    at = timezone.now()
    history.objects.bulk_create(history(**row, history_date=at, history_type="+") for row in rows)


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_password_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalPlace',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('door', models.CharField(choices=[('page', 'الصفحات'), ('api', 'واجهة البرمجة'), ('admin', 'لوحة الإدارة'), ('import', 'استيراد'), ('card', 'البطاقة الرقمية'), ('system', 'النظام')], default='system', max_length=10, verbose_name='الطريق')),
                ('kind', models.CharField(choices=[('region', 'منطقة'), ('city', 'مدينة'), ('district', 'حي')], max_length=8, verbose_name='النوع')),
                ('name', models.CharField(max_length=80, verbose_name='الاسم')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='الاسم بالإنجليزية')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='أسماء أخرى')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='core.place', verbose_name='ضمن')),
            ],
            options={
                'verbose_name': 'تعديل',
                'verbose_name_plural': 'سجل التعديلات',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
