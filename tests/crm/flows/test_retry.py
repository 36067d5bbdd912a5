"""A deadlock, a serialization failure or a locked database is tried again; nothing else is (product: The flows)."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction

from core.transactions import ATTEMPTS, RaceLost, flow, in_one_transaction, is_transient, joining
from crm import signals
from crm.flows import create_customer
from crm.models import Customer

FACTS = {"name": "هند", "phone": "0521234567"}


class FailsAtFirst:
    """A handler that fails a number of times, then lets go."""

    def __init__(self, times, error):
        self.left, self.error, self.runs = times, error, 0

    def __call__(self, **_rest):
        self.runs += 1
        if self.left:
            self.left -= 1
            raise self.error


@pytest.fixture
def create(transactional_db, django_user_model, now, monkeypatch):
    """Create a customer while the last handler fails `times` times with `error`; the handler."""
    monkeypatch.setattr("tenacity.nap.time.sleep", lambda _seconds: None)
    agent = django_user_model.objects.create_user("sara")

    def run(times, error):
        handler = FailsAtFirst(times, error)
        signals.customer_created.connect(handler)
        try:
            create_customer(by=agent, at=now, facts=FACTS)
        finally:
            signals.customer_created.disconnect(handler)
        return handler

    return run


def test_a_locked_database_is_tried_again_and_leaves_one_row(create):
    assert create(2, OperationalError("database is locked")).runs == 3
    assert Customer.objects.count() == Customer.history.count() == 1


def test_an_act_that_lost_a_race_is_done_anew(create):
    assert create(1, RaceLost()).runs == 2
    assert Customer.objects.count() == Customer.history.count() == 1


def test_not_for_ever(create):
    with pytest.raises(OperationalError):
        create(ATTEMPTS, OperationalError("database is locked"))
    assert not Customer.objects.exists()


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), IntegrityError("x"), ValueError("is locked")])
def test_nothing_else_is_tried_again(create, error):
    with pytest.raises(type(error)):
        create(1, error)
    assert not Customer.objects.exists()


@pytest.mark.parametrize(("state", "expected"), [("40P01", True), ("40001", True), ("57014", False), ("23505", False)])
def test_postgresqls_own_codes(state, expected):
    cause = Exception()
    cause.sqlstate = state
    error = OperationalError()
    error.__cause__ = cause
    assert is_transient(error) is expected


def test_only_the_outermost_tries_again(transactional_db):
    runs = []

    def inner():
        runs.append(1)
        raise OperationalError("database is locked")

    with pytest.raises(OperationalError), transaction.atomic():
        in_one_transaction(inner)
    assert len(runs) == 1
    assert not connection.in_atomic_block


def test_what_a_joining_flow_calls_may_be_refused_alone(transactional_db, now, django_user_model):
    agent = django_user_model.objects.create_user("sara")

    @flow
    def both(*, by):
        with pytest.raises(ValidationError):
            create_customer(by=by, at=now, facts={**FACTS, "status": "?"})
        return create_customer(by=by, at=now, facts=FACTS)

    def whole():
        with joining():
            return both(by=agent)

    assert in_one_transaction(whole) == Customer.objects.get()
