"""The world outside: are the tokens good, is the address public, does the language model answer? Tokens are never printed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from assistant.operation.check.finding import Finding, Installation, found

_TELEGRAM, _ZALO_BOT = "Telegram", "Zalo Bot"


def public_address(installation: Installation) -> Iterator[Finding]:
    """Platforms call a webhook by https only."""
    url = installation.settings.public_url
    if url and urlsplit(url).scheme != "https":
        yield found("public_url_not_https", url=url)


def telegram(installation: Installation) -> Iterator[Finding]:
    """getMe of the Bot API."""
    settings = installation.settings
    yield from _get_me(_TELEGRAM, settings.telegram_api_base, settings.telegram_bot_token.get_secret_value(), installation.seconds)


def zalo_bot(installation: Installation) -> Iterator[Finding]:
    """getMe of the Zalo Bot Platform."""
    settings = installation.settings
    yield from _get_me(_ZALO_BOT, settings.zalo_bot_api_base, settings.zalo_bot_token.get_secret_value(), installation.seconds)


def _get_me(platform: str, base: str, token: str, seconds: float) -> Iterator[Finding]:
    if not token:
        return
    try:
        reply = httpx.post(f"{base}/bot{token}/getMe", timeout=seconds)
        known = reply.json()
    except (httpx.HTTPError, ValueError) as error:
        yield found("platform_away", platform=platform, host=urlsplit(base).hostname, problem=type(error).__name__)
        return
    if known.get("ok"):
        bot = known.get("result") or {}
        yield found("token_ok", platform=platform, name=bot.get("username") or bot.get("account_name") or bot.get("id", ""))
    else:
        yield found("token_refused", platform=platform, code=known.get("error_code", reply.status_code))


def zalo_account(installation: Installation) -> Iterator[Finding]:
    """An Official Account has four settings that go together; its tokens are renewed by the service itself."""
    settings = installation.settings
    if not settings.zalo_oa_app_id:
        return
    needed = {
        "PUBLIC_URL": settings.public_url,
        "ZALO_OA_SECRET_KEY": settings.zalo_oa_secret_key.get_secret_value(),
        "ZALO_OA_APP_SECRET": settings.zalo_oa_app_secret.get_secret_value(),
    }
    missing = [name for name, value in needed.items() if not value]
    yield found("zalo_oa_incomplete", names=", ".join(missing)) if missing else found("zalo_oa_ok")


def language_model(installation: Installation) -> Iterator[Finding]:
    """A server of one's own answers `GET /models`; without it answers are quoted as before."""
    settings = installation.settings
    if not settings.llm_model:
        return
    if not settings.llm_base_url:
        yield found("model_elsewhere", name=settings.llm_model)
        return
    key = {"Authorization": f"Bearer {settings.llm_api_key.get_secret_value() or 'none'}"}
    try:
        reply = httpx.get(f"{settings.llm_base_url.rstrip('/')}/models", timeout=installation.seconds, headers=key)
        reply.raise_for_status()
    except httpx.HTTPError as error:
        yield found("model_away", name=settings.llm_model, problem=type(error).__name__)
    else:
        yield found("model_ok", name=settings.llm_model)
