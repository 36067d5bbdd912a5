"""Bringing a book in: a file on its way, its rows, and the mapping that fits its like (rules: Import and export)."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.history import Door
from core.models import Batch, User


class ImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Who brought a file in sees what became of it; a manager sees every import."""
        return self if user.is_manager else self.filter(user=user)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-id")


class Import(models.Model):
    """One file of customers, from its arrival to its outcome. `dry_run`: the run looked and wrote no customer."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("قيد الإعداد")
        QUEUED = "queued", _("في الانتظار")
        RUNNING = "running", _("قيد التنفيذ")
        DONE = "done", _("مكتمل")
        FAILED = "failed", _("متعثر")
        REVERTED = "reverted", _("تم التراجع عنه")

    class OnDuplicate(models.TextChoices):
        FILL = "fill", _("تحديث الحقول الفارغة")
        OVERWRITE = "overwrite", _("استبدال القيم")
        SKIP = "skip", _("تجاهل الصف")

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel"
        VCF = "vcf", _("جهات اتصال")

    TONES: ClassVar[dict[str, str]] = {"queued": "blue", "running": "blue", "done": "green", "failed": "red"}
    not_found = _("عملية الاستيراد غير موجودة")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("المستخدم"), db_index=False
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("الوسيط"), db_index=False
    )
    batch = models.OneToOneField(
        Batch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("الإجراء الجماعي")
    )
    door = models.CharField(_("الطريق"), max_length=10, choices=Door.choices)
    file_name = models.CharField(_("اسم الملف"), max_length=200)
    format = models.CharField(_("الصيغة"), max_length=4, choices=Format.choices)
    columns = models.JSONField(_("الأعمدة"), default=list)  # the file's headers, in their order
    mapping = models.JSONField(_("المطابقة"), default=list)  # the field of each column; "" for none
    defaults = models.JSONField(_("قيم لكل الصفوف"), default=dict)  # by field, where the file has none
    on_duplicate = models.CharField(
        _("إذا كان الجوال مسجلًا"), max_length=9, choices=OnDuplicate.choices, default=OnDuplicate.FILL
    )
    skip_invalid = models.BooleanField(_("الصفوف السليمة وحدها"), default=False)
    dry_run = models.BooleanField(_("معاينة"), default=False)
    status = models.CharField(_("الحالة"), max_length=8, choices=Status.choices, default=Status.DRAFT)
    total = models.PositiveIntegerField(_("الصفوف"), default=0)
    processed = models.PositiveIntegerField(_("نُظر فيها"), default=0)
    created = models.PositiveIntegerField(_("جديد"), default=0)
    updated = models.PositiveIntegerField(_("تحديث"), default=0)
    skipped = models.PositiveIntegerField(_("متجاهل"), default=0)
    failed = models.PositiveIntegerField(_("أخطاء"), default=0)
    problem = models.CharField(_("سبب التعثر"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("رُفع في"))
    started_at = models.DateTimeField(_("بدأ في"), null=True, blank=True)
    finished_at = models.DateTimeField(_("انتهى في"), null=True, blank=True)
    reverted_at = models.DateTimeField(_("تُراجع عنه في"), null=True, blank=True)

    objects: ClassVar[Any] = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("عملية استيراد")
        verbose_name_plural = _("عمليات الاستيراد")
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="import_of_user"),
            models.Index(fields=["-created_at", "-id"], name="import_newest"),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.status in {self.Status.QUEUED, self.Status.RUNNING}

    @property
    def has_begun_to_write(self) -> bool:
        return self.batch_id is not None

    @property
    def may_run(self) -> bool:
        """Whether it can be run (again): it has not written, or has failed on the way and goes on."""
        looked = self.status == self.Status.DONE and not self.has_begun_to_write
        return looked or self.status in {self.Status.DRAFT, self.Status.FAILED}

    @property
    def may_be_reverted(self) -> bool:
        return self.status == self.Status.DONE and self.has_begun_to_write

    @property
    def is_being_reverted(self) -> bool:
        return self.is_under_way and self.has_begun_to_write and self.finished_at is not None

    @property
    def is_checked(self) -> bool:
        """Its rows were looked at and none was written yet: it waits for a person's word."""
        return self.status == self.Status.DONE and not self.has_begun_to_write

    @property
    def is_finished(self) -> bool:
        """Its rows were written, be they taken back since."""
        return self.status == self.Status.REVERTED or (self.status == self.Status.DONE and self.has_begun_to_write)

    @property
    def state(self) -> Any:
        """Where it stands, in a word."""
        return _("بانتظار التأكيد") if self.is_checked else self.get_status_display()

    @property
    def tone(self) -> str:
        return "amber" if self.is_checked else self.TONES.get(self.status, "gray")


class ImportPart(models.Model):
    """A piece of an import's file, kept until its rows have been read (crm.imports.files)."""

    run = models.ForeignKey(Import, models.CASCADE, related_name="parts", verbose_name=_("الاستيراد"), db_index=False)
    number = models.PositiveIntegerField(_("الترتيب"))  # from 0
    content = models.BinaryField(_("المحتوى"))

    class Meta:
        verbose_name = _("جزء من ملف")
        verbose_name_plural = _("أجزاء الملفات")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"],
                name="import_part_once",
                violation_error_message=_("هذا الجزء من الملف مسجّل من قبل."),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class ImportRow(models.Model):
    """A row of the file: what it said, what that means, and what became of it."""

    class Outcome(models.TextChoices):
        PENDING = "", _("لم يُنظر فيه")
        CREATED = "created", _("جديد")
        UPDATED = "updated", _("تحديث")
        SKIPPED = "skipped", _("متجاهل")
        ERROR = "error", _("خطأ")

    run = models.ForeignKey(Import, models.CASCADE, related_name="rows", verbose_name=_("الاستيراد"), db_index=False)
    number = models.PositiveIntegerField(_("الصف"))  # as a sheet counts it: the headers stand in the first
    cells = models.JSONField(_("الخلايا"))  # one text for each column
    values = models.JSONField(_("القيم"), null=True)  # cleaned, by field; null before it was looked at, or for an error
    phone = models.CharField(_("الجوال"), max_length=20, blank=True)
    outcome = models.CharField(_("النتيجة"), max_length=7, choices=Outcome.choices, blank=True)
    problems = models.JSONField(_("الملاحظات"), default=list)  # [{field, message}]: why, whatever became of it

    class Meta:
        verbose_name = _("صف مستورد")
        verbose_name_plural = _("الصفوف المستوردة")
        indexes = [
            models.Index(fields=["run", "outcome", "number"], name="import_row_by_outcome"),
            models.Index(fields=["phone"], name="import_row_by_phone", condition=~Q(phone="")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "number"],
                name="import_row_once",
                violation_error_message=_("هذا الصف من الملف مسجّل من قبل."),
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class ImportTemplate(models.Model):
    """A mapping kept under a name, for the next file with such headers: `mapping` is the field by the header's key."""

    not_found = _("القالب غير موجود")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("المستخدم"), db_index=False
    )
    name = models.CharField(_("الاسم"), max_length=60)
    mapping = models.JSONField(_("المطابقة"), default=dict)
    created_at = models.DateTimeField(_("حُفظ في"))

    class Meta:
        verbose_name = _("قالب استيراد")
        verbose_name_plural = _("قوالب الاستيراد")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="import_template_once",
                violation_error_message=_("لديك قالب بهذا الاسم."),
            )
        ]

    def __str__(self) -> str:
        return self.name
