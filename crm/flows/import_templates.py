"""A mapping kept under a name, for the next file with such headers (rules: Import and export)."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.utils.translation import gettext as _

from core.access import is_id, visible_or_404
from core.models import User
from core.text import clean_line
from core.transactions import flow
from crm.imports.templates import kept_under
from crm.models import Import, ImportTemplate

MOST_TEMPLATES = 50


@flow
def keep_template(*, by: User, at: datetime, import_id: int, name: str) -> ImportTemplate:
    """Keep the mapping of an import under `name`; a template of that name is replaced. Http404, ValidationError."""
    run: Any = visible_or_404(Import.objects.all(), by, import_id)
    own = ImportTemplate.objects.filter(user=by)
    name = _clean_name(name)
    if own.exclude(name=name).count() >= MOST_TEMPLATES:
        raise ValidationError({"name": [_("لديك قوالب كثيرة. احذف ما لا يلزم منها.")]})
    kept = {"mapping": kept_under(run.columns, run.mapping), "created_at": at}
    template, _is_new = ImportTemplate.objects.update_or_create(user=by, name=name, defaults=kept)
    return template


@flow
def forget_template(*, by: User, at: datetime, template_id: int) -> None:
    """Forget one of one's own templates; Http404 for another's."""
    own = ImportTemplate.objects.filter(user=by)
    if not is_id(template_id) or not own.filter(pk=template_id).delete()[0]:
        raise Http404(ImportTemplate.not_found)


def _clean_name(raw: str) -> str:
    name = clean_line(raw[:1000])
    longest = ImportTemplate._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise ValidationError({"name": [_("اكتب اسمًا من %(longest)s حرفًا أو أقل.") % {"longest": longest}]})
    return name
