"""Who is calling: the client's address, believed from a proxy's header only when the proxy is one of ours."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def from_trusted_proxy(request: HttpRequest) -> bool:
    """Whether the connection comes from an address of TRUSTED_PROXIES."""
    return _is_trusted(request.META.get("REMOTE_ADDR", ""))


def client_address(request: HttpRequest) -> str:
    """The caller's address: the last hop of X-Forwarded-For that is not a trusted proxy, else the peer itself."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_trusted(peer):
        peer = hops.pop()
    return peer if _address(peer) else "0.0.0.0"  # noqa: S104 (a stand-in for a socket without an address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None


def _is_trusted(text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)
