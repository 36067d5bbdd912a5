"""Keeping a list under a name, naming it anew, forgetting it. A person's own: nobody else's business."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from core.access import is_id
from core.arabic import counted
from core.models import User
from core.text import clean_line
from core.transactions import flow
from crm.models import SavedView
from crm.saved import kept_query


@flow
def save_view(*, by: User, at: datetime, name: str, query: str) -> SavedView:
    """Keep what `query` (an address's own, whatever stands in it) asks of the customers' list, under a name.

    ValidationError by field: a name missing or taken, nothing asked for, or more views than MOST_SAVED_VIEWS.
    """
    User.objects.select_for_update().get(pk=by.pk)  # so that two at once cannot both be the last
    if SavedView.objects.filter(user=by).count() >= settings.MOST_SAVED_VIEWS:
        most = counted(settings.MOST_SAVED_VIEWS, "view", oblique=True)
        raise ValidationError(_("لديك %(most)s، وهو الحد الأعلى. احذف عرضًا لا تحتاجه.") % {"most": most})
    kept = kept_query(QueryDict(query))
    if not kept:
        raise ValidationError(_("لا تصفية ولا ترتيب في هذه القائمة ليُحفظ."))
    return _store(SavedView(user=by, query=kept, created_at=at), name)


@flow
def rename_view(*, by: User, at: datetime, view_id: int, name: str) -> SavedView:
    """Name one's own view anew. Http404 for another's, ValidationError for a name missing or taken."""
    return _store(_own(view_id, by=by), name)


@flow
def forget_view(*, by: User, at: datetime, view_id: int) -> SavedView:
    """Delete one's own view; what it was comes back, for who wants it again. Http404 for another's."""
    view = _own(view_id, by=by)
    view.delete()
    return view


def _own(view_id: int, *, by: User) -> SavedView:
    rows = SavedView.objects.select_for_update().filter(user=by)
    view = rows.filter(pk=view_id).first() if is_id(view_id) else None
    if view is None:
        raise Http404(SavedView.not_found)
    return view


def _store(view: SavedView, name: str) -> SavedView:
    view.name = clean_line(name)
    view.clean_fields(exclude=["user", "created_at"])
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError:
        raise ValidationError({"name": [_("لديك عرض بهذا الاسم.")]}) from None
    return view
