"""From where somebody comes, as far as the server can tell."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """An IP address; empty where there is none, as on a socket of the machine itself.

    Behind a proxy it is the last one named, which the proxy itself has added: those before it can be invented.
    """
    named = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS_PROXY else ""
    text = named.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    # A server that listens on both writes IPv4 as IPv6, ::ffff:10.0.0.7: all of them would be one network.
    return str(getattr(address, "ipv4_mapped", None) or address)


def network_of(address: str) -> str:
    """What counts as one place: of IPv6 the network, since each machine has as many addresses as it likes."""
    if ":" not in address:
        return address
    return str(ipaddress.ip_network((address, 64), strict=False))
