"""The second factor: a code of six digits from a telephone (TOTP, RFC 6238), and ten recovery codes for when it is lost.

The secret is sealed; recovery codes are kept as hashes, and each works once; so does a code of the telephone.
"""

from __future__ import annotations

import secrets
import time
from typing import Any

from sqlalchemy import Connection, Engine, select, update

from assistant.records.account_tables import accounts
from assistant.records.accounts import Account, code_of
from assistant.records.sealing import BrokenSeal, Seal
from assistant.records.writing import writing

STEP = 30
RECOVERY_CODES = 10


class SecondFactor:
    """Set up, ask for, take away. All calls block."""

    def __init__(self, engine: Engine, seal: Seal) -> None:
        self._engine = engine
        self._seal = seal

    def proposal(self, account: Account, issuer: str) -> tuple[str, str]:
        """A new secret, and the address that the QR picture shows; nothing is stored yet."""
        import pyotp

        secret = pyotp.random_base32()
        return secret, pyotp.TOTP(secret).provisioning_uri(name=account.name, issuer_name=issuer)

    def confirms(self, secret: str, code: str) -> bool:
        """Whether the telephone shows the right code for a proposed secret."""
        return _step_of(secret, code) is not None

    def turn_on(self, db: Connection, account: Account, secret: str) -> list[str]:
        """Within a transaction: ask for it from now on; the recovery codes, which are shown this once."""
        codes = [f"{secrets.token_hex(3)}-{secrets.token_hex(3)}" for _ in range(RECOVERY_CODES)]
        values: dict[str, Any] = {
            "second_factor": self._seal.close(secret),
            "recovery": [code_of(code) for code in codes],
            "last_code": None,
        }
        db.execute(update(accounts).where(accounts.c.id == account.id).values(**values))
        return codes

    def turn_off(self, db: Connection, account: Account) -> None:
        """Within a transaction: the password alone is enough again."""
        db.execute(update(accounts).where(accounts.c.id == account.id).values(second_factor=None, recovery=None, last_code=None))

    def accept(self, account: Account, code: str) -> bool:
        """Whether this code lets in, now: neither the same code nor an older one again, nor a recovery code twice."""
        with writing(self._engine) as db:
            row = db.execute(select(accounts).where(accounts.c.id == account.id)).one()
            try:
                step = _step_of(str(self._seal.open(row.second_factor)), code)
            except BrokenSeal:
                step = None
            if step is not None and (row.last_code is None or step > row.last_code):
                db.execute(update(accounts).where(accounts.c.id == account.id).values(last_code=step))
                return True
            left = [one for one in row.recovery or [] if one != code_of(code.strip().lower())]
            if len(left) == len(row.recovery or []):
                return False
            db.execute(update(accounts).where(accounts.c.id == account.id).values(recovery=left))
            return True


def _step_of(secret: str, code: str) -> int | None:
    """The half-minute that a code belongs to: this one, the last or the next; None for any other code."""
    import pyotp

    digits, now = code.replace(" ", ""), int(time.time()) // STEP
    totp = pyotp.TOTP(secret)
    return next((step for step in (now, now - 1, now + 1) if totp.verify(digits, for_time=step * STEP)), None)
