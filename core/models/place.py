"""Regions, cities and districts: names to offer and to recognise; free text stays allowed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.history import History

LONGEST_NAME = 80


class PlaceQuerySet(models.QuerySet["Place"]):
    def cities(self) -> "PlaceQuerySet":
        return self.filter(kind=Place.Kind.CITY)

    def districts_of(self, city: str) -> "PlaceQuerySet":
        """The districts of the city with this Arabic name, in any spelling."""
        from core.arabic import search_key

        return self.filter(kind=Place.Kind.DISTRICT, parent__key=search_key(city))


def place_key(name: str) -> str:
    """What a place is found by: its name's search key, cut to its column. One letter may fold into eighteen."""
    from core.arabic import search_key

    return search_key(name)[:LONGEST_NAME].rstrip()


class Place(models.Model):
    """A region, a city in it, or a district of a city. `aliases` are other spellings people type."""

    class Kind(models.TextChoices):
        REGION = "region", _("منطقة")
        CITY = "city", _("مدينة")
        DISTRICT = "district", _("حي")

    kind = models.CharField(_("النوع"), max_length=8, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("ضمن")
    )
    name = models.CharField(_("الاسم"), max_length=LONGEST_NAME)
    name_en = models.CharField(_("الاسم بالإنجليزية"), max_length=80, blank=True)
    aliases = models.JSONField(_("أسماء أخرى"), default=list, blank=True)
    key = models.CharField(_("مفتاح البحث"), max_length=LONGEST_NAME, editable=False, db_index=True)

    objects = PlaceQuerySet.as_manager()
    history = History(excluded_fields=["key"])

    class Meta:
        verbose_name = _("مكان")
        verbose_name_plural = _("الأماكن")
        ordering = ["key"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "parent", "key"],
                name="place_once",
                nulls_distinct=False,
                violation_error_message=_("هذا المكان مسجّل من قبل."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = place_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
