"""Pseudonyms and sealed letters: a copy of the database alone tells neither who wrote nor what is still on its way.

Both come from one secret, PRIVACY_KEY, or a file that is made on the first start. Whoever loses the secret loses the
letters under way and the addresses for announcements; answers to new messages are not touched by that.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any

from filelock import FileLock

_PSEUDONYM_LENGTH = 32


class BrokenSeal(ValueError):
    """Sealed with another secret, or damaged."""


class Seal:
    """Makes pseudonyms, and seals and opens letters. Safe from many threads."""

    def __init__(self, secret: str) -> None:
        from cryptography.fernet import Fernet

        self._secret = secret.encode()
        self._fernet = Fernet(base64.urlsafe_b64encode(self._derive("letters")))

    @classmethod
    def load(cls, secret: str, data_dir: Path) -> Seal:
        """With this secret, or the one kept in the data folder when it is empty."""
        return cls(secret or _kept_secret(data_dir / "privacy.key"))

    def pseudonym(self, channel: str, chat: str) -> str:
        """The name of a chat in our tables: 32 hex digits of HMAC-SHA256. Without the secret nobody can go back."""
        return self._derive(f"chat:{channel}:{chat}").hex()[:_PSEUDONYM_LENGTH]

    def mark(self, label: str, chat: str) -> str:
        """A code for "`label` holds for this pseudonym" that joins with no other table."""
        return self._derive(f"mark:{label}:{chat}").hex()[:_PSEUDONYM_LENGTH]

    def word(self, label: str) -> str:
        """A secret word derived for one purpose, for example what a webhook must send along: 43 of A-Z a-z 0-9 _ -."""
        return base64.urlsafe_b64encode(self._derive(f"word:{label}")).decode().rstrip("=")

    def close(self, letter: Any) -> str:
        """Anything that JSON can hold, encrypted."""
        return self._fernet.encrypt(json.dumps(letter, ensure_ascii=False).encode("utf-8", "surrogatepass")).decode()

    def open(self, sealed: str) -> Any:
        """What was sealed.

        Raises:
            BrokenSeal: sealed with another secret, or damaged.
        """
        from cryptography.fernet import InvalidToken

        try:
            return json.loads(self._fernet.decrypt(sealed.encode()).decode("utf-8", "surrogatepass"))
        except InvalidToken as error:
            raise BrokenSeal from error

    def _derive(self, purpose: str) -> bytes:
        return hmac.new(self._secret, purpose.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()


def _kept_secret(path: Path) -> str:
    """The secret in this file; made on the first start, for this user's eyes only. Processes that start together agree."""
    with FileLock(path.with_suffix(".lock")):
        if not path.exists():
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(32))
        return path.read_text().strip()
