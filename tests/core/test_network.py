"""Whose failures are counted together: the caller's address, however a trusted proxy writes it."""

import pytest
from axes.models import AccessAttempt

from realty_crm import environment

NOBODYS = "0.0.0.0"  # noqa: S104 (a stand-in, not an address to listen on)


@pytest.fixture(params=["127.0.0.1", "::ffff:127.0.0.1", "::ffff:127.0.0.0/104"])
def behind_a_proxy(request, settings, monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", request.param)
    settings.TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")


def counted_under(client, peer, forwarded) -> str:
    wrong = {"username": "sara", "password": "خطأ"}
    client.post("/login/", wrong, REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)
    return AccessAttempt.objects.latest("pk").ip_address


@pytest.mark.parametrize("peer", ["127.0.0.1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        *(("198.51.100.7", "198.51.100.7"), ("198.51.100.7:50123", "198.51.100.7")),
        *(("[2001:db8::7]:443", "2001:db8::7"), ("[2001:db8::7]", "2001:db8::7"), ("2001:DB8::7", "2001:db8::7")),
        *(("::ffff:198.51.100.7", "198.51.100.7"), ("203.0.113.9, 198.51.100.7, 127.0.0.1:80", "198.51.100.7")),
        *(("unknown", NOBODYS), ("[", NOBODYS), ("1:2", NOBODYS)),
    ],
)
def test_an_address_is_one_however_it_is_written(visitor, agent, behind_a_proxy, peer, forwarded, address):
    assert counted_under(visitor, peer, forwarded) == address


def test_a_socket_without_an_address_is_no_trusted_proxy(visitor, agent, behind_a_proxy):
    assert counted_under(visitor, "", "198.51.100.7") == NOBODYS
