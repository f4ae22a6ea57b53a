"""The links of a run: fetched before anything is read, and remembered once their documents are published."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.collect import is_link
from ingest.models import Refused
from knowledge.base import KnowledgeBase
from knowledge.sources import Fetch

_USERINFO = re.compile(r"//[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Download:
    """What a link gave, and the file that holds it. `fetch.documents` is empty unless it gave the same the last time."""

    fetch: Fetch
    file: Path


def fetch(base: KnowledgeBase, roots: Sequence[str]) -> Mapping[str, Download | Refused]:
    """What the links among the roots give; without links, nothing of the web is even imported."""
    links = [root for root in roots if is_link(root)]
    if not links:
        return {}
    from ingest.sources.download import fetch_links

    return fetch_links(links, base.settings, base.catalogue.sources.fetches())


def without_password(link: str) -> str:
    """The link as it may be printed and stored."""
    return _USERINFO.sub("//", link)
