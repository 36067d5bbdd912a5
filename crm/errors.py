"""What the customer book may refuse beyond core's conflicts."""

from django.utils.translation import gettext_lazy as _

from core.arabic import counted
from core.errors import Conflict
from crm.models import Customer


class DuplicateCustomer(Conflict):
    """A live customer of the same owner has this phone (rules: Same person again); `existing` is that customer."""

    code = "duplicate_customer"
    detail = _("هذا الجوال مسجّل لعميل آخر.")

    def __init__(self, existing: Customer) -> None:
        super().__init__(existing={"id": existing.pk, "name": existing.name})
        self.existing = existing


class HasLiveSale(Conflict):
    """The customer has a live sale, so it cannot be deleted."""

    code = "has_live_sale"
    detail = _("لا يمكن حذف عميل له عملية بيع قائمة.")


class ChangedSince(Conflict):
    """Rows of an act upon many were changed after it, so that it cannot be undone whole; `changed` is how many."""

    code = "changed_since"
    detail = _("لا يمكن التراجع، فقد تغيّر بعد الاستيراد: %(customers)s.")

    def __init__(self, changed: int) -> None:
        super().__init__(self.detail % {"customers": counted(changed, "customer")}, changed=changed)
