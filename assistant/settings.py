"""All settings, read once at the edge from the environment or `.env`. Each one is explained in `.env.example`."""

from __future__ import annotations

import re
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from assistant.generation.settings import LanguageModelSettings

_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")
_SHORTEST_KEY = 32
_HOURS = r"^([01]?\d|2[0-3])-([01]?\d|2[0-3])$"
_ORIGIN = re.compile(r"https?://(\*\.)?[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:[0-9]{1,5})?")


class Settings(LanguageModelSettings):
    """The settings of the knowledge base and of the language model, and those of answering and serving."""

    host: str = Field("127.0.0.1", description="an address of this machine, such as 127.0.0.1 or 0.0.0.0")
    port: int = Field(8000, ge=1, le=65535, description="a port number from 1 to 65535")
    answer_threads: int = Field(4, ge=1, le=64, description="a whole number from 1 to 64")
    answer_queue: int = Field(64, ge=1, le=10_000, description="a whole number from 1 to 10000")
    answer_cache: int = Field(1000, ge=0, le=100_000, description="a whole number from 0 (off) to 100000")
    answer_threshold: float = Field(0.5, ge=0, le=1, description="a number from 0 (answer always) to 1 (never)")
    longest_question: int = Field(2000, ge=50, le=20_000, description="a number of characters from 50 to 20000")
    conversation_minutes: int = Field(30, ge=1, le=1440, description="a number of minutes from 1 to 1440")
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    metrics_token: SecretStr = Field(SecretStr(""), description="what Prometheus sends as a bearer token, or nothing")
    contact_name: str = Field("", description="the name of the office people may ask")
    contact_details: str = Field("", description="its telephone, e-mail or address")

    operator_name: str = Field("", description="the name of the office that runs this assistant")
    public_url: str = Field("", description="an https address without a path, or nothing")
    widget_origins: Annotated[tuple[str, ...], NoDecode] = Field((), description="origins split by commas, such as https://example.gov.vn")
    webhook_secret: SecretStr = Field(SecretStr(""), description="16 to 256 of A-Z a-z 0-9 _ -, or nothing")
    privacy_key: SecretStr = Field(SecretStr(""), description="at least 32 characters that nobody can guess, or nothing")
    upload_megabytes: int = Field(200, ge=1, le=10_000, description="a number of megabytes from 1 to 10000")
    retention_days: int = Field(30, ge=1, le=3650, description="a number of days from 1 to 3650")
    chat_queue: int = Field(3, ge=1, le=100, description="a whole number from 1 to 100")
    answer_seconds: float = Field(60, ge=1, le=600, description="a number of seconds from 1 to 600")
    news_quiet_hours: str = Field("21-7", description="two hours from 0 to 23 such as 21-7", pattern=_HOURS)
    news_reminder_days: str = Field("3,1", description="numbers of days such as 3,1, or nothing", pattern=r"^(\d{1,3}(,\d{1,3})*)?$")
    news_digest_above: int = Field(3, ge=1, le=50, description="a whole number from 1 to 50")
    news_wait_minutes: int = Field(10, ge=0, le=10_080, description="a number of minutes from 0 to 10080")
    want_days: int = Field(180, ge=1, le=3650, description="a number of days from 1 to 3650")
    subscription_days: int = Field(365, ge=31, le=3650, description="a number of days from 31 to 3650")
    telegram_bot_token: SecretStr = Field(SecretStr(""), description="a token from @BotFather, or nothing")
    telegram_api_base: str = Field("https://api.telegram.org", description="an http or https address")
    telegram_per_second: float = Field(30, gt=0, le=10_000, description="a number of messages a second")
    zalo_bot_token: SecretStr = Field(SecretStr(""), description="a token from Zalo Bot Manager, or nothing")
    zalo_bot_api_base: str = Field("https://bot-api.zaloplatforms.com", description="an http or https address")
    zalo_bot_link: str = Field("", description="the https address that opens a chat with the bot, or nothing")
    zalo_bot_per_second: float = Field(10, gt=0, le=10_000, description="a number of messages a second")
    zalo_oa_app_id: str = Field("", description="the digits of an app id, or nothing")
    zalo_oa_id: str = Field("", description="the digits of an Official Account's id, or nothing", pattern=r"^[0-9]*$")
    zalo_oa_secret_key: SecretStr = Field(SecretStr(""), description="the secret key of the Official Account, or nothing")
    zalo_oa_app_secret: SecretStr = Field(SecretStr(""), description="the secret key of the app, or nothing")
    zalo_oa_refresh_token: SecretStr = Field(SecretStr(""), description="a refresh token, or nothing")
    zalo_oa_app_secret_proof: bool = Field(False, description="true or false")
    zalo_oa_api_base: str = Field("https://openapi.zalo.me", description="an http or https address")
    zalo_oauth_base: str = Field("https://oauth.zaloapp.com", description="an http or https address")
    zalo_oa_per_second: float = Field(10, gt=0, le=10_000, description="a number of messages a second")
    zalo_site_verification: str = Field("", description="letters, digits, - and _, or nothing", pattern=r"^[A-Za-z0-9_-]*$")

    @field_validator("public_url", "telegram_api_base", "zalo_bot_api_base", "zalo_bot_link", "zalo_oa_api_base", "zalo_oauth_base")
    @classmethod
    def _address(cls, value: str) -> str:
        """An address that something can be appended to."""
        if value and urlsplit(value).scheme not in ("http", "https"):
            raise ValueError("no http or https address")
        return value.rstrip("/")

    @field_validator("widget_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """Origins split by commas."""
        return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("widget_origins")
    @classmethod
    def _origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        """Each goes into a header as it is, so nothing else may stand there; "*" alone would let every site in."""
        if not all(_ORIGIN.fullmatch(origin) for origin in value):
            raise ValueError("no origin")
        return value

    @property
    def local_address(self) -> str:
        """Where the service is reached from this machine."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  (compared, not bound)
        return f"http://{host}:{self.port}"

    @field_validator("webhook_secret")
    @classmethod
    def _sendable(cls, value: SecretStr) -> SecretStr:
        """What Telegram lets through in a header."""
        if value.get_secret_value() and not _WEBHOOK_SECRET.fullmatch(value.get_secret_value()):
            raise PydanticCustomError("secret", "too short, or a character that is not allowed")
        return value

    @field_validator("privacy_key")
    @classmethod
    def _long_enough(cls, value: SecretStr) -> SecretStr:
        """A key that can be guessed keeps nothing private."""
        if value.get_secret_value() and len(value.get_secret_value()) < _SHORTEST_KEY:
            raise PydanticCustomError("secret", "too short")
        return value

    @property
    def operator(self) -> str:
        """Who runs it: OPERATOR_NAME, or the office people may ask, or ""."""
        return self.operator_name or self.contact_name

    @property
    def contact(self) -> str:
        """Whom people may ask, in one line, or ""."""
        return ", ".join(part for part in (self.contact_name, self.contact_details) if part)

    @property
    def resolved_records_url(self) -> str:
        """DATABASE_URL, or a SQLite file beside the catalogue's: writing the log never waits for an ingest."""
        return self.database_url or f"sqlite:///{self.data_dir / 'assistant.sqlite3'}"
