"""Who is calling: the client's address, believed from a proxy's header only when the proxy is one of ours."""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

_WRITTEN = re.compile(r"\[([^\]]+)\](?::[0-9]+)?|([0-9.]+)(?::[0-9]+)?")  # [2001:db8::1]:443, 192.0.2.1:443


def from_trusted_proxy(request: HttpRequest) -> bool:
    """Whether the connection comes from an address of TRUSTED_PROXIES."""
    return _is_trusted(request.META.get("REMOTE_ADDR", ""))


def client_address(request: HttpRequest) -> str:
    """The caller's address: the last hop of X-Forwarded-For that is not a trusted proxy, else the peer itself."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    while hops and _is_trusted(peer):
        peer = hops.pop()
    address = _address(peer)
    return str(address) if address else "0.0.0.0"  # noqa: S104 (a stand-in for a socket without an address)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address in `text`, however proxies write it: with a port, in brackets, as IPv4 within IPv6."""
    match = _WRITTEN.fullmatch(text.strip())
    try:
        address = ipaddress.ip_address((match[1] or match[2]) if match else text.strip())
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_trusted(text: str) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in settings.TRUSTED_PROXIES)
