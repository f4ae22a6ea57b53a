"""A site on this machine, and settings that let links reach it and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from knowledge.settings import KnowledgeSettings
from tests.conftest import make_settings
from tests.support.site import Site, open_site

SettingsFor = Callable[..., KnowledgeSettings]


@pytest.fixture
def site() -> Iterator[Site]:
    """A site at 127.0.0.1."""
    with open_site() as opened:
        yield opened


@pytest.fixture
def settings_for(tmp_path: Path) -> SettingsFor:
    """Settings under which this one address, and the ports of these sites, may be reached."""

    def make(*sites: Site, **more: Any) -> KnowledgeSettings:
        fields = {
            "link_ports": tuple({80, 443, *(site.port for site in sites)}),
            "link_private_networks": (ip_network("127.0.0.1/32"),),
            "link_seconds": 20,
            **more,
        }
        return make_settings(tmp_path / "data", **fields)

    return make


@pytest.fixture
def settings(site: Site, settings_for: SettingsFor) -> KnowledgeSettings:
    """Settings of the knowledge base `base`, which may fetch from the site."""
    return settings_for(site)
