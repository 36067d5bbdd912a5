"""A large office made in a few statements: rows as the flows leave them, without running a million flows.

The benchmark measures it, and the tests of plans look at what PostgreSQL does in it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import Max
from django.utils import timezone

from core.arabic import search_key
from core.bulk import ADDED, insert_rows, record_history
from core.models import User
from core.models.user import MANAGERS
from crm.counts import recount_books
from crm.models import BookCount, Customer, Followup, Interaction
from notifications.models import Notification
from properties.models import Property, PropertyRequest
from properties.models.choices import PropertyType

AGENT, MANAGER = "sara", "noura"
BUSY_CUSTOMER_CONTACTS = 2000
MODELS: tuple[Any, ...] = (
    *(Customer, Interaction, Followup, Notification),
    *(Customer.history.model, Interaction.history.model, Followup.history.model),
    *(Property, PropertyRequest, Property.history.model, PropertyRequest.history.model),
)
TABLES = tuple(model._meta.db_table for model in MODELS)
FIRST = ["محمد", "عبدالله", "فهد", "خالد", "سعود", "تركي", "نايف", "بندر", "فيصل", "سعد", "نورة", "سارة", "ريم", "منى"]
LAST = ["العتيبي", "القحطاني", "الغامدي", "الزهراني", "الحربي", "المطيري", "الشمري", "الدوسري", "العنزي", "الشهري"]
RARE_NAME = "زبيدة الخنفشاري"


class World:
    """The agent owns one customer in `share`, the other agents the rest; the manager sees all.

    Customers came evenly over the year that ends when there are `most` of them. The agent's newest one is busy.
    """

    def __init__(self, *, agents: int, share: int, most: int) -> None:
        self.size, self.share, self.most = 0, share, most
        self.at = timezone.now()
        self.agent, self.manager, *self.others = self._hire([AGENT, MANAGER, *_names(agents - 1)])
        self.manager.groups.add(Group.objects.get(name=MANAGERS))
        self.busy_customer = 0

    def grow(self, size: int) -> None:
        """Add customers, and what hangs on them, up to `size`; then let the planner count."""
        with connection.cursor() as cursor:
            with _without_indexes(cursor):
                self._add(cursor, self.size + 1, size)
            for table in TABLES:
                cursor.execute(f"ANALYZE {table}")
        recount_books(self.at)
        self.size = size

    def _hire(self, names: list[str]) -> list[User]:
        people = [User(username=name, password=make_password(None), date_joined=self.at) for name in names]
        insert_rows(people)
        record_history(people, ADDED, at=self.at)
        return people

    def _add(self, cursor: Any, first: int, last: int) -> None:
        given = self._given | {"first": first, "last": last, "customers": newest(Customer)}
        for model, columns, source in _ROWS:
            _add_rows(cursor, model, columns, source, given)
        if not self.busy_customer:
            self.busy_customer = Customer.objects.filter(owner=self.agent).order_by("-id")[0].pk
            given |= {"contacts": BUSY_CUSTOMER_CONTACTS, "customer": self.busy_customer}
            _add_rows(cursor, Interaction, _INTERACTION, _BUSY, given)

    @property
    def _given(self) -> dict[str, Any]:
        names = [f"{one} {other}" for one in FIRST for other in LAST]
        return {
            "names": names,
            "keys": [search_key(name) for name in names],
            "owners": [user.pk for user in self.others],
            "agent": self.agent.pk,
            "share": self.share,
            "most": self.most,
            "at": self.at,
            "rare": RARE_NAME,
            "rare_key": search_key(RARE_NAME),
        }


def _names(number: int) -> list[str]:
    return [f"agent-{place}" for place in range(number)]


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


def _add_rows(cursor: Any, model: Any, columns: dict[str, str], source: str, given: dict[str, Any]) -> None:
    """Rows of a model, and the history row that adding each left."""
    seen = newest(model)
    cursor.execute(_insert(model, columns, source), given)
    if history := getattr(model, "history", None):
        new = f'FROM "{model._meta.db_table}" c WHERE c.id > %(seen)s'
        cursor.execute(_insert(history.model, _history(model), new), {"seen": seen})


def newest(model: Any) -> int:
    """The newest row's id."""
    return model.objects.aggregate(last=Max("pk"))["last"] or 0


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


# Numbers from one on. What hangs on `n`, which jumps about (Knuth's multiplicative hash), does not go by the owner.
_NUMBERS = """FROM (SELECT i, (i * 2654435761 %% 4294967296) / 1024 AS n
    FROM generate_series(%(first)s::bigint, %(last)s) i) numbers"""
_NEW_CUSTOMERS = "FROM crm_customer c WHERE c.id > %(customers)s"
_TWO_EACH = "FROM crm_customer c CROSS JOIN generate_series(1, 2) k WHERE c.id > %(customers)s"
_BUSY = "FROM crm_customer c CROSS JOIN generate_series(1, %(contacts)s) k WHERE c.id = %(customer)s"

_WHO = """CASE WHEN i %% %(share)s = 0 THEN %(agent)s
    ELSE (%(owners)s::bigint[])[1 + i %% array_length(%(owners)s::bigint[], 1)] END"""
_WHICH = "(1 + (n * 7919) %% 140)"
_PHONE = "(520000000 + i)"
_CREATED = "%(at)s::timestamptz - interval '1 year' * (1 - i::float / %(most)s)"
_DUE = "%(at)s::timestamptz + interval '1 hour' * ((n * 37) %% 2000 - 50)"  # one in forty is overdue
_KEY = f"CASE WHEN i = %(first)s + 9 THEN %(rare_key)s ELSE (%(keys)s::text[])[{_WHICH}] END"
_CUSTOMER: dict[str, str] = {
    "owner": _WHO,
    "created_by": _WHO,
    "name": f"CASE WHEN i = %(first)s + 9 THEN %(rare)s ELSE (%(names)s::text[])[{_WHICH}] END",
    "name_key": _KEY,
    "phone": f"'+966' || {_PHONE}",
    "search_text": f"concat(' ', {_KEY}, ' ', replace({_KEY}, ' ', ''), ' 0', {_PHONE}, ' 966', {_PHONE}, ' ')",
    "status": "(ARRAY['new','contacted','qualified','viewing','negotiating','on_hold','lost'])[1 + (n * 31) %% 7]",
    "lost_reason": "CASE WHEN (n * 31) %% 7 = 6 THEN 'price' ELSE '' END",
    "priority": "(ARRAY['low','medium','medium','high','urgent'])[1 + (n * 13) %% 5]",
    "source": "(ARRAY['aqar','referral','whatsapp','haraj'])[1 + n %% 4]",
    "tags": "(CASE WHEN i %% 500 = 0 THEN '[\"نادر\"]' WHEN n %% 3 = 0 THEN '[\"كاش\"]' ELSE '[]' END)::jsonb",
    "budget": "CASE WHEN n %% 11 = 0 THEN NULL ELSE 300000 + (n * 7907) %% 4000000 END",
    "city": "'الرياض'",
    "notes": "repeat('يبحث عن فيلا في شمال الرياض ', 5)",
    "created_at": _CREATED,
    "updated_at": _CREATED,
    "status_changed_at": _CREATED,
    "last_contact_date": f"{_CREATED} + interval '4 hours'",
    "first_contact_at": f"CASE WHEN n %% 50 = 0 THEN NULL ELSE {_CREATED} + interval '2 hours' END",
    "next_followup_date": f"CASE WHEN n %% 3 = 0 THEN {_DUE} END",
}
_CONTACTED = "c.created_at + interval '2 hours' * k"
_INTERACTION = {
    "customer": "c.id",
    "owner": "c.owner_id",
    "user": "c.owner_id",
    "type": "'call'",
    "notes": "'أكد الميزانية'",
    "completed_at": _CONTACTED,
    "timeline_at": _CONTACTED,
    "created_at": _CONTACTED,
    "updated_at": _CONTACTED,
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
_CITY = "(ARRAY['الرياض','الرياض','الرياض','جدة','الدمام'])[1 + (n * 11) %% 5]"
_DISTRICT = "(ARRAY['الملقا','النرجس','حطين','الياسمين','العارض','القيروان'])[1 + (n * 17) %% 6]"
_TYPES = ("apartment", "villa", "floor", "duplex", "land_residential", "building", "office")
_TYPE = f"(ARRAY{list(_TYPES)})[1 + (n * 19) %% 7]"
_TYPE_KEY = f"(ARRAY{[search_key(str(PropertyType(code).label)) for code in _TYPES]})[1 + (n * 19) %% 7]"
_PURPOSE = "CASE WHEN (n * 23) %% 10 < 7 THEN 'sale' ELSE 'rent' END"
_PRICE = "600000 + 50000 * ((n * 29) %% 60)"
_LISTED = f"{_NUMBERS} WHERE n %% 10 = 0"
_PROPERTY = {
    "owner": _WHO,
    "title": "'فيلا درج صالة'",
    "type": _TYPE,
    "purpose": _PURPOSE,
    "status": "CASE WHEN (n / 10) %% 5 = 0 THEN 'sold' ELSE 'available' END",
    "city": _CITY,
    "city_key": f"replace({_CITY}, 'ة', 'ه')",
    "district": _DISTRICT,
    "district_key": _DISTRICT,
    "area": "120 + (n * 31) %% 400",
    "rooms": f"CASE WHEN {_TYPE} = 'land_residential' THEN NULL ELSE 2 + (n * 37) %% 6 END",
    "price": _PRICE,
    "street_width": "10 + 5 * ((n * 41) %% 5)",
    "facade": "(ARRAY['north','south','east','west'])[1 + (n * 43) %% 4]",
    "age_years": f"CASE WHEN {_TYPE} = 'land_residential' THEN NULL ELSE (n * 47) %% 15 END",
    "features": "jsonb_build_object('pool', n %% 3 = 0, 'elevator', n %% 2 = 0)",
    "search_text": f"concat_ws(' ', '', {_TYPE_KEY}, 'فيلا درج صاله', {_DISTRICT}, replace({_CITY}, 'ة', 'ه'), '')",
    "created_at": _CREATED,
    "updated_at": _CREATED,
    "status_changed_at": _CREATED,
    "listed_at": _CREATED,
}
_SEEKING = """FROM (SELECT c.id, c.owner_id, c.created_at, (c.id * 2654435761 %% 4294967296) / 1024 AS n
    FROM crm_customer c WHERE c.id > %(customers)s) w WHERE n %% 50 = 7"""
_REQUEST = {
    "customer": "w.id",
    "owner": "w.owner_id",
    "purpose": _PURPOSE,
    "types": f"CASE WHEN n %% 4 = 0 THEN '[]'::jsonb ELSE jsonb_build_array({_TYPE}) END",
    "city": _CITY,
    "city_key": f"replace({_CITY}, 'ة', 'ه')",
    "districts": f"jsonb_build_array({_DISTRICT})",
    "district_keys": f"jsonb_build_array({_DISTRICT})",
    "districts_strict": "n %% 6 = 0",
    "budget_max": _PRICE,
    "area_min": "100 + (n * 53) %% 200",
    "rooms_min": "2 + (n * 59) %% 4",
    "must_have": "(CASE WHEN n %% 9 = 0 THEN '[\"pool\"]' ELSE '[]' END)::jsonb",
    "nice_to_have": '\'["elevator", "pool"]\'::jsonb',
    "created_at": "w.created_at",
    "updated_at": "w.created_at",
}
_ROWS: tuple[tuple[Any, dict[str, str], str], ...] = (
    (Property, _PROPERTY, _LISTED),
    (Customer, _CUSTOMER, _NUMBERS),
    (Interaction, _INTERACTION, _TWO_EACH),
    (Followup, _FOLLOWUP, _NEW_CUSTOMERS),
    (Notification, _NOTIFICATION, _NEW_CUSTOMERS),
    (PropertyRequest, _REQUEST, _SEEKING),
)


def _history(model: Any) -> dict[str, str]:
    """The columns of the history row that adding a row left."""
    kept = {field.name: f'c."{field.column}"' for field in model.history.model.tracked_fields}
    told = {"history_date": "c.created_at", "history_type": "'+'", "history_user": "c.owner_id", "door": "'page'"}
    return kept | told


# ---------------------------------------------------------------- one more customer

_ADDED = _CUSTOMER | {
    **dict.fromkeys(("owner", "created_by"), "%(owner)s"),
    **dict.fromkeys(("created_at", "updated_at", "status_changed_at", "last_contact_date"), "now()"),
    "name": "'محمد العتيبي'",
    "name_key": "'محمد العتيبي'",
    "phone": "%(phone)s::text",
    "status": "'new'",
    "lost_reason": "''",
    "priority": "'high'",
    "source": "''",
    "tags": "'[]'::jsonb",
    "budget": "NULL",
    **dict.fromkeys(("first_contact_at", "next_followup_date"), "NULL"),
    "search_text": "concat(' محمد العتيبي محمدالعتيبي ', %(phone)s::text, ' ')",
}
_FIRST_CONTACT = _INTERACTION | {
    "type": "'other'",
    "notes": "c.notes",
    "is_initial": "true",
    **dict.fromkeys(("completed_at", "timeline_at", "created_at", "updated_at"), "c.created_at"),
}
_NO_TWIN = """WHERE NOT EXISTS (SELECT 1 FROM crm_customer
    WHERE owner_id = %(owner)s AND phone = %(phone)s::text AND deleted_at IS NULL)"""


_BROUGHT = _ADDED | {
    **dict.fromkeys(("name", "phone", "status", "priority", "source", "budget", "city", "notes"), ""),
}
_BROUGHT |= {name: f"b.{name}" for name, value in _BROUGHT.items() if not value} | {
    "name_key": "lower(b.name)",
    "search_text": "concat(' ', lower(b.name), ' ', replace(b.name, ' ', ''), ' ', b.phone, ' ')",
}
_NO_TWINS = """FROM (SELECT DISTINCT ON (phone) * FROM brought) b WHERE NOT EXISTS (SELECT 1 FROM crm_customer
    WHERE owner_id = %(owner)s AND phone = b.phone AND deleted_at IS NULL)"""


def creating() -> str:
    """The best SQL we know for adding a customer with what follows, in one statement. Values: owner, phone."""
    return _with_what_follows(_insert(Customer, _ADDED, _NO_TWIN), notices=True)


def bringing() -> str:
    """As much for all rows of a table `brought`, each phone once, without a notice each. Value: owner."""
    return _with_what_follows(_insert(Customer, _BROUGHT, _NO_TWINS), notices=False)


def _with_what_follows(inserting: str, *, notices: bool) -> str:
    """The statement that inserts customers, with their history, their first contacts and the size of the book."""
    steps = {
        "c": f"{inserting} RETURNING *",
        "ch": _insert(Customer.history.model, _history(Customer), "FROM c"),
        "i": _insert(Interaction, _FIRST_CONTACT, "FROM c WHERE c.notes <> ''") + " RETURNING *",
        "ih": _insert(Interaction.history.model, _history(Interaction), "FROM i c"),
        "b": _insert(BookCount, _COUNTED, "FROM c GROUP BY c.owner_id"),
    }
    if notices:
        steps["n"] = _insert(Notification, _NOTIFICATION | {"read_at": "NULL"}, "FROM c")
    named = ", ".join(f"{name} AS ({sql})" for name, sql in steps.items())
    return f"WITH {named} SELECT count(*) FROM c"


_COUNTED = {"owner": "c.owner_id", "customers": "count(*)"}
