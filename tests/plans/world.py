"""A large office made in a few statements: rows as the flows leave them, without running 100,000 flows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.utils import timezone

from core.arabic import compact_key, search_key
from core.models import User
from crm.models import Customer, Followup, Interaction
from notifications.models import Notification
from tests.factories import make_agent, make_manager

AGENTS = 20
BUSY_CUSTOMER_CONTACTS = 2000
TABLES = (
    "crm_customer",
    "crm_interaction",
    "crm_followup",
    "crm_historicalcustomer",
    "notifications_notification",
)
FIRST = ["محمد", "عبدالله", "فهد", "خالد", "سعود", "تركي", "نايف", "بندر", "فيصل", "سعد", "نورة", "سارة", "ريم", "منى"]
LAST = ["العتيبي", "القحطاني", "الغامدي", "الزهراني", "الحربي", "المطيري", "الشمري", "الدوسري", "العنزي", "الشهري"]
RARE_NAME = "زبيدة الخنفشاري"


class World:
    """`agent` owns half of `size` customers, 19 others the rest; the manager sees all. The first customer is busy."""

    def __init__(self) -> None:
        self.size = 0
        self.agent = make_agent("sara")
        self.others = [make_agent(f"agent-{number}") for number in range(AGENTS - 1)]
        self.manager: User = make_manager("noura")
        self.busy_customer = 0

    def grow(self, size: int) -> None:
        """Add customers, and what hangs on them, up to `size`; then let the planner count."""
        with connection.cursor() as cursor:
            with _without_indexes(cursor):
                self._add(cursor, self.size + 1, size)
            for table in TABLES:
                cursor.execute(f"ANALYZE {table}")
        self.size = size

    def _add(self, cursor: Any, first: int, last: int) -> None:
        people = self._people | {"first": first, "last": last}
        for model, columns, source in _ROWS:
            cursor.execute(_insert(model, columns, source), people)
        if not self.busy_customer:
            self.busy_customer = Customer.objects.filter(owner=self.agent).order_by("-id")[0].pk
            given = {"contacts": BUSY_CUSTOMER_CONTACTS, "customer": self.busy_customer}
            cursor.execute(_insert(Interaction, _INTERACTION, _BUSY), given)

    @property
    def _people(self) -> dict[str, Any]:
        names = [f"{one} {other}" for one in FIRST for other in LAST]
        return {
            "names": names,
            "keys": [search_key(name) for name in names],
            "compact": [compact_key(name) for name in names],
            "owners": [user.pk for user in self.others],
            "agent": self.agent.pk,
            "at": timezone.now(),
            "rare": RARE_NAME,
            "rare_key": search_key(RARE_NAME),
        }


@contextmanager
def _without_indexes(cursor: Any) -> Iterator[None]:
    """Rows go in faster without the lists' indexes; built afterwards, they are as a vacuum would leave them."""
    cursor.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = ANY(%s::regclass[]) AND NOT i.indisunique",
        [list(TABLES)],
    )
    indexes = cursor.fetchall()
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with deferred checks to come cannot be altered
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for _name, definition in indexes:
        cursor.execute(definition)


def _insert(model: Any, columns: dict[str, str], source: str) -> str:
    """INSERT … SELECT with an expression for each named column, and for the others what the model gives when empty."""
    fields = [field for field in model._meta.concrete_fields if field.name in columns or not field.primary_key]
    values = [columns.get(field.name) or _empty(field) for field in fields]
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(values)} {source}'


def _empty(field: Any) -> str:
    default = field.get_default()
    if default is None or field.null:
        return "NULL"
    if isinstance(default, list | dict):
        return "'[]'::jsonb" if isinstance(default, list) else "'{}'::jsonb"
    return f"'{default}'" if isinstance(default, str) else str(default)


_NUMBERS = "FROM generate_series(%(first)s::int, %(last)s::int) i"
_WHO = "CASE WHEN i %% 2 = 0 THEN %(agent)s ELSE (%(owners)s::bigint[])[1 + (i / 2) %% 19] END"
_WHICH = "(1 + (i * 7919) %% 140)"
_PHONE = "(520000000 + i)"
_CREATED = "%(at)s::timestamptz - make_interval(mins => 5 * (110000 - i))"
_DUE = "%(at)s::timestamptz + make_interval(hours => (i * 37) %% 2000 - 50)"  # one in forty is overdue
_KEY = f"CASE WHEN i = %(first)s + 9 THEN %(rare_key)s ELSE (%(keys)s::text[])[{_WHICH}] END"
_CUSTOMER = {
    "owner": _WHO,
    "created_by": _WHO,
    "name": f"CASE WHEN i = %(first)s + 9 THEN %(rare)s ELSE (%(names)s::text[])[{_WHICH}] END",
    "name_key": _KEY,
    "phone": f"'+966' || {_PHONE}",
    "search_text": f"concat(' ', {_KEY}, ' ', (%(compact)s::text[])[{_WHICH}], ' 0', {_PHONE}, ' 966', {_PHONE}, ' ')",
    "status": "(ARRAY['new','contacted','qualified','viewing','negotiating','on_hold','lost'])[1 + (i * 31) %% 7]",
    "lost_reason": "CASE WHEN (i * 31) %% 7 = 6 THEN 'price' ELSE '' END",
    "priority": "(ARRAY['low','medium','medium','high','urgent'])[1 + (i * 13) %% 5]",
    "tags": "(CASE WHEN i %% 500 = 0 THEN '[\"نادر\"]' WHEN i %% 3 = 0 THEN '[\"كاش\"]' ELSE '[]' END)::jsonb",
    "budget": "CASE WHEN i %% 5 = 0 THEN NULL ELSE 300000 + (i * 7907) %% 4000000 END",
    "city": "'الرياض'",
    "notes": "repeat('يبحث عن فيلا في شمال الرياض ', 5)",
    "created_at": _CREATED,
    "updated_at": _CREATED,
    "status_changed_at": _CREATED,
    "last_contact_date": f"{_CREATED} + interval '3 days'",
    "first_contact_at": f"CASE WHEN i %% 50 = 0 THEN NULL ELSE {_CREATED} + interval '2 hours' END",
    "next_followup_date": f"CASE WHEN i %% 3 = 0 THEN {_DUE} END",
}
_NEW_CUSTOMERS = "FROM crm_customer c WHERE c.phone >= '+966' || (520000000 + %(first)s)"
_TWO_EACH = "FROM crm_customer c CROSS JOIN generate_series(1, 2) k WHERE c.phone >= '+966' || (520000000 + %(first)s)"
_BUSY = "FROM crm_customer c CROSS JOIN generate_series(1, %(contacts)s) k WHERE c.id = %(customer)s"
_HISTORY = {
    **{field.name: f'c."{field.column}"' for field in Customer._meta.concrete_fields},
    "history_date": "c.created_at",
    "history_type": "'+'",
    "history_user": "c.owner_id",
    "door": "'page'",
}
_INTERACTION = {
    "customer": "c.id",
    "owner": "c.owner_id",
    "user": "c.owner_id",
    "type": "'call'",
    "notes": "'أكد الميزانية'",
    "completed_at": "c.created_at + make_interval(hours => 2 * k)",
    "timeline_at": "c.created_at + make_interval(hours => 2 * k)",
    "created_at": "c.created_at + make_interval(hours => 2 * k)",
    "updated_at": "c.created_at + make_interval(hours => 2 * k)",
}
_FOLLOWUP = {
    "customer": "c.id",
    "owner": "c.owner_id",
    "user": "c.owner_id",
    "title": "'اتصال'",
    "due_date": "COALESCE(c.next_followup_date, c.created_at + interval '1 day')",
    "status": "CASE WHEN c.next_followup_date IS NULL THEN 'completed' ELSE 'pending' END",
    "completed_at": "CASE WHEN c.next_followup_date IS NULL THEN c.created_at + interval '1 day' END",
    "created_at": "c.created_at",
    "updated_at": "c.created_at",
}
_NOTIFICATION = {
    "user": "c.owner_id",
    "type": "'system'",
    "title": "'عميل جديد'",
    "message": "'تمت إضافة العميل بنجاح'",
    "data": "jsonb_build_object('customer_id', c.id)",
    "created_at": "c.created_at",
    "read_at": "CASE WHEN c.id %% 40 = 0 THEN NULL ELSE c.created_at END",
}
_ROWS = (
    (Customer, _CUSTOMER, _NUMBERS),
    (Customer.history.model, _HISTORY, _NEW_CUSTOMERS),
    (Interaction, _INTERACTION, _TWO_EACH),
    (Followup, _FOLLOWUP, _NEW_CUSTOMERS),
    (Notification, _NOTIFICATION, _NEW_CUSTOMERS),
)
