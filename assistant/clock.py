"""The time in Viet Nam: of "today", and of every moment that people read. What is stored is UTC."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from knowledge.rows import utc

HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def written(moment: datetime) -> str:
    """25/11/2026 17:03; a time without a zone is UTC."""
    return f"{utc(moment).astimezone(HERE):%d/%m/%Y %H:%M}"
