"""Style sheets, scripts and the icon of the pages: part of the package, read once, cached by browsers for a year.

The address carries a hash of all the files (`/static/3f2a…/chat.js`): modules that import one another by a relative
path stay within one version, and a changed file changes every address. An address of another version, from a page
loaded before an upgrade, gets today's file but is not to be kept.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

STATIC = (Path(__file__).parent / "static", Path(__file__).parents[1] / "admin" / "static")
MEDIA_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, as it is and compressed."""

    plain: bytes
    gzipped: bytes
    media_type: str


@cache
def assets() -> dict[str, Asset]:
    """Every file of the static folders by name; no two have the same."""
    files = sorted(path for folder in STATIC for path in folder.iterdir() if path.suffix in MEDIA_TYPES)
    return {path.name: Asset(path.read_bytes(), gzip.compress(path.read_bytes()), MEDIA_TYPES[path.suffix]) for path in files}


@cache
def version() -> str:
    """A hash of the names and contents of all files."""
    digest = hashlib.sha256()
    for name, asset in assets().items():
        digest.update(name.encode() + b"\0" + asset.plain + b"\0")
    return digest.hexdigest()[:12]


def asset_url(name: str) -> str:
    """The address of a file, for templates; KeyError when there is no such file."""
    assets()[name]
    return f"/static/{version()}/{name}"


def serve_asset(request: Request, wanted: str, name: str) -> Response:
    """A file of the package; there is no path in `name`, so there is nothing to climb out of."""
    asset = assets().get(name)
    if asset is None:
        raise HTTPException(404)
    headers = {"Vary": "Accept-Encoding", "Cache-Control": "public, max-age=31536000, immutable" if wanted == version() else "no-cache"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(asset.plain, media_type=asset.media_type, headers=headers)
    return Response(asset.gzipped, media_type=asset.media_type, headers=headers | {"Content-Encoding": "gzip"})


def asset_routes() -> APIRouter:
    """`GET /static/{version}/{name}`."""
    router = APIRouter(include_in_schema=False)
    router.add_api_route("/static/{wanted}/{name}", serve_asset, methods=["GET", "HEAD"])
    return router
