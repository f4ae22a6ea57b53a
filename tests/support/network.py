"""No test reaches the network: connections and look-ups beyond this machine fail, and fail the test that made them."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOCAL_NAMES = {"localhost", "", None}


class OutsideWorld(OSError):
    """A test tried to reach another machine."""


def is_local(host: Any) -> bool:
    """Whether this address or name means this machine."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name).split("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@contextmanager
def only_this_machine(monkeypatch: Any) -> Iterator[list[str]]:
    """Refuse every address but those of this machine; yields the list of what was tried."""
    tried: list[str] = []
    look_up = socket.getaddrinfo

    def refuse(target: Any) -> None:
        tried.append(str(target))
        raise OutsideWorld(f"a test tried to reach {target}")

    def guarded(method: Any) -> Any:
        def connect(self: socket.socket, address: Any, *rest: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not is_local(address[0]):
                refuse(address)
            return method(self, address, *rest)

        return connect

    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        if not is_local(host):
            refuse(host)
        return look_up(host, *rest, **more)

    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield tried
