"""Whether what is sent to the language model stays in the country.

Sending personal data of Vietnamese people to a model abroad is a cross-border transfer (Điều 20, Luật 91/2025/QH15):
it needs an impact dossier within 60 days. Whoever starts the service is told so; nothing is blocked.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from assistant.generation.settings import LanguageModelSettings
from assistant.replies import part

_OURS = (".vn", ".local", ".lan", ".internal", ".localhost", ".home.arpa")


def border_warning(settings: LanguageModelSettings) -> str:
    """What the operator must know, in Vietnamese and English; empty when the model's server is in the country."""
    where = urlsplit(settings.llm_base_url).hostname or settings.llm_model.partition(":")[0]
    return part("abroad", where=where) if leaves_the_country(settings) else ""


def leaves_the_country(settings: LanguageModelSettings) -> bool:
    """Whether questions may go abroad: a model is set, its server is not known to be here, and nobody said that it is."""
    return bool(settings.llm_model) and not settings.llm_in_country and not is_here(settings.llm_base_url)


def is_here(base_url: str) -> bool:
    """Whether the address is this machine's, a private network's, or ends in .vn. An empty one is the provider's own."""
    host = (urlsplit(base_url).hostname or "").rstrip(".")
    if not host:
        return False
    try:
        address = ip_address(host.split("%")[0])
    except ValueError:
        # A name without a dot is resolved inside one's own network.
        return "." not in host or host.endswith(_OURS)
    return address.is_loopback or address.is_private or address.is_link_local
