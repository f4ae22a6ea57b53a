"""Settings of fetching links: who we say we are, how much and how long, and which addresses may be reached."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode

Network = IPv4Network | IPv6Network
_PROXY = re.compile(r"(https?://[^\s/]+/?)?")


class LinkSettings(BaseSettings):
    """The defaults reach public sites only; every wider reach is one setting."""

    link_user_agent: str = Field(
        "TroLyAI/0.1", min_length=3, max_length=200, pattern=r"^[!-~][ -~]*$", description="a name in plain letters, such as TroLyAI/0.1"
    )
    link_megabytes: int = Field(50, ge=1, le=400, description="a whole number of megabytes from 1 to 400")
    link_seconds: float = Field(120, ge=1, le=3600, description="a number of seconds from 1 to 3600")
    link_redirect_hosts: Annotated[tuple[str, ...], NoDecode] = Field((), description="hosts split by commas, such as vpcp.vn,*.gov.vn")
    link_ports: Annotated[tuple[int, ...], NoDecode] = Field((80, 443), description="ports split by commas, such as 80,443")
    link_private_networks: Annotated[tuple[Network, ...], NoDecode] = Field((), description="networks split by commas, such as 10.1.0.0/16")
    # May hold a password, so it is never printed.
    link_proxy: SecretStr = Field(SecretStr(""), description="nothing, or an address such as http://proxy.example:3128")

    @field_validator("link_redirect_hosts", "link_ports", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        return [part.strip().lower() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("link_private_networks", mode="before")
    @classmethod
    def _networks(cls, value: Any) -> Any:
        return [ip_network(part.strip()) for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @field_validator("link_proxy")
    @classmethod
    def _is_a_proxy(cls, value: SecretStr) -> SecretStr:
        if not _PROXY.fullmatch(value.get_secret_value()):
            raise ValueError("no address of a proxy")
        return value
