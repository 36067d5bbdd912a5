"""Interactions in the managers' door."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from core.admin.base import Fieldsets, manager_of
from core.admin.fields import MomentField
from core.admin.filters import PersonFilter
from core.admin.marks import moment_mark
from core.admin.writing import VersionedForm
from core.fields import TextField
from core.models import User
from crm.admin.rows_of_customers import CustomerRowAdmin
from crm.flows import delete_interaction, edit_interaction, record_interaction
from crm.models import Interaction


class InteractionForm(VersionedForm):
    not_facts: tuple[str, ...] = ("seen_version", "customer")

    notes = TextField(label=_("الملاحظات"), required=False)
    scheduled_for = MomentField(label=_("مخطط له في"), required=False)
    completed_at = MomentField(label=_("تم في"), required=False, help_text=_("لتواصل جديد بلا موعدين: الآن."))


@admin.register(Interaction)
class InteractionAdmin(CustomerRowAdmin):
    form = InteractionForm
    noun = "interaction"
    list_display = ("title", "customer", "user", "outcome", "duration", "done", "planned", "short_notes")
    list_filter = ("type", "outcome", ("user", PersonFilter), "created_at")
    actions = ("delete_selected",)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Fieldsets:
        facts = ("type", "direction", "outcome", "duration", "notes", "scheduled_for", "completed_at")
        told = ("user", "created_at", "seen_version") if obj else ()
        return [(None, {"fields": ("customer", *facts, *told)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("customer", "user", "created_at") if obj else ()

    def write(self, request: HttpRequest, form: InteractionForm, at: datetime) -> Interaction:
        facts = form.facts()
        if form.instance.pk:
            version = form.cleaned_data["seen_version"]
            return edit_interaction(
                by=manager_of(request), at=at, interaction_id=form.instance.pk, version=version, facts=facts
            )
        if facts.get("completed_at") is None and facts.get("scheduled_for") is None:
            facts.pop("completed_at", None)
        customer = form.cleaned_data["customer"]
        return record_interaction(by=manager_of(request), at=at, customer_id=customer.pk, facts=facts)

    def delete_one(self, *, by: User, at: datetime, pk: int) -> object:
        return delete_interaction(by=by, at=at, interaction_id=pk)

    @admin.display(description=_("التواصل"), ordering="type")
    def title(self, interaction: Interaction) -> str:
        return interaction.title

    @admin.display(description=_("تم"), ordering="completed_at", empty_value="—")
    def done(self, interaction: Interaction) -> str | None:
        return moment_mark(interaction.completed_at)

    @admin.display(description=_("مخطط له"), ordering="scheduled_for", empty_value="—")
    def planned(self, interaction: Interaction) -> str | None:
        return moment_mark(interaction.scheduled_for)

    @admin.display(description=_("الملاحظات"), empty_value="—")
    def short_notes(self, interaction: Interaction) -> str | None:
        return Truncator(interaction.notes).chars(60) or None
