"""Pictures of a listing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from properties.models.property import Property

LONGEST_PATH = 120


class PropertyPhoto(models.Model):
    """A picture as it is shown: drawn anew from what was sent, under a name that nobody can guess."""

    not_found = _("الصورة غير موجودة")

    property = models.ForeignKey(
        Property, models.PROTECT, related_name="photos", verbose_name=_("العقار"), db_index=False
    )
    file = models.FileField(_("الملف"), max_length=LONGEST_PATH)
    thumbnail = models.FileField(_("المصغّرة"), max_length=LONGEST_PATH)
    position = models.PositiveSmallIntegerField(_("الترتيب"))
    width = models.PositiveSmallIntegerField(_("العرض"))
    height = models.PositiveSmallIntegerField(_("الارتفاع"))
    created_at = models.DateTimeField(_("أضيفت في"))

    objects = models.Manager["PropertyPhoto"]()

    class Meta:
        verbose_name = _("صورة")
        verbose_name_plural = _("الصور")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["property", "position", "id"], name="photo_of_property")]

    def __str__(self) -> str:
        return _("صورة %(number)s") % {"number": self.position}
