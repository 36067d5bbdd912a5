"""`manage.py check_integrity` names each thing that is broken behind the flows' back."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.history import Door, acting
from core.integrity import breaches
from core.models import Batch, Place, User
from crm.flows import delete_customer, edit_customer, import_file, move_customers
from crm.models import Customer, Followup, Import, Interaction
from tests.factories import make_customer, make_interaction


def named() -> set[tuple[str, str]]:
    """The checks that found something, with the field."""
    return {(breach.check, breach.field) for breach in breaches()}


@pytest.fixture
def without_constraints(db):
    """Let a test write what the database itself would refuse."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
            yield
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with deferred checks to come cannot be altered
            for model in (Customer, Followup):
                for constraint in model._meta.constraints:
                    if constraint.__class__.__name__ == "CheckConstraint":
                        cursor.execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {constraint.name}")
            yield  # the test's transaction is rolled back


def test_a_book_kept_by_flows_is_clean(customer, followup, interaction, foreign_customer, manager, teammate, now):
    make_customer(customer.owner, notes="ملاحظة", status="lost", lost_reason="price")
    make_interaction(customer, completed_at=None, scheduled_for=now + timedelta(days=1))
    move_customers(by=manager, at=now, customer_ids=[customer.pk], taker=teammate)
    delete_customer(by=teammate, at=now, customer_id=foreign_customer.pk)
    out = StringIO()
    call_command("check_integrity", stdout=out)
    assert "nothing found" in out.getvalue()


def test_a_breach_is_named_with_row_and_values_and_exits_1(customer):
    Customer.objects.update(name_key="خطأ")
    out = StringIO()
    with pytest.raises(CommandError) as exit_:
        call_command("check_integrity", stdout=out)
    assert exit_.value.returncode == 1
    assert f"crm.Customer {customer.pk}: name_key is 'خطأ'" in out.getvalue()
    assert Customer.objects.get().name_key == "خطأ"  # it never mends


@pytest.mark.parametrize("field", ["first_contact_at", "last_contact_date"])
def test_contact_dates(interaction, now, field):
    Customer.objects.update(**{field: now - timedelta(days=400)})
    assert named() == {("contact_dates_follow_from_interactions", field)}


def test_a_contact_date_that_is_missing(interaction):
    Customer.objects.update(first_contact_at=None)
    assert named() == {("contact_dates_follow_from_interactions", "first_contact_at")}


def test_next_followup(followup):
    Customer.objects.update(next_followup_date=None)
    assert named() == {("next_followup_follows_from_followups", "next_followup_date")}


@pytest.mark.parametrize("field", ["name_key", "search_text"])
def test_search_keys(customer, field):
    Customer.objects.update(**{field: "غير ذلك"})
    assert named() == {("search_keys_follow_from_what_is_searched", field)}


@pytest.mark.parametrize("phone", ["0521234567", "+966 52 123 4567", "+0521234567", "966521234567"])
def test_phones(customer, phone):
    Customer.objects.update(phone=phone)
    assert ("phones_are_e164", "phone") in named()


def test_whatsapp_like_the_phone(customer):
    Customer.objects.update(whatsapp=customer.phone)
    assert ("whatsapp_is_kept_only_when_it_differs", "whatsapp") in named()


def test_lost_without_a_reason(customer, without_constraints):
    Customer.objects.update(status="lost")
    assert ("lost_customers_have_a_reason_and_others_none", "lost_reason") in named()


def test_a_reason_without_a_loss(customer, without_constraints):
    Customer.objects.update(lost_reason="price")
    assert ("lost_customers_have_a_reason_and_others_none", "lost_reason") in named()


def test_converted_without_a_sale(customer):
    Customer.objects.update(status="converted")
    Customer.history.update(status="converted")
    assert named() == {("converted_customers_have_a_live_sale_or_came_so_by_an_import", "status")}


def test_converted_by_an_import(customer, now):
    Customer.objects.update(status="converted")
    with acting(door=Door.IMPORT):
        edit_customer(by=customer.owner, at=now, customer_id=customer.pk, version=None, facts={"city": "جدة"})
    assert named() == set()


@pytest.mark.parametrize("model", [Interaction, Followup])
def test_a_row_of_another_owner(interaction, followup, teammate, model):
    model.objects.update(owner=teammate)
    assert named() == {("rows_are_their_customers_owners", "owner_id")}


def test_a_pending_followup_on_another_agent(followup, teammate):
    Followup.objects.update(user=teammate)
    assert named() == {("pending_followups_are_their_customers_owners_to_do", "user_id")}


def test_an_interaction_at_a_wrong_time(interaction, now):
    Interaction.objects.update(timeline_at=now - timedelta(days=3))
    assert named() == {("interactions_stand_at_their_time", "timeline_at")}


def test_completed_without_a_time(followup, without_constraints):
    Followup.objects.update(status="completed")
    assert ("followups_have_a_completion_time_when_completed", "completed_at") in named()


def test_a_row_changed_behind_its_history(customer):
    Customer.objects.update(city="جدة", tags=["مستعجل"])
    assert named() == {("history_ends_with_the_row_as_it_is", field) for field in ("city", "tags")}


def test_a_version_changed_behind_its_history(interaction):
    Interaction.objects.update(version=9)
    assert named() == {("history_ends_with_the_row_as_it_is", "version")}


def test_history_that_is_gone(followup):
    Followup.history.all().delete()
    assert named() == {("history_ends_with_the_row_as_it_is", "history")}


def test_a_person_changed_behind_its_history(agent):
    User.objects.update(may_export=False)
    assert named() == {("people_end_their_history_as_they_are", "may_export")}


def test_a_places_key(db):
    Place.objects.filter(name="جدة").update(key="x")
    assert named() == {("place_keys_follow_from_their_names", "key")}


@pytest.fixture
def brought_in(agent, now):
    return import_file(by=agent, at=now, file_name="x.csv", content="الاسم,الجوال\nهند,0521112223".encode())


@pytest.mark.parametrize("field", ["total", "processed", "created", "updated", "skipped", "failed"])
def test_an_import_that_counts_wrong(brought_in, field):
    Import.objects.update(**{field: 7})
    assert ("imports_count_what_became_of_their_rows", field) in named()


def test_an_import_whose_rows_were_forgotten(brought_in):
    brought_in.rows.all().delete()
    assert named() == set()


def test_an_import_without_its_batch(brought_in):
    Import.objects.update(batch=None)
    assert named() == {("imports_that_wrote_have_a_batch_with_as_many_rows", "batch")}


def test_an_import_whose_batch_counts_otherwise(brought_in):
    Batch.objects.update(row_count=3)
    assert named() == {("imports_that_wrote_have_a_batch_with_as_many_rows", "batch__row_count")}
