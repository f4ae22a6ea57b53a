"""What counts as a link, and where it may lead: http(s), usual ports, no password in it, redirects within an allow-list."""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx

from ingest.sources.address import INTERNAL, Unsafe, check, is_disguised, literal
from knowledge.link_settings import LinkSettings

_LONGEST = 2_000
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9_][a-z0-9_-]{0,62}\.)*[a-z0-9_][a-z0-9_-]{0,62}")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Link:
    """A checked link. `host` is a lower-case ASCII name or an address without brackets."""

    url: httpx.URL
    host: str
    port: int

    @property
    def origin(self) -> str:
        """Scheme, host and port: what one robots.txt speaks for."""
        return f"{self.url.scheme}://{self.url.netloc.decode()}"

    def __str__(self) -> str:
        return str(self.url)


def parse_link(text: str, settings: LinkSettings) -> Link:
    """Read a link and put it into its one usual form (no fragment, host in lower case, default port left out).

    Raises:
        Unsafe: it is no http(s) link, or one that is never fetched.
    """
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unsafe("Liên kết viết sai nên không đọc được.") from error
    return checked(url, settings)


def checked(url: httpx.URL, settings: LinkSettings) -> Link:
    """The link of a URL.

    Raises:
        Unsafe: see `parse_link`.
    """
    if url.scheme not in _DEFAULT_PORTS:
        raise Unsafe("Chỉ tải được liên kết bắt đầu bằng http:// hoặc https://.")
    if url.userinfo:
        raise Unsafe("Liên kết có ghi tên đăng nhập hoặc mật khẩu nên không được tải. Hãy bỏ phần đó đi.")
    if len(str(url)) > _LONGEST:
        raise Unsafe(f"Liên kết dài quá {_LONGEST} ký tự.")
    host = url.raw_host.decode("ascii", "replace").lower()
    if is_disguised(host):
        raise Unsafe(INTERNAL)
    if literal(host) is None and not _HOST.fullmatch(host.removesuffix(".")):
        raise Unsafe("Liên kết viết sai tên máy chủ.")
    port = url.port or _DEFAULT_PORTS[url.scheme]
    if port not in settings.link_ports:
        raise Unsafe(f"Liên kết dùng cổng {port}, là cổng không được phép (xem LINK_PORTS).")
    return Link(url.copy_with(raw_path=url.raw_path), host.removesuffix("."), port)


def follow(first: Link, link: Link, location: str, settings: LinkSettings) -> Link:
    """Where a redirect leads from `link`; `first` is what was asked for.

    Raises:
        Unsafe: it leads to another host that no setting allows, or from https back to http, or nowhere.
    """
    try:
        target = checked(link.url.join(location).copy_with(fragment=None), settings)
    except (httpx.InvalidURL, ValueError) as error:
        raise Unsafe("Liên kết chuyển tiếp tới một địa chỉ viết sai.") from error
    if spelled := literal(target.host):
        check([spelled], settings.link_private_networks)
    if link.url.scheme == "https" and target.url.scheme == "http":
        raise Unsafe("Liên kết chuyển từ https sang http, không còn an toàn, nên không được tải.")
    if _bare(target.host) != _bare(first.host) and not _listed(target.host, settings):
        raise Unsafe(f"Liên kết chuyển sang trang khác ({target.host}) nên không được tải. Nếu tin trang ấy, hãy nạp thẳng liên kết mới.")
    return target


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _listed(host: str, settings: LinkSettings) -> bool:
    return any(host == name or (name.startswith("*.") and host.endswith(name[1:])) for name in settings.link_redirect_hosts)
