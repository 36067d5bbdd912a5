"""Forms of the admin that a flow checks and writes: what it refuses comes back at its field, nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from core.access import is_id
from core.admin.base import MOST_AT_ONCE, ManagedAdmin, manager_of
from core.errors import Conflict, StaleVersion
from core.in_words import in_words
from core.models import User
from core.transactions import in_one_transaction

Refusal = ValidationError | Conflict
Errors = Mapping[str, list[Any]]
PRESET = ("customer", "owner")  # what a link to an add page may say


class FlowForm(forms.ModelForm):
    """Reads what was typed; the flow judges it. `refused` is what the flow said to the same values a moment ago."""

    refused: Errors = {}
    not_facts: tuple[str, ...] = ()  # fields that tell the flow something else than a column's value

    def _post_clean(self) -> None:
        """Instead of the model's own validation, which knows uncleaned values only."""
        for field, said in self.refused.items():
            at = field if field in self.fields else None
            self.add_error(at, ValidationError([ValidationError(message) for message in said]))

    def facts(self) -> dict[str, Any]:
        """What the person gave: everything for a new row, what was changed for an old one."""
        names = self.changed_data if self.instance.pk else list(self.fields)
        return {name: self.cleaned_data[name] for name in names if name not in self.not_facts}


class VersionedForm(FlowForm):
    """A form that says which version of the row its reader saw, so that nobody's edit is lost (api: Concurrency)."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    not_facts: tuple[str, ...] = ("seen_version",)
    stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen_version"].required = True
            self.initial["seen_version"] = self.instance.version
        if self.stale and self.is_bound:
            # saving once more is a decision made with the newer values in sight
            data = cast(QueryDict, self.data).copy()
            data[self.add_prefix("seen_version")] = str(self.instance.version)
            self.data = data

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.stale:
            for name in [name for name in self.changed_data if name in self.cleaned_data and name in self.initial]:
                now = _("القيمة المحفوظة الآن: %(value)s") % {"value": shown(self.instance, name)}
                self.add_error(name, now)


class FlowAdmin(ManagedAdmin):
    """A ModelAdmin whose one act on a form is `write`: a call of one flow."""

    form = FlowForm

    def write(self, request: HttpRequest, form: Any, at: datetime) -> Model:
        """Call the flow with what the form holds; the row it made or changed."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        saved = self.write(request, form, timezone.now())
        obj.__dict__.update(saved.__dict__)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One transaction for the page. When the flow refuses, nothing is written and the form says why."""
        view = super().changeform_view
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)
        try:
            return in_one_transaction(lambda: view(request, object_id, form_url, extra_context))
        except (ValidationError, Conflict) as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return view(request, object_id, form_url, extra_context)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whose row is to be added; Django's takes any field from the address, in forms that no widget can show."""
        return {name: request.GET[name] for name in PRESET if is_id(request.GET.get(name, ""))}

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        """Call the flow that deletes the row."""
        raise NotImplementedError

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self.delete_one(by=manager_of(request), at=timezone.now(), pk=obj.pk)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's; a refusal is told on the row's page."""
        view = super().delete_view
        try:
            return in_one_transaction(lambda: view(request, object_id, {"title": _("حذف"), **(extra_context or {})}))
        except (ValidationError, Conflict) as refusal:
            for message in [said for field in self.explain(refusal).values() for said in field]:
                self.message_user(request, message, messages.ERROR)
            return redirect(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", object_id)

    def get_deleted_objects(
        self, objs: Any, request: HttpRequest
    ) -> tuple[list[str], dict[str, int], set[str], list[str]]:
        """The rows themselves, and nothing that hangs on them: what else follows is the flow's to say."""
        named = [str(row) for row in objs[:MOST_AT_ONCE]]
        return named, {str(self.opts.verbose_name_plural): len(named)}, set(), []

    @admin.action(description=_lazy("حذف"), permissions=["delete"])
    def delete_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:
        """In the place of Django's, which deletes rows at once: asks with its page, then calls the flow for each."""
        if not request.POST.get("post"):
            return delete_selected(self, request, queryset)

        def delete(row: Model) -> None:
            self.delete_one(by=manager_of(request), at=timezone.now(), pk=row.pk)

        self.act_on_each(request, queryset, delete, done=_("حُذف"))
        return None

    # ------------------------------------------------------------ what is said afterwards, in words that agree

    def response_add(self, request: HttpRequest, obj: Model, post_url_continue: str | None = None) -> HttpResponse:
        return self._saved(request, obj, _("تمت الإضافة: «%(row)s»."))

    def response_change(self, request: HttpRequest, obj: Model) -> HttpResponse:
        return self._saved(request, obj, _("تم حفظ التغييرات: «%(row)s»."))

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        self.message_user(request, _("حُذف: «%(row)s».") % {"row": obj_display}, messages.SUCCESS)
        return self.response_post_save_change(request, self.model())

    def _saved(self, request: HttpRequest, row: Model, text: str) -> HttpResponse:
        self.message_user(request, text % {"row": row}, messages.SUCCESS)
        pages = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        if "_continue" in request.POST:
            return redirect(f"{pages}_change", row.pk)
        return (
            redirect(f"{pages}_add") if "_addanother" in request.POST else self.response_post_save_change(request, row)
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> type[Any]:
        form = super().get_form(request, obj, change=change, **kwargs)  # a class made for this request
        refusal = getattr(request, "refusal", None)
        if refusal is not None:
            form.refused = self.explain(refusal)  # type: ignore[attr-defined]
            form.stale = isinstance(refusal, StaleVersion)  # type: ignore[attr-defined]
        return form

    def explain(self, refusal: Refusal) -> Errors:
        """What a refusal says, by field."""
        if isinstance(refusal, StaleVersion):
            return {
                NON_FIELD_ERRORS: [
                    _("عُدّل هذا السجل بعد أن فتحته، ولم يُحفظ شيء. القيم المحفوظة الآن مبيّنة عند ما يخالفها."),
                    _("الحفظ مرة أخرى يعتمد ما في هذا النموذج."),
                ]
            }
        if isinstance(refusal, Conflict):
            return {NON_FIELD_ERRORS: [refusal.detail]}
        if hasattr(refusal, "error_dict"):
            return refusal.message_dict
        return {NON_FIELD_ERRORS: refusal.messages}


def shown(row: Model, name: str) -> str:
    """A field's value in words."""
    field = row._meta.get_field(name)
    value = getattr(row, name)
    return str(value) if isinstance(value, Model) else in_words(field, value)
