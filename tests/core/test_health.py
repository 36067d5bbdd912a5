"""The addresses that tell whoever runs the product how it is."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


@pytest.fixture
def no_database(monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    monkeypatch.setattr(connection, "ensure_connection", refuse)


def test_both_are_well(visitor):
    for address in ("/healthz", "/readyz"):
        answer = visitor.get(address)
        assert (answer.status_code, answer.content) == (200, b"ok")


def test_the_process_is_up_without_its_database_but_not_ready(client, no_database):
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"database unavailable")


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_waits(client):
    MigrationRecorder(connection).record_unapplied("notifications", "0001_initial")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations pending")


@pytest.mark.django_db
def test_neither_is_kept_by_a_cache_or_sets_a_cookie(client):
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies


@pytest.mark.django_db
def test_readiness_costs_one_look(client, django_assert_max_num_queries):
    client.get("/readyz")
    with django_assert_max_num_queries(2):
        client.get("/readyz")


def test_neither_is_sent_to_https(client, settings, db):
    settings.SECURE_SSL_REDIRECT = True
    assert [client.get(address).status_code for address in ("/healthz", "/readyz")] == [200, 200]
    assert client.get("/login/").status_code == 301
