"""Records kept about requests, exports and the clock; none of them is edited by people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import Door


class IdempotencyKey(models.Model):
    """The first answer to a POST that carried this key, given again to a retry for 24 hours (api: Retries).

    `status` is null only inside the transaction that is still making the answer.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("المستخدم"))
    key = models.CharField(_("المفتاح"), max_length=200)
    fingerprint = models.CharField(_("البصمة"), max_length=64)
    status = models.PositiveSmallIntegerField(_("الحالة"), null=True)
    answer = models.JSONField(_("الإجابة"), null=True)
    headers = models.JSONField(_("الترويسات"), default=dict)
    created_at = models.DateTimeField(_("أضيف في"), db_index=True)

    class Meta:
        verbose_name = _("مفتاح تكرار")
        verbose_name_plural = _("مفاتيح التكرار")
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return self.key


class ExportLog(models.Model):
    """Who took data out: what, with which filters, how many rows, how, and by which door (rules: Import and export)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="exports", verbose_name=_("المستخدم")
    )
    what = models.CharField(_("ما صُدّر"), max_length=40)
    filters = models.JSONField(_("التصفية"), default=dict, blank=True)
    format = models.CharField(_("الصيغة"), max_length=5)
    row_count = models.PositiveIntegerField(_("عدد الصفوف"), default=0)
    door = models.CharField(_("الطريق"), max_length=10, choices=Door.choices)
    created_at = models.DateTimeField(_("وقت التصدير"))

    class Meta:
        verbose_name = _("عملية تصدير")
        verbose_name_plural = _("سجل التصدير")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.what} · {self.format}"


class PasswordMail(models.Model):
    """A link to set a password was asked for this person: counted, so that nobody's inbox is flooded."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False, verbose_name=_("المستخدم")
    )
    asked_at = models.DateTimeField(_("طُلبت في"))

    class Meta:
        verbose_name = _("رسالة كلمة مرور")
        verbose_name_plural = _("رسائل كلمات المرور")
        indexes = [models.Index(fields=["user", "asked_at"], name="password_mail_of_user")]

    def __str__(self) -> str:
        return str(self.asked_at)


class Tick(models.Model):
    """When each of the clock's jobs last ran: the row that keeps several workers from running one twice.

    A worker has a row of its own beside them, «worker …», which it touches to say that it is alive.
    """

    job = models.CharField(_("المهمة"), max_length=40, primary_key=True)
    ran_at = models.DateTimeField(_("آخر تشغيل"))

    class Meta:
        verbose_name = _("دورة")
        verbose_name_plural = _("الدورات")

    def __str__(self) -> str:
        return self.job
