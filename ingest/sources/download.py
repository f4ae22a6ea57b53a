"""Bringing links into DATA_DIR/downloads, several sites at a time and one link at a time of each."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from ingest.models import Refused
from ingest.sources.client import Client, Page, Reply
from ingest.sources.fetch import Validators, follow_to_the_end
from ingest.sources.link import Link, parse_link
from ingest.sources.links import Download
from ingest.sources.naming import file_name, refuse_page_for_file
from ingest.sources.robots import Robots
from ingest.sources.turns import Budget
from knowledge.settings import KnowledgeSettings
from knowledge.sources import Fetch

FOLDER = "downloads"
_SITES_AT_A_TIME = 4
_LONGEST_VALIDATOR = 500
_PART = ".part"
Downloads = dict[str, Download | Refused]
"""What each link gave, or why it gave nothing, by what was asked for."""
log = structlog.get_logger()


def folder_of(downloads: Path, location: str) -> Path:
    """Where the file that a link gave is kept, alone."""
    return downloads / hashlib.sha256(location.encode()).hexdigest()[:16]


def fetch_links(wanted: Sequence[str], settings: KnowledgeSettings, known: Mapping[str, Fetch]) -> Downloads:
    """Fetch links as they were typed. Not to be called from an event loop."""
    results, links = Downloads(), dict[str, Link]()
    for text in wanted:
        try:
            links[text] = parse_link(text, settings)
        except Refused as refused:
            results[text] = refused
    if links:
        found = asyncio.run(_with_a_client(settings, list(links.values()), known))
        results |= {text: found[str(link)] for text, link in links.items()}
    return results


async def _with_a_client(settings: KnowledgeSettings, links: Sequence[Link], known: Mapping[str, Fetch]) -> Downloads:
    client = Client(settings)
    try:
        return await download_all(client, links, settings.data_dir / FOLDER, known)
    finally:
        await client.close()


async def download_all(client: Client, links: Iterable[Link], downloads: Path, known: Mapping[str, Fetch]) -> Downloads:
    """What each link gave, by location, or why it gave nothing. What did not change keeps its `documents` and `form`."""
    robots, sites, results = Robots(client), dict[str, list[Link]](), Downloads()
    for link in {str(link): link for link in links}.values():
        sites.setdefault(link.host, []).append(link)
    room = asyncio.Semaphore(_SITES_AT_A_TIME)

    async def one_site(wanted: list[Link]) -> None:
        async with room:
            for link in wanted:
                results[str(link)] = await _guarded(client, robots, link, downloads, known.get(str(link)))

    await asyncio.gather(*(one_site(wanted) for wanted in sites.values()))
    return results


async def _guarded(client: Client, robots: Robots, link: Link, downloads: Path, known: Fetch | None) -> Download | Refused:
    try:
        return await _download(client, robots, link, folder_of(downloads, str(link)), known)
    except Refused as refused:
        return refused
    except OSError as error:
        return Refused(f"Không cất được tệp tải về: {error.strerror}.")
    except Exception as error:  # a bug must not take the other links down
        log.exception("download_failed", host=link.host)
        return Refused(f"Lỗi ngoài dự kiến khi tải liên kết ({type(error).__name__}).")


async def _download(client: Client, robots: Robots, link: Link, folder: Path, known: Fetch | None) -> Download:
    validators = _validators(folder, known)
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / _PART
    try:
        with part.open("wb") as sink:
            page = Page(sink, client.settings.link_megabytes << 20, Budget(client.settings.link_seconds))
            reply = await follow_to_the_end(client, link, page, allowed=robots.check, validators=validators)
        if reply.status == 304 and known and validators and str(reply.link) == known.final_url:
            return Download(replace(known, fetched_at=datetime.now(UTC)), folder / known.file)
        if reply.status != 200:
            raise Refused(_reason(reply.status))
        return _keep(link, reply, part, known)
    finally:
        part.unlink(missing_ok=True)


def _validators(folder: Path, known: Fetch | None) -> Validators | None:
    """Ask whether the page changed only when what it gave is still here, whole."""
    if known is None or not (known.etag or known.last_modified):
        return None
    try:
        with (folder / known.file).open("rb") as stream:
            whole = hashlib.file_digest(stream, "sha256").hexdigest() == known.digest
    except OSError:
        return None
    return Validators(known.final_url, known.etag, known.last_modified) if whole else None


def _keep(link: Link, reply: Reply, part: Path, known: Fetch | None) -> Download:
    name = file_name(reply.link, reply.headers)
    file = part.replace(part.with_name(name))
    for other in file.parent.iterdir():
        if other.name != name:
            other.unlink()
    refuse_page_for_file(file, reply.headers)
    etag, last_modified = (_validator(reply, header) for header in ("etag", "last-modified"))
    fetch = Fetch(str(link), str(reply.link), reply.digest, name, datetime.now(UTC), etag, last_modified)
    same = known is not None and (known.digest, known.file) == (fetch.digest, fetch.file)
    return Download(replace(fetch, form=known.form, documents=known.documents) if same and known else fetch, file)


def _validator(reply: Reply, header: str) -> str | None:
    value = reply.headers.get(header, "").strip()
    return value if 0 < len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else None


def _reason(status: int) -> str:
    if status in (404, 410):
        return f"Liên kết không còn nữa (mã {status}). Văn bản đã công bố từ đây, nếu có, vẫn được giữ."
    if status in (401, 403):
        return f"Trang web không cho tải liên kết này (mã {status})."
    if status == 429:
        return "Trang web báo đang bị hỏi quá nhiều (mã 429). Hãy thử lại sau."
    return f"Trang web báo lỗi (mã {status}). Hãy thử lại sau."
