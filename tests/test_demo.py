"""The demo's office: made once, through the flows, as it stands on the day it is made."""

from collections import Counter
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.db import transaction

from core.dates import day_bounds, local_date
from core.integrity import breaches
from core.models import Place, User
from crm.models import Customer, Followup, Interaction
from notifications.models import Notification
from properties.models import Property, PropertyPhoto, PropertyRequest
from properties.models.choices import OPEN_MATCHES
from realty_crm.demo.book import fill_demo
from realty_crm.demo.people import ACCOUNTS, open_accounts
from tests.factories import make_agent, make_customer


@pytest.fixture(scope="module")
def office(django_db_setup, django_db_blocker):
    """The moment of a demo that is filled once for this module, and rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        at = datetime(2026, 11, 23, 14, tzinfo=UTC)  # a Monday afternoon
        make_agent(id=4321).delete()  # where many accounts came and went: ids are no phone's last digits
        fill_demo(at)
        yield at
        transaction.set_rollback(True)


def test_nothing_in_it_breaks_a_rule(office):
    assert [str(breach) for breach in breaches()] == []


def test_the_statuses_are_those_of_a_typical_book(office):
    counts = Counter(Customer.objects.live().values_list("status", flat=True))
    expected = {"new": 100, "contacted": 100, "qualified": 60, "viewing": 48, "negotiating": 44}
    assert counts == expected | {"on_hold": 16, "lost": 32}


def test_every_agent_has_something_to_do_today(office):
    for agent in User.objects.exclude(username="noura"):
        assert Followup.objects.live().filter(owner=agent).for_today(office).count() >= 3
        assert Customer.objects.live().filter(owner=agent).uncalled().count() >= 5


def test_some_followups_are_overdue_some_are_todays_and_most_are_to_come(office):
    start, end = day_bounds(local_date(office))
    pending = Followup.objects.live().pending()
    counts = [pending.filter(due_date__lt=start).count(), pending.filter(due_date__gte=end).count()]
    assert counts[0] >= 8
    assert pending.filter(due_date__range=(start, end)).count() >= 8
    assert counts[1] > pending.count() / 2


def test_phones_are_nobodys_and_mails_go_nowhere(office):
    assert not Customer.objects.exclude(phone__startswith="+96652").exists()
    assert not Customer.objects.exclude(email="").exclude(email__endswith="@example.com").exists()


def test_places_are_real(office):
    cities = set(Place.objects.cities().values_list("name", flat=True))
    districts = set(Place.objects.filter(kind="district").values_list("name", flat=True))
    for city, chosen in Customer.objects.live().values_list("city", "districts"):
        assert city in cities
        assert set(chosen) <= districts


def test_nothing_happened_in_the_future(office):
    assert not Customer.objects.filter(updated_at__gt=office).exists()
    assert not Interaction.objects.filter(completed_at__gt=office).exists()
    assert not Notification.objects.filter(created_at__gt=office).exists()


def test_old_notices_were_read(office):
    unread = Notification.objects.unread()
    assert 0 < unread.count() < Notification.objects.count() / 5


def test_its_passwords_are_valid_and_let_in(office):
    accounts = list(open_accounts())
    assert accounts == list(ACCOUNTS)
    for account in accounts:
        validate_password(account.password, User.objects.get(username=account.username))


def test_a_second_run_says_so_and_prints_the_accounts(office):
    before, out = Customer.objects.count(), StringIO()
    call_command("demo", stdout=out)
    assert Customer.objects.count() == before
    assert "no demo data added" in out.getvalue()
    assert "salman   Najd-Agent-2026" in out.getvalue()


def test_it_never_mixes_with_somebodys_work(agent):
    make_customer(agent)
    out = StringIO()
    call_command("demo", stdout=out)
    assert Customer.objects.count() == 1
    assert "salman" not in out.getvalue()


def test_it_never_takes_somebodys_name(db):
    make_agent("fahd")
    with pytest.raises(CommandError, match="fahd"):
        call_command("demo")
    assert User.objects.count() == 1


def test_there_are_listings_requests_and_matches_to_look_at(office):
    assert (Property.objects.count(), PropertyRequest.objects.count()) == (120, 60)
    matched = PropertyRequest.objects.filter(matches__status__in=OPEN_MATCHES).distinct().count()
    assert matched >= 15  # of sixty: a book in which something fits, and much does not yet
    assert PropertyPhoto.objects.count() > 60
    assert Property.objects.available().exclude(ad_license_number="").count() > 50
