"""What the clock does about imports: says which were left behind by their worker, and forgets what is old."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.clock import every
from crm.imports import reverting, running
from crm.models import Import, ImportPart, ImportRow
from crm.tasks import bring_in, take_back

BATCH = 5000
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
OUR_QUEUE = "django_tasks_db.DatabaseBackend"


@every(timedelta(minutes=1))
def tell_imports_left_behind(at: datetime) -> bool:
    """An import under way whose task has ended for good has failed: its workers were killed, once and again.

    Only our own queue can be asked; one of another make (a setting) tells of its failures in its own way.
    """
    if settings.TASKS["default"]["BACKEND"] != OUR_QUEUE:
        return False
    under_way = Import.objects.filter(status__in=[Import.Status.QUEUED, Import.Status.RUNNING])
    for run in under_way.select_for_update(skip_locked=True):
        if not _has_task(run):
            _give_up(run, at)
    return False


@every(HOUR)
def forget_drafts(at: datetime) -> bool:
    """Files that nobody went on with."""
    old = Import.objects.filter(status=Import.Status.DRAFT, created_at__lt=at - settings.IMPORT_DRAFT_DAYS * DAY)
    ids = list(old.values_list("pk", flat=True)[:100])
    Import.objects.filter(pk__in=ids).delete()
    return len(ids) == 100


@every(DAY)
def forget_import_rows(at: datetime) -> bool:
    """What each row of a file said: it is personal data, and the import's counts stay without it."""
    old = Import.objects.filter(finished_at__lt=at - settings.IMPORT_KEEP_DAYS * DAY)
    ImportPart.objects.filter(run__in=old).delete()
    rows = ImportRow.objects.filter(Exists(old.filter(pk=OuterRef("run"))))
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    ImportRow.objects.filter(pk__in=ids).delete()
    return len(ids) == BATCH


def _has_task(run: Import) -> bool:
    tasks = DBTaskResult.objects.filter(status__in=OPEN, args_kwargs__kwargs__import_id=run.pk)
    return tasks.filter(task_path__in=[bring_in.module_path, take_back.module_path]).exists()


def _give_up(run: Import, at: datetime) -> None:
    if run.is_being_reverted:
        reverting.give_up(run.pk, _("توقف التراجع ولم يتغير شيء. أعد المحاولة."))
    else:
        running.give_up(run.pk, _("توقف الاستيراد قبل أن يكتمل. أعد تشغيله ليُستأنف من حيث توقف."), at=at)
