"""A form can be sent by the browser that was shown it, for an hour, once.

Its token is random, dated, and signed together with the browser's cookie: a page of another site knows neither. What was
sent once is remembered until it would be too old anyway.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, delete

from assistant.records.account_tables import spent_forms
from assistant.records.writing import insert_new, writing

LASTS = timedelta(hours=1)


class Forms:
    """Issue and spend tokens. `spend` blocks."""

    def __init__(self, engine: Engine, secret: str) -> None:
        self._engine = engine
        self._secret = secret.encode()

    def issue(self, purpose: str, cookie: str) -> str:
        """The token for a form's hidden field."""
        body = f"{secrets.token_hex(16)}.{int(time.time())}"
        return f"{body}.{self._sign(body, purpose, cookie)}"

    def spend(self, token: str, purpose: str, cookie: str) -> bool:
        """Whether this form may be taken; the same token never again."""
        body, _, signature = token.rpartition(".")
        if not cookie or not hmac.compare_digest(signature.encode("utf-8", "replace"), self._sign(body, purpose, cookie).encode()):
            return False
        now = datetime.now(UTC)
        until = datetime.fromtimestamp(int(body.partition(".")[2]), UTC) + LASTS
        with writing(self._engine) as db:
            db.execute(delete(spent_forms).where(spent_forms.c.until < now))
            return until > now and insert_new(db, spent_forms, {"code": signature, "until": until})

    def _sign(self, body: str, purpose: str, cookie: str) -> str:
        text = "\n".join((purpose, cookie, body)).encode("utf-8", "surrogatepass")
        return hmac.new(self._secret, text, hashlib.sha256).hexdigest()
