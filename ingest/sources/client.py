"""Sends one request to an address that was checked: the name is resolved once, and nothing is resolved again after the check.

The request goes to the address itself, with the name in `Host` and in the TLS handshake, whose certificate must be
the name's. A name that answers differently the second time (DNS rebinding) is therefore never asked a second time.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from typing import BinaryIO

import certifi
import httpx

from ingest.models import Refused
from ingest.sources.address import Address, check, literal
from ingest.sources.body import Body
from ingest.sources.link import Link
from ingest.sources.turns import Budget, Turns
from knowledge.link_settings import LinkSettings

Resolver = Callable[[str, int], Awaitable[list[str]]]
_CONNECT_SECONDS = 10.0
_SILENCE_SECONDS = 30.0
_OURS = {"Accept": "*/*", "Accept-Language": "vi, en;q=0.5", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Page:
    """Room for one link's body: where it is written, how many bytes at most, and how long it may take."""

    sink: BinaryIO
    most: int
    budget: Budget


@dataclass(frozen=True, slots=True)
class Reply:
    """What a site said. `digest` is the body's SHA-256, for status 200 only: other bodies are not read."""

    link: Link
    status: int
    headers: Mapping[str, str]
    digest: str = ""


class Client:
    """Open for one run. `resolve` turns a name into addresses; `context` says whose certificates are believed."""

    def __init__(self, settings: LinkSettings, resolve: Resolver | None = None, context: ssl.SSLContext | None = None) -> None:
        self.settings, self.turns = settings, Turns()
        self._resolve = resolve or _look_up
        self._known: dict[tuple[str, int], list[Address]] = {}
        self._proxy = settings.link_proxy.get_secret_value() or None
        self._http = httpx.AsyncClient(
            verify=context or _context(),
            proxy=self._proxy,
            trust_env=False,
            timeout=httpx.Timeout(_SILENCE_SECONDS, connect=_CONNECT_SECONDS),
            # A kept connection would be known by its address alone, whatever name it was opened for.
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={**_OURS, "User-Agent": settings.link_user_agent},
        )

    async def close(self) -> None:
        """Let go of connections."""
        await self._http.aclose()

    async def addresses(self, link: Link) -> list[Address]:
        """Where the link's host is; empty when only the proxy can tell.

        Raises:
            Unsafe: at an address that links may not reach.
            Refused: nowhere.
        """
        key = (link.host, link.port)
        if key not in self._known:
            spelled = literal(link.host)
            found = [spelled] if spelled else await self._found(*key)
            check(found, self.settings.link_private_networks)
            self._known[key] = found
        return self._known[key]

    async def _found(self, host: str, port: int) -> list[Address]:
        try:
            return [ip_address(address) for address in dict.fromkeys(await self._resolve(host, port))]
        except (OSError, UnicodeError) as error:
            if self._proxy:
                return []
            raise Refused(f"Không tìm thấy trang web “{host}”. Hãy xem lại liên kết, hoặc kết nối mạng.") from error

    async def send(self, link: Link, page: Page, headers: Mapping[str, str], *, spaced: bool = True) -> Reply:
        """GET the link; a body that comes with status 200 is written to the page's sink.

        Raises:
            Refused: the site cannot be reached, answers against the protocol, takes too long, or sends too much.
        """
        async with page.budget.spent():
            addresses = await self.addresses(link)
        async with self.turns.of(link.host, spaced=spaced), page.budget.spent():
            try:
                return await self._first_that_answers(link, self._targets(link, addresses), page, headers)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Refused(_reason(link, error)) from error

    def _targets(self, link: Link, addresses: list[Address]) -> list[httpx.URL]:
        """The URL spelled with each address; a proxy is given the name, because the certificate is checked against it."""
        return [link.url] if self._proxy else [link.url.copy_with(host=str(address)) for address in addresses]

    async def _first_that_answers(self, link: Link, targets: list[httpx.URL], page: Page, headers: Mapping[str, str]) -> Reply:
        for target in targets[:-1]:
            with suppress(httpx.ConnectError, httpx.ConnectTimeout):
                return await self._get(link, target, page, headers)
        return await self._get(link, targets[-1], page, headers)

    async def _get(self, link: Link, target: httpx.URL, page: Page, headers: Mapping[str, str]) -> Reply:
        named = {"Host": link.url.netloc.decode(), **headers}
        request = self._http.build_request("GET", target, headers=named, extensions={"sni_hostname": link.host})
        response = await self._http.send(request, stream=True)
        try:
            digest = await Body(page.sink, page.most, response.headers).take(response.aiter_raw()) if response.status_code == 200 else ""
        finally:
            await response.aclose()
        return Reply(link, response.status_code, response.headers, digest)


async def _look_up(host: str, port: int) -> list[str]:
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=1)
    return [str(place[4][0]) for place in found]


@cache
def _context() -> ssl.SSLContext:
    """Certificates that this machine believes and those of certifi: offices install their own authorities in the machine."""
    context = ssl.create_default_context(cafile=certifi.where())
    context.load_default_certs()
    return context


def _reason(link: Link, error: Exception) -> str:
    cause: BaseException | None = error
    while cause is not None and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return f"Chứng chỉ bảo mật của trang “{link.host}” không hợp lệ nên không tải."
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        return f"Không kết nối được với trang “{link.host}”. Hãy thử lại sau."
    if isinstance(error, httpx.TimeoutException):
        return f"Trang “{link.host}” không trả lời. Hãy thử lại sau."
    return f"Trang “{link.host}” ngắt kết nối giữa chừng hoặc trả lời sai quy cách. Hãy thử lại sau."
