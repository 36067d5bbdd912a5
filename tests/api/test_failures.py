"""What a program hears when an address is wrong or we fail: JSON, and no more than it needs."""

import pytest
from django.test import Client

from core.models import User
from realty_crm import api as composed


def test_an_address_outside_the_version_is_a_json_404(client):
    answer = client.get("/api/v2/customers/")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")


@pytest.mark.django_db
def test_a_failure_of_ours_is_a_json_500_that_says_nothing(agent, monkeypatch):
    def fail(*_arguments):
        raise RuntimeError("+966521234567")

    monkeypatch.setattr(composed, "_figures", fail)
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=agent.pk), backend="core.login.UsernameOrEmailBackend")
    answer = client.get("/api/v1/dashboard/")
    assert answer.status_code == 500
    assert set(answer.json()) == {"detail"}
    assert "966" not in answer.content.decode()
