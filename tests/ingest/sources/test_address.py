"""Only public addresses pass, in whatever form an inner one is dressed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.sources.address import Unsafe, check, is_disguised, is_public, literal

INNER_4 = [
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
        *("198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
    )
]


def inside(blocks: list[IPv4Network]) -> st.SearchStrategy[IPv4Address]:
    return st.sampled_from(blocks).flatmap(lambda block: st.ip_addresses(network=block))


@given(inside(INNER_4))
def test_an_inner_ipv4_address_is_never_public(address: IPv4Address) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
@example(IPv4Address("192.0.0.9"))
def test_what_the_standard_library_calls_not_global_is_not_public(address: IPv4Address) -> None:
    """The library is the second opinion: the table here may be stricter, never laxer."""
    assert address.is_global or not is_public(address)


@given(st.ip_addresses(v=6))
def test_the_same_for_ipv6(address: IPv6Address) -> None:
    assert address.is_global or not is_public(address)


@given(inside(INNER_4), st.integers(0, 2**80 - 1))
def test_an_inner_address_wrapped_in_ipv6_is_not_public(address: IPv4Address, rest: int) -> None:
    number = int(address)
    wrapped = [
        IPv6Address(0xFFFF << 32 | number),  # IPv4-mapped
        IPv6Address(number),  # IPv4-compatible
        IPv6Address((0x64FF9B << 96) | number),  # NAT64
        IPv6Address((0x64FF9B0001 << 80) | number),  # NAT64 of one network
        IPv6Address((0x2002 << 112) | number << 80 | rest),  # 6to4
        IPv6Address((0x20010000 << 96) | rest & (2**64 - 1) << 32 | number ^ 0xFFFFFFFF),  # Teredo
    ]
    assert [str(a) for a in wrapped if is_public(a)] == []


@pytest.mark.parametrize(
    "address",
    [
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
        "100::1",
        "5f00::1",
        "3fff::1",
    ],
)
def test_special_ipv6_addresses_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "113.160.1.1", "100.128.0.1", "172.32.0.1", "2001:4860:4860::8888", "2405:4800::1"])
def test_public_addresses_pass(address: str) -> None:
    check([ip_address(address)])


@given(inside(INNER_4), st.permutations(["8.8.8.8", "1.1.1.1", None]))
def test_one_inner_address_among_public_ones_spoils_all(inner: IPv4Address, order: list[str | None]) -> None:
    with pytest.raises(Unsafe, match="nội bộ"):
        check([inner if text is None else ip_address(text) for text in order])


def test_a_setting_permits_a_network_and_nothing_beside_it() -> None:
    permitted = [ip_network("10.1.0.0/16"), ip_network("::1/128")]
    check([ip_address("10.1.2.3"), ip_address("::1")], permitted)
    for refused in ("10.2.0.1", "127.0.0.1", "::ffff:10.1.2.3", "::1%lo"):
        with pytest.raises(Unsafe):
            check([ip_address(refused)], permitted)


def spellings(address: IPv4Address) -> list[str]:
    """How inet_aton reads the same address, the usual form left out."""
    number, parts = int(address), address.packed
    return [
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
        f"{parts[0]}.{parts[1]}.0x{parts[2]:x}.0{parts[3]:o}",
    ]


@given(st.ip_addresses(v=4))
def test_every_odd_spelling_of_an_address_is_seen_through(address: IPv4Address) -> None:
    assert literal(str(address)) == address
    assert not is_disguised(str(address))
    assert [text for text in spellings(address) if not is_disguised(text)] == []
    assert is_disguised(f"{int(address)}.")


@pytest.mark.parametrize("name", ["chinhphu.vn", "127.0.0.1.nip.io", "0x7f.vn", "a1", "1a", "0xg", "x--1.vn"])
def test_names_are_no_disguise(name: str) -> None:
    assert not is_disguised(name)
