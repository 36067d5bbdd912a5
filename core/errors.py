"""What a flow may refuse: wrong values are Django's ValidationError (400 at the field), conflicts are these (409)."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class Conflict(Exception):
    """The request is well formed but the row's present state does not allow it: HTTP 409 with `code` and `detail`."""

    code = "conflict"
    detail: Any = _("تعذّر تنفيذ الطلب في الحالة الحالية.")

    def __init__(self, detail: Any = None, **extra: Any) -> None:
        self.detail = detail or self.detail
        self.extra = extra
        super().__init__(str(self.detail))


class StaleVersion(Conflict):
    """Somebody else edited the row first; `current` is the row as it is now."""

    code = "stale_version"
    detail = _("عُدّل هذا السجل من مستخدم آخر. حدّث الصفحة لرؤية آخر نسخة.")

    def __init__(self, current: Any) -> None:
        super().__init__()
        self.current = current


class WrongState(Conflict):
    """The row's status does not allow this action."""

    code = "wrong_state"
    detail = _("حالة السجل لا تسمح بهذا الإجراء.")
