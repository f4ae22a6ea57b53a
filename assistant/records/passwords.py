"""Passwords: argon2id with the library's parameters (RFC 9106, low memory: 64 MiB, 3 passes), made anew when those change."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
_hasher = PasswordHasher()
# Each takes 64 MiB while it works: a flood of guesses must not take the machine's memory.
_few_at_a_time = threading.Semaphore(2)


def hashed(password: str) -> str:
    """What is stored."""
    with _few_at_a_time:
        return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether it is the one. Without a stored one it takes just as long, and is wrong."""
    with _few_at_a_time:
        try:
            return _hasher.verify(stored or _nobodys(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_old(stored: str) -> bool:
    """Whether it was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(stored)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")
