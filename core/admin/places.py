"""Cities and districts, with the other names people type for them."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.admin.base import manager_of
from core.admin.fields import LabelsField
from core.admin.spelling import SpellingSearch
from core.admin.writing import FlowAdmin, FlowForm
from core.models import Place, User
from core.places import PARENT_OF, add_place, delete_place, edit_place


class PlaceForm(FlowForm):
    aliases = LabelsField(label=_("أسماء أخرى"), required=False, help_text=_("كتابات أخرى للاسم، بينها فاصلة."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            choices = [(kind.value, kind.label) for kind in PARENT_OF]
            self.fields["kind"] = forms.ChoiceField(label=_("النوع"), choices=choices)


@admin.register(Place)
class PlaceAdmin(SpellingSearch, FlowAdmin):
    form = PlaceForm
    list_display = ("name", "kind", "parent", "name_en", "other_names")
    list_select_related = ("parent",)
    list_filter = ("kind",)
    search_fields = ("name", "name_en", "aliases")
    search_help_text = _("بالاسم العربي أو الإنجليزي أو بكتابة أخرى، بأي رسم.")
    autocomplete_fields = ("parent",)
    fields = ("kind", "parent", "name", "name_en", "aliases")

    @admin.display(description=_("أسماء أخرى"))
    def other_names(self, place: Place) -> str:
        return "، ".join(place.aliases)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("kind", "parent") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not is_region(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not is_region(obj)

    def write(self, request: HttpRequest, form: PlaceForm, at: datetime) -> Model:
        if form.instance.pk:
            return edit_place(by=manager_of(request), at=at, place_id=form.instance.pk, facts=form.facts())
        return add_place(by=manager_of(request), at=at, facts=form.facts())

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_place(by=by, at=at, place_id=pk)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """One by one: a place in use is worth a look."""
        return {}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("parent")


def is_region(place: Place | None) -> bool:
    return place is not None and place.kind == Place.Kind.REGION
