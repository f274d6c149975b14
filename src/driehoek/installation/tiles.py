"""The one host that pictures under a map may come from."""

from __future__ import annotations

from urllib.parse import urlsplit


def tile_hosts(url: str) -> list[str]:
    """Return the host of a base map for the content security policy; none when no base map is configured.

    Raises:
        ValueError: it is not an address over TLS with one fixed host.
    """
    if not url:
        return []
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or "{" in parts.netloc:
        raise ValueError("DRIEHOEK_MAP_TILES must begin with https:// and name one fixed host")
    return [f"https://{parts.netloc}"]
