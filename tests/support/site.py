"""A site on this machine that answers as a test wants it to, down to the bytes; also badly, slowly, or not at all."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from http.client import parse_headers
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived: what was asked for, of whom, and how."""

    target: str
    host: str
    headers: Message


Answer = Callable[[Asked, BinaryIO], None]


@dataclass(slots=True)
class Site:
    """Pages by path; any other path is 404. `asked` lists the requests in order."""

    port: int = 0
    host: str = "127.0.0.1"
    scheme: str = "http"
    pages: dict[str, Answer | bytes] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    at_work: int = 0
    most_at_work: int = 0
    closing: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str, host: str = "") -> str:
        """The address of a page."""
        return f"{self.scheme}://{host or self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [asked.target for asked in self.asked if asked.target != "/robots.txt"]


def reply(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole answer; header names are spelled with `_`, and a Content-Length is added unless one is given."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"Content-Length": str(len(body)), "Connection": "close", **named}
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items() if value)
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode("latin-1") + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that sends elsewhere."""
    return reply(b"", status, Location=location)


def page(words: str, **headers: str) -> bytes:
    """A web page with a heading and a paragraph."""
    text = f"<html><head><title>{words}</title></head><body><h1>{words}</h1><p>{words} có hiệu lực từ ngày ký.</p></body></html>"
    return reply(text.encode(), Content_Type="text/html; charset=utf-8", **headers)


@contextmanager
def open_site(host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A site that answers until the block ends; with a `context`, over TLS."""
    site = Site(host=host, scheme="https" if context else "http")

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            with suppress(OSError, ValueError):
                if context:
                    self.request.settimeout(20)
                    self.request = context.wrap_socket(self.request, server_side=True)
                    self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
                _answer(site, self.rfile, self.wfile)  # type: ignore[arg-type]

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        block_on_close = False
        request_queue_size = 50

    with Server((host, 0), Handler) as server:
        site.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            yield site
        finally:
            site.closing.set()
            server.shutdown()


def _answer(site: Site, rfile: BinaryIO, wfile: BinaryIO) -> None:
    parts = rfile.readline().decode("latin-1").split()
    if len(parts) != 3:
        return
    headers = parse_headers(rfile)
    asked = Asked(parts[1], headers.get("Host", ""), headers)
    site.asked.append(asked)
    site.at_work += 1
    site.most_at_work = max(site.most_at_work, site.at_work)
    try:
        answer = site.pages.get(asked.target.split("?")[0], reply(b"", "404 Not Found"))
        if isinstance(answer, bytes):
            wfile.write(answer)
        else:
            answer(asked, wfile)
    finally:
        site.at_work -= 1
