"""Filters of the admin's lists."""

from typing import Any

from django.contrib.admin import FieldListFilter
from django.contrib.admin.options import ModelAdmin
from django.contrib.admin.views.main import ChangeList
from django.http import HttpRequest

from core.models import User


class PersonFilter(FieldListFilter):
    """A person to choose from a list that folds away: an office of 200 would fill the side with links."""

    template = "admin/person_filter.html"

    def __init__(
        self,
        field: Any,
        request: HttpRequest,
        params: dict[str, Any],
        model: Any,
        model_admin: ModelAdmin,
        field_path: str,
    ) -> None:
        self.parameter = f"{field_path}__id__exact"
        super().__init__(field, request, params, model, model_admin, field_path)
        self.chosen = self.used_parameters.get(self.parameter)
        self.kept = [(name, value) for name, value in request.GET.items() if name not in {self.parameter, "p", "e"}]

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter]

    def choices(self, changelist: ChangeList) -> Any:
        chosen = str(self.chosen[-1] if isinstance(self.chosen, list) else self.chosen or "")
        for person in User.objects.order_by("-is_active", "first_name", "username"):
            yield {"id": person.pk, "display": person.name, "selected": chosen == str(person.pk)}
