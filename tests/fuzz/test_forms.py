"""Every form of every page, filled in with anything: refused at its field with nothing typed lost, or accepted."""

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.forms import read_forms
from tests.fuzz.texts import FEW, anything
from tests.imports import MESSY, bring_in

NOT_FUZZED = {"/logout/"}
USUAL = {"name": "نوف", "phone": "٠٥٢١٢٣٤٥٦٧", "title": "اتصال", "due_date_day": "2027-01-05", "username": "nouf"}
PAGES = [
    "login",
    "password_reset",
    "account",
    "password_change",
    "today",
    "customer_list",
    "customer_new",
    "customer",
    "customer_edit",
    "customer_delete",
    "followup_list",
    "followup_new",
    "followup_edit",
    "notification_list",
    "import_new",
    "import_map",
    "import",
    "admin:crm_customer_changelist",
    "admin:crm_customer_add",
    "admin:crm_customer_change",
    "admin:core_user_changelist",
    "admin:core_user_add",
    "admin:core_user_change",
]


@pytest.fixture
def addresses(customer, followup, agent, manager):
    """Pages by name, with the row they are about."""

    def find(name):
        row = {"customer": customer.pk, "followup": followup.pk, "admin": customer.pk}
        if name in ("import_map", "import"):
            return reverse(name, args=[bring_in(manager, content=MESSY, dry_run=True).pk])
        subject = "followup" if name == "followup_edit" else "admin" if name.startswith("admin:crm") else "customer"
        if name == "admin:core_user_change":
            return reverse(name, args=[agent.pk])
        takes_none = {"customer_list", "customer_new", "followup_list"}
        varies = name not in takes_none and name.startswith(("customer", "followup")) or name.endswith("_change")
        return reverse(name, args=[row[subject]] if varies and name != "password_change" else [])

    return find


@pytest.mark.parametrize("name", PAGES)
def test_whatever_is_typed_is_accepted_or_shown_again(manager_browser, visitor, addresses, name):
    client = visitor if name in ("login", "password_reset") else manager_browser
    address = addresses(name)
    cookies = client.cookies.copy()
    forms = _forms_of(client.get(address), address)

    @FEW
    @given(st.data())
    def check(data):
        for number, form in enumerate(forms):
            typed = data.draw(_filled_in(form), label=f"form {number}: {form.action}")
            client.cookies = cookies.copy()
            with transaction.atomic():
                answer = client.post(form.action, typed)
                transaction.set_rollback(True)
            assert answer.status_code < 500
            _assert_shown_again(form, typed, answer)

    if forms:
        check()


def _forms_of(page, address):
    assert page.status_code == 200, address
    forms = [form for form in read_forms(page.content.decode()) if form.method == "post"]
    for form in forms:
        form.action = form.action or address
        form.fields.pop("csrfmiddlewaretoken", None)
    return [form for form in forms if form.action not in NOT_FUZZED]


def _filled_in(form):
    return st.fixed_dictionaries({name: _given_to(control) for name, control in form.fields.items()})


def _given_to(control):
    """Half of what is given is as it should be, so that much gets past the form to what stands behind it."""
    if control.is_typed or control.kind == "password":
        usual = st.just(control.value or USUAL.get(control.name, ""))
        return st.one_of(usual, anything)
    usual = st.sampled_from([control.value, *control.options])
    return st.one_of(usual, usual, usual, anything)


def _assert_shown_again(form, typed, answer):
    names = [name for name, control in form.fields.items() if control.is_typed]
    if not names or answer.status_code not in (200, 409, 422):
        return
    shown = [again for again in read_forms(answer.content.decode()) if form.fields.keys() <= again.fields.keys()]
    assert shown or answer.status_code != 422
    for name in names if shown else []:
        assert (name, _squeezed(shown[0].fields[name].value)) == (name, _squeezed(typed[name]))


def _squeezed(text):
    return " ".join(text.replace("\0", "").split())
