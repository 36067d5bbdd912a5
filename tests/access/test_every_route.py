"""All addresses × who asks × how: nobody in, nothing of another agent's (api: Access; quality: Nobody in)."""

import pytest
from django.db import transaction
from django.test import Client
from knox.models import AuthToken

from crm.flows import delete_customer, merge_customers
from crm.flows.many import tag_many
from crm.flows.saved_views import save_view
from crm.models import Customer, Followup, Import, ImportTemplate, Interaction, SavedView
from notifications.models import Notification
from properties.flows import add_photo, delete_property
from properties.models import Property, PropertyMatch, PropertyPhoto, PropertyRequest
from tests.access.routes import NOBODYS, ROUTES
from tests.factories import make_customer, make_followup, make_interaction, make_property, make_request
from tests.imports import bring_in, csv_of
from tests.pictures import picture_file

SECRET = "سرّ الوسيطة سارة"
PERSONAL = {"notification", "token", "import_template", "saved_view"}  # not even a manager's to see
ADMINS_OWN = {
    "app",
    "r",
    "place",
    "exportlog",
    "accessattempt",
    "distinctpeople",
    "importrow",
    "importtemplate",
    "savedview",
    "propertyphoto",
    "propertyrequest",
    "propertymatch",
    "appointment",
    "agentday",
}  # what the admin shows beside the rows below


@pytest.fixture
def rows(agent, now):
    """The agent's rows, by what an address may name. Each tells the secret where it can."""
    customer = make_customer(agent, name=SECRET, notes=SECRET)
    deleted = make_customer(agent, name=f"{SECRET} محذوف")
    delete_customer(by=agent, at=now, customer_id=deleted.pk)
    absorbed = make_customer(agent, name=SECRET)
    merge = merge_customers(by=agent, at=now, absorbed_id=absorbed.pk, survivor_id=customer.pk)
    followup = make_followup(customer, title=SECRET)
    brought = bring_in(agent, content=csv_of((SECRET, "0529000001")), file_name=f"{SECRET}.csv")
    template = ImportTemplate.objects.create(user=agent, name=SECRET, mapping={}, created_at=now)
    listing = make_property(agent, title=SECRET)
    photo = add_photo(by=agent, at=now, property_id=listing.pk, upload=picture_file())
    PropertyPhoto.objects.filter(pk=photo.pk).update(id=listing.pk)  # one number stands for both of an address
    binned = make_property(agent, title=f"{SECRET} محذوف")
    delete_property(by=agent, at=now, property_id=binned.pk)
    wish = make_request(customer)
    return {
        "property": listing.pk,
        "deleted_property": binned.pk,
        "request": wish.pk,
        "match": wish.matches.get().pk,
        "import": brought.pk,
        "import_template": template.pk,
        "customer": customer.pk,
        "deleted_customer": deleted.pk,
        "followup": followup.pk,
        "merge": merge.pk,
        "interaction": make_interaction(customer, notes=SECRET).pk,
        "notification": Notification.objects.filter(user=agent).first().pk,
        "token": AuthToken.objects.create(agent)[0].digest,
        "reset_link": "x",
        "batch": tag_many(by=agent, at=now, customer_ids=[customer.pk], add=["جاد"]).batch.pk,
        "saved_view": save_view(by=agent, at=now, name=SECRET, query="status=new").pk,
        "user": agent.pk,
    }


@pytest.fixture
def as_(agent, teammate, manager):
    """A browser of somebody: as_("agent"). The same one again, until it has been logged out."""
    browsers = {}

    def login(who):
        known = browsers.get(who)
        if known and (who == "visitor" or known.cookies["sessionid"].value):
            return known
        client = browsers[who] = Client()
        if who != "visitor":
            person = {"agent": agent, "teammate": teammate, "manager": manager}[who]
            client.force_login(person, backend="core.login.UsernameOrEmailBackend")
        return client

    return login


def ask(client, method, address):
    answer = getattr(client, method)(address, **({"content_type": "application/json"} if method != "get" else {}))
    return answer, (answer.getvalue() if answer.streaming else answer.content).decode("utf-8", "replace")


def state():
    """What the agent's rows are: anything a stranger did shows."""
    models = (
        Customer,
        Followup,
        Interaction,
        Import,
        ImportTemplate,
        SavedView,
        Property,
        PropertyRequest,
        PropertyMatch,
    )
    return [list(model.objects.order_by("pk").values()) for model in models]


def address_of(route, rows):
    return route.address(rows.get(route.subject, NOBODYS) if route.parameters else "")


def walk(rows, chosen=lambda route: True):
    return [(route, address_of(route, rows), method) for route in ROUTES if chosen(route) for method in route.methods]


def test_every_parameter_has_a_row_to_stand_for_it(rows):
    known = set(rows) | ADMINS_OWN
    strange = [route for route in ROUTES if route.parameters and route.subject not in known]
    assert strange == []


def test_a_visitor_gets_in_nowhere(as_, rows):
    wrong = {}
    for route, address, method in walk(rows, lambda route: not route.is_open):
        answer, body = ask(as_("visitor"), method, address)
        leads_to_login = answer.headers.get("Location", "").startswith(("/login/?", "/admin/login/?"))
        is_refused = answer.status_code == 401 if route.is_api else answer.status_code == 302 and leads_to_login
        if not is_refused or SECRET in body:
            wrong[method, address] = answer.status_code
    assert wrong == {}


def test_what_is_open_is_open_and_says_nothing(as_, rows):
    for _route, address, method in walk(rows, lambda route: route.is_open):
        answer, body = ask(as_("visitor"), method, address)
        assert answer.status_code in (200, 302, 400, 401, 403, 405, 415, 422), (method, address)
        assert not answer.headers.get("Location", "").startswith("/login/?next="), (method, address)
        assert SECRET not in body


def test_anothers_row_is_as_absent_as_none(as_, rows):
    """On every method the answer is that to an id that nobody has, and it is 404 on those the address knows."""
    before, wrong, found = state(), {}, {}
    for route, address, method in walk(rows, lambda route: route.parameters and not route.is_admin):
        if route.subject == "reset_link":
            continue
        answer, body = ask(as_("teammate"), method, address)
        other, _body = ask(as_("teammate"), method, route.address(NOBODYS))
        if answer.status_code != other.status_code or answer.status_code not in (404, 405) or SECRET in body:
            wrong[method, address] = answer.status_code, other.status_code
        found.setdefault(route, set()).add(answer.status_code)
    assert wrong == {}
    assert [route for route, statuses in found.items() if 404 not in statuses] == []
    assert state() == before


def test_no_list_or_page_shows_anothers_rows(as_, rows):
    before, wrong = state(), {}
    for _route, address, method in walk(rows, lambda route: not route.parameters):
        answer, body = ask(as_("teammate"), method, address)
        if SECRET in body or answer.status_code >= 500:
            wrong[method, address] = answer.status_code
    assert wrong == {}
    assert state() == before


def test_the_owner_finds_every_one_of_them(as_, rows):
    """So the walk above knocked at real doors."""
    for route, found in _answers(as_, rows, "agent"):
        assert not all(status in (404, 405) for status in found), (route, found)
        assert all(status < 500 for status in found), (route, found)


def test_a_manager_finds_them_too_but_for_what_is_personal(as_, rows):
    for route, found in _answers(as_, rows, "manager"):
        nothing = all(status in (404, 405) for status in found)
        assert nothing == (route.subject in PERSONAL), (route, found)


def _answers(as_, rows, who):
    """(route, the status on each method), each asked in a transaction that is rolled back."""
    for route in ROUTES:
        if not route.parameters or route.is_admin or route.subject == "reset_link":
            continue
        found, client = [], as_(who)
        for method in route.methods:
            with transaction.atomic():
                found.append(ask(client, method, address_of(route, rows))[0].status_code)
                transaction.set_rollback(True)
        yield route, found


def test_the_admin_is_for_managers(as_, rows):
    wrong = {}
    for route, address, method in walk(rows, lambda route: route.is_admin):
        answer, body = ask(as_("agent"), method, address)
        if answer.status_code not in (302, 403) or SECRET in body or (answer.status_code == 302 and not _is_own(route)):
            wrong[method, address] = answer.status_code
    assert wrong == {}


def _is_own(route):
    """The admin's pages that lead to the product's own, the same for everybody."""
    return route.name in {"admin:login", "admin:logout", "admin:password_change", "admin:password_change_done"}
