"""Whom a network address stands for, where somebody is slowed down or given a share."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

_ONE_HOUSEHOLD = 64
"""Bits of an IPv6 address that one subscriber gets; the other 64 are theirs to change with every request (RFC 6177)."""


def network_of(address: str) -> str:
    """The address, or of IPv6 the network of one subscriber; what is no address stays as it is."""
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    return str(known.ipv4_mapped or ip_network((known, _ONE_HOUSEHOLD), strict=False))
