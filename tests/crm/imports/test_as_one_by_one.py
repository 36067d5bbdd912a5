"""An import leaves what adding and editing each customer alone would leave (product: two doors, one outcome)."""

from datetime import timedelta

import pytest

from core.history import Door, acting
from crm.flows import create_customer, edit_customer
from crm.imports.values import read_values
from crm.models import Customer, Interaction
from tests.crm.imports.books import bring
from tests.factories import make_customer

HEADERS = (
    *("الاسم", "الجوال", "واتساب", "البريد الإلكتروني", "النوع", "المصدر", "الحالة", "سبب الخسارة", "الأولوية"),
    *("الوسوم", "الميزانية", "المدينة", "الأحياء", "الملاحظات", "موافقة على العروض التسويقية"),
)
FIELDS = (
    *("name", "phone", "whatsapp", "email", "kind", "source", "status", "lost_reason", "priority"),
    *("tags", "budget", "city", "districts", "notes", "consent_marketing"),
)
ROWS = [
    ("فاطمة الزهراء", "0521000001", "", "", "", "", "", "", "", "", "", "", "", "", ""),
    ("أحمد & إخوانه", "٠٥٢١٠٠٠٠٠٢", "0521000002", "A@Example.com", "مشتري", "حراج", "جديد", "", "مرتفعة")
    + ("كاش، جاد، كاش", "1.2 مليون", "الرياض", "النرجس، الياسمين", "سطر\nثان", "نعم"),
    ("هند", "+971501234567", "0521000009", "", "مستثمر", "whatsapp", "lost", "السعر", "", "", "", "جدة", "", "", "لا"),
    ("ريم", "0521000004", "", "", "", "", "تم البيع", "", "low", "", "850k", "", "", "ملاحظة", ""),
    ("سعد", "0521000005", "", "", "", "", "قيد التفاوض", "السعر", "", "vip", "", "", "", "=1+1", "نعم"),
]


def rows_of(customers):
    """All columns of these customers, their interactions and both histories, but the ids and batches."""
    customers = list(customers.order_by("phone"))
    told = []
    for customer in customers:
        lines = list(customer.interactions.order_by("id"))
        told += [plain(customer), *map(plain, lines)]
        for row in [customer, *lines]:
            told += map(plain, row.history.order_by("history_id"))
    return told


def plain(row):
    ids = {"id", "history_id", "customer_id", "batch_id", "owner_id", "created_by_id", "user_id", "history_user_id"}
    columns = [field.attname for field in row._meta.concrete_fields]
    return {column: getattr(row, column) for column in columns if column not in ids}


def facts_of(row):
    values, problems = read_values(row, FIELDS, {})
    assert problems == []
    return values


def test_new_customers(agent, teammate, now):
    bring(agent, now, *ROWS, headers=HEADERS)
    with acting(door=Door.IMPORT):
        for row in ROWS:
            create_customer(by=teammate, at=now, facts=facts_of(row))
    imported, alone = (rows_of(Customer.objects.filter(owner=owner)) for owner in (agent, teammate))
    assert len(imported) == 5 + 3 + 8  # customers, first lines, history of both
    assert imported == alone


@pytest.mark.parametrize("policy", ["overwrite", "fill"])
def test_customers_that_are_known(agent, teammate, now, policy):
    before, empty = now - timedelta(days=3), {"email": "", "city": "", "tags": [], "notes": ""}
    known = [
        {"name": "فاطمة", "phone": "0521000001", "city": "أبها", "notes": "قديم", "consent_marketing": True},
        {"name": "أحمد", "phone": "0521000002", "whatsapp": "0521000007", "email": "x@example.com"},
        {"name": "هند", "phone": "+971501234567", "status": "contacted"},
        {"name": "ريم", "phone": "0521000004", "status": "lost", "lost_reason": "price"},
        {"name": "سعد", "phone": "0521000005", "tags": ["قديم"], "budget": "5.00"},
    ]
    for owner in (agent, teammate):
        for facts in known:
            make_customer(owner, at=before, **facts)
    run = bring(agent, now, *ROWS, headers=HEADERS, on_duplicate=policy)
    with acting(door=Door.IMPORT):
        for row in ROWS:
            facts = {name: value for name, value in facts_of(row).items() if value not in ("", [], None)}
            twin = Customer.objects.get(owner=teammate, phone=facts["phone"])
            if policy == "fill":
                facts = {name: value for name, value in facts.items() if is_empty(twin, name)}
            edit_customer(by=teammate, at=now, customer_id=twin.pk, version=None, facts=facts)
    imported, alone = (rows_of(Customer.objects.filter(owner=owner)) for owner in (agent, teammate))
    assert imported == alone
    assert run.updated == (5 if policy == "overwrite" else 4)
    assert empty  # the cells that are empty have blanked nothing
    assert Customer.objects.get(owner=agent, phone="+966521000001").city == "أبها"


def is_empty(customer, name):
    if name == "consent_marketing":
        return customer.consent_at is None
    return getattr(customer, name) in ("", [], None)


def test_the_first_lines_are_marked_so(agent, now):
    bring(agent, now, *ROWS, headers=HEADERS)
    assert set(Interaction.objects.values_list("is_initial", "type")) == {(True, "other")}
