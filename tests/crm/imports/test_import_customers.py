"""Bringing customers in, through the flow itself (rules: Import and export)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from core.errors import WrongState
from core.integrity import breaches
from crm.flows import correct_rows, delete_customer, import_file, receive_file, run_import
from crm.models import Customer, Interaction
from notifications.models import Notification
from tests.crm.imports.books import as_csv, bring, counts, outcomes, people
from tests.factories import make_customer, make_manager

WIDE = ("الاسم", "الجوال", "البريد الإلكتروني", "الحالة", "الوسوم", "الميزانية", "المدينة")


@pytest.fixture(autouse=True)
def whole(db):
    yield
    assert list(breaches()) == []


def test_rows_become_customers_of_who_brought_them(agent, now):
    run = bring(agent, now, ("سعد", "٠٥٢١٢٣٤٥٦٧", "يريد فيلا"), ("هند", "00966521112223", ""))
    assert (run.status, counts(run)) == ("done", (2, 0, 0, 0))
    saad, hind = Customer.objects.order_by("phone").reverse()
    assert (saad.phone, saad.owner, saad.created_by, saad.last_contact_date) == ("+966521234567", agent, agent, now)
    assert Interaction.objects.get().notes == "عميل جديد: يريد فيلا"
    assert [row.door for row in hind.history.all()] == ["import"]


def test_a_look_writes_no_customer(agent, now):
    run = bring(agent, now, ("سعد", "0521234567", ""), ("هند", "12", ""), dry_run=True)
    assert (counts(run), run.dry_run, run.has_begun_to_write) == ((1, 0, 0, 1), True, False)
    assert not Customer.objects.exists()
    run = run_import(by=agent, at=now, import_id=run.pk, dry_run=False, skip_invalid=True)
    assert (counts(run), Customer.objects.count()) == ((1, 0, 0, 1), 1)


def test_with_an_error_nothing_is_written(agent, now):
    run = bring(agent, now, ("سعد", "0521234567", ""), ("هند", "12", ""))
    assert counts(run) == (0, 0, 1, 1)
    assert outcomes(run) == [(2, "skipped", ""), (3, "error", "phone")]
    assert not Customer.objects.exists()


def test_only_the_good_rows_when_so_chosen(agent, now):
    run = bring(agent, now, ("سعد", "0521234567", ""), ("", "0521112223", ""), skip_invalid=True)
    assert counts(run) == (1, 0, 0, 1)
    assert outcomes(run) == [(2, "created", None), (3, "error", "name")]


def test_a_phone_that_comes_twice_is_taken_once(agent, now):
    rows = [("أ", "12", ""), ("سعد", "0521234567", ""), ("سعد", "+966 52 123 4567", "")]
    run = bring(agent, now, *rows, skip_invalid=True)
    assert counts(run) == (1, 0, 1, 1)
    assert run.rows.get(number=4).problems == [{"field": "phone", "message": "الجوال مكرر في الصف 3"}]


def test_the_same_file_again_adds_nobody(agent, now):
    for expected in ((3, 0, 0, 0), (0, 0, 3, 0)):
        assert counts(bring(agent, now, *people(3))) == expected
    assert Customer.objects.count() == 3


@pytest.mark.parametrize(
    ("policy", "expected", "city", "email"),
    [
        ("fill", (0, 1, 0, 0), "الرياض", "new@example.com"),
        ("overwrite", (0, 1, 0, 0), "جدة", "new@example.com"),
        ("skip", (0, 0, 1, 0), "الرياض", ""),
    ],
)
def test_what_becomes_of_a_customer_that_is_known(agent, now, policy, expected, city, email):
    known = make_customer(agent, name="سعد", phone="0521234567", city="الرياض", tags=["كاش"])
    row = ("سعد", "0521234567", "new@example.com", "", "", "", "جدة")
    run = bring(agent, now, row, headers=WIDE, on_duplicate=policy)
    known.refresh_from_db()
    assert (counts(run), known.city, known.email, known.tags) == (expected, city, email, ["كاش"])
    assert known.version == (1 if policy == "skip" else 2)


def test_consent_that_was_withdrawn_is_not_filled(agent, now):
    headers = ("الاسم", "الجوال", "موافقة على العروض التسويقية")
    make_customer(agent, name="سعد", phone="0521234567", consent_marketing=True)
    row = ("سعد", "0521234567", "لا")
    assert counts(bring(agent, now, row, headers=headers)) == (0, 0, 1, 0)
    assert counts(bring(agent, now, row, headers=headers, on_duplicate="overwrite")) == (0, 1, 0, 0)
    assert counts(bring(agent, now, ("سعد", "0521234567", "نعم"), headers=headers)) == (0, 0, 1, 0)
    assert not Customer.objects.get().consent_marketing


def test_a_customer_in_the_bin_is_no_duplicate(agent, now):
    binned = make_customer(agent, phone="0521234567")
    delete_customer(by=agent, at=now, customer_id=binned.pk)
    assert counts(bring(agent, now, ("سعد", "0521234567", ""))) == (1, 0, 0, 0)


def test_a_colleagues_customer_is_no_duplicate(agent, teammate, now):
    make_customer(teammate, phone="0521234567")
    assert counts(bring(agent, now, ("سعد", "0521234567", ""))) == (1, 0, 0, 0)


def test_converted_may_come_with_a_file_and_lost_needs_its_reason(agent, now):
    rows = [("أحمد", "0521234561", "", "تم البيع"), ("سعد", "0521234562", "", "خسارة")]
    run = bring(agent, now, *rows, headers=WIDE[:4], skip_invalid=True)
    assert outcomes(run) == [(2, "created", None), (3, "error", "lost_reason")]
    assert Customer.objects.get().status == "converted"


def test_a_managers_file_names_each_customers_agent(agent, teammate, manager, now):
    closed = make_manager("closed", is_active=False)
    rows = [("أ", "0521234561", "sara"), ("ب", "0521234561", "OMAR"), ("ج", "0521234562", "")]
    rows += [("د", "0521234563", closed.username), ("هـ", "0521234564", "nobody")]
    run = bring(manager, now, *rows, headers=("الاسم", "الجوال", "الوسيط"), skip_invalid=True)
    assert outcomes(run)[2:] == [(4, "created", None), (5, "error", "owner"), (6, "error", "owner")]
    owners = {customer.name: (customer.owner, customer.created_by) for customer in Customer.objects.all()}
    assert owners == {"أ": (agent, manager), "ب": (teammate, manager), "ج": (manager, manager)}


def test_an_agents_file_names_no_other(agent, teammate, now):
    bring(agent, now, ("أ", "0521234561", "omar"), headers=("الاسم", "الجوال", "الوسيط"))
    assert Customer.objects.get().owner == agent
    with pytest.raises(PermissionDenied):
        bring(agent, now, ("أ", "0521234561", ""), owner=teammate)


def test_one_notice_a_batch_to_each_agent(agent, teammate, manager, now):
    rows = [(f"عميل {n}", f"052123456{n}", "sara" if n < 3 else "omar") for n in range(4)]
    bring(manager, now, *rows, headers=("الاسم", "الجوال", "الوسيط"))
    told = {(notice.user, notice.message) for notice in Notification.objects.filter(title="استيراد عملاء")}
    assert told == {
        (agent, "أُضيف إلى قائمتك 3 عملاء."),
        (teammate, "أُضيف إلى قائمتك عميل واحد."),
        (manager, "اكتمل الاستيراد، ولم يتغير شيء في قائمتك."),
    }
    assert Notification.objects.count() == 3


def test_columns_chosen_by_hand_and_values_for_all_rows(agent, now):
    content = as_csv(("0521234567", "سعد", "جدة"), headers=("س", "ص", "ع"))
    run = receive_file(by=agent, at=now, file_name="x.csv", content=content)
    choices = {"mapping": ["phone", "name", ""], "defaults": {"source": "haraj", "tags": ["معرض، جاد"]}}
    run = run_import(by=agent, at=now, import_id=run.pk, **choices)
    customer = Customer.objects.get()
    assert (customer.name, customer.city, customer.source, customer.tags) == ("سعد", "", "haraj", ["معرض", "جاد"])


def test_another_mapping_after_a_look_is_looked_at_anew(agent, now):
    run = bring(agent, now, ("سعد", "0521234567", "جدة"), headers=("الاسم", "الجوال", "المدينة"), dry_run=True)
    run = run_import(by=agent, at=now, import_id=run.pk, mapping=["name", "phone", "notes"], dry_run=False)
    customer = Customer.objects.get()
    assert (customer.city, customer.notes) == ("", "جدة")


@pytest.mark.parametrize(
    "mapping", [["name", "", ""], ["name", "phone"], ["name", "phone", "x"], ["name", "name", "phone"]]
)
def test_a_mapping_that_does_not_fit_is_refused(agent, now, mapping):
    run = receive_file(by=agent, at=now, file_name="x.csv", content=as_csv(*people(2)))
    with pytest.raises(ValidationError) as refusal:
        run_import(by=agent, at=now, import_id=run.pk, mapping=mapping)
    assert list(refusal.value.message_dict) == ["mapping"]


def test_wrong_values_for_all_rows_are_refused_at_their_field(agent, now):
    run = receive_file(by=agent, at=now, file_name="x.csv", content=as_csv(*people(2)))
    with pytest.raises(ValidationError) as refusal:
        run_import(by=agent, at=now, import_id=run.pk, defaults={"source": "قمر", "status": "x"})
    assert set(refusal.value.message_dict) == {"source", "status"}


def test_a_file_without_phones_is_refused(agent, now):
    with pytest.raises(ValidationError) as refusal:
        bring(agent, now, ("سعد", "جدة"), headers=("الاسم", "المدينة"))
    assert refusal.value.message_dict == {"file": ["لم يُعرف في الملف عمود: الجوال."]}


def test_corrected_cells_are_looked_at_again(agent, now):
    run = bring(agent, now, ("سعد", "12", ""), ("هند", "0521112223", ""), dry_run=True)
    run = correct_rows(by=agent, at=now, import_id=run.pk, cells={2: {1: "0521112224"}})
    assert counts(run) == (2, 0, 0, 0)
    run = run_import(by=agent, at=now, import_id=run.pk, dry_run=False)
    assert set(Customer.objects.values_list("phone", flat=True)) == {"+966521112223", "+966521112224"}


@pytest.mark.parametrize("cells", [{9: {1: "x"}}, {2: {7: "x"}}, {2: {-1: "x"}}])
def test_only_cells_of_the_file_can_be_corrected(agent, now, cells):
    run = bring(agent, now, *people(2), dry_run=True)
    with pytest.raises(ValidationError):
        correct_rows(by=agent, at=now, import_id=run.pk, cells=cells)


def test_what_has_written_runs_no_second_time(agent, now):
    run = bring(agent, now, *people(2))
    with pytest.raises(WrongState):
        run_import(by=agent, at=now, import_id=run.pk)
    with pytest.raises(WrongState):
        correct_rows(by=agent, at=now, import_id=run.pk, cells={2: {0: "x"}})


def test_anothers_import_is_not_there(agent, teammate, now):
    run = bring(agent, now, *people(2), dry_run=True)
    for act in (run_import, correct_rows):
        with pytest.raises(Http404):
            act(by=teammate, at=now, import_id=run.pk, **({"cells": {}} if act is correct_rows else {}))


def test_headers_alone_are_a_file_of_nobody(agent, now):
    assert counts(bring(agent, now)) == (0, 0, 0, 0)


def test_rows_may_hold_what_no_database_does(agent, now):
    rows = [(name, phone, "ن" * 900) for name, phone, _notes in people(200)]
    content = as_csv(*rows) + "سعد,0529999999,a\0b\n".encode()
    run = import_file(by=agent, at=now, file_name="x\0.csv", content=content)
    assert counts(run) == (201, 0, 0, 0)
    assert Customer.objects.get(phone="+966529999999").notes == "ab"


def test_the_file_is_not_kept_once_its_rows_are(agent, now):
    run = bring(agent, now, *people(2))
    assert not run.parts.exists()
