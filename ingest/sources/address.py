"""Which network addresses a link may reach: public ones only, so that a link cannot be used to look inside this network (SSRF).

What is left out follows IANA's registries of special-purpose IPv4 and IPv6 addresses (RFC 6890). For IPv6 the rule is
turned round: only global unicast (2000::/3) is let through, which shuts out IPv4-mapped (::ffff:0:0/96), NAT64
(64:ff9b::/96), unique local and link-local addresses without naming them; what is special inside it is named below.
"""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from ingest.models import Refused
from knowledge.link_settings import Network

Address = IPv4Address | IPv6Address

_SPECIAL_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network; 0.0.0.0 reaches this machine
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; clouds keep their credentials there
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments; Teredo carries an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "2620:4f:8000::/48",
        "3fff::/20",
    )
)
INTERNAL = "Liên kết này dẫn tới địa chỉ nội bộ nên không được tải."


class Unsafe(Refused):
    """A link that must not be followed, whatever the site behind it says."""


def is_public(address: Address) -> bool:
    """Whether the address is that of a machine on the public internet."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _SPECIAL_4)
    return address.scope_id is None and address in _GLOBAL_6 and not any(address in block for block in _SPECIAL_6)


def check(addresses: Iterable[Address], permitted: Iterable[Network] = ()) -> None:
    """Let public addresses pass, and those of networks that a setting permits. One bad address spoils all.

    Raises:
        Unsafe: one of them is neither.
    """
    for address in addresses:
        scoped = isinstance(address, IPv6Address) and address.scope_id is not None
        if not is_public(address) and (scoped or not any(address in block for block in permitted)):
            raise Unsafe(INTERNAL)


def literal(host: str) -> Address | None:
    """The address that `host` spells out in the usual way; None when it is a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def is_disguised(host: str) -> bool:
    """Whether `host` is a number that some programs take for an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1, 127.1.

    A name whose last label is a number can be nothing else (WHATWG URL, "ends in a number").
    """
    last = host.removesuffix(".").rpartition(".")[2]
    numeric = last.isdigit() or (last[:2] in ("0x", "0X") and all(c in "0123456789abcdefABCDEF" for c in last[2:]))
    return numeric and literal(host) is None
