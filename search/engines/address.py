"""Read PORTAL_SEARCH_URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from search.errors import SearchConfigError

EMBEDDED_SCHEME = "embedded"
_SCHEMES = {"elasticsearch": "http", "elasticsearch+https": "https"}
# Elasticsearch's own rule for names, without the signs that need quoting in an address.
_ALIAS = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterAddress:
    """Where a cluster is: node addresses, the alias of our index, a user if needed.

    `ca` is the file of the authority that signed the nodes' certificates, "" for those
    that everybody trusts.
    """

    nodes: tuple[str, ...]
    alias: str
    user: str = ""
    password: str = ""
    ca: str = ""


def parse_search_url(url: str) -> ClusterAddress | None:
    """Return the cluster of a search address, None for the embedded engine alone.

    Raises:
        SearchConfigError: the address is neither form; the password is not repeated.
    """
    parts = urlsplit(url)
    if parts.scheme == EMBEDDED_SCHEME and not parts.netloc:
        return None
    alias = parts.path.strip("/")
    credentials, _, hosts = parts.netloc.rpartition("@")
    nodes = [host for host in hosts.split(",") if host]
    if (
        parts.scheme not in _SCHEMES
        or not nodes
        or not all(re.fullmatch(r"[\w.\-\[\]:]+:\d+", host) for host in nodes)
        or not _ALIAS.fullmatch(alias)
    ):
        shown = f"{parts.scheme}://{hosts}{parts.path}"
        raise SearchConfigError(
            f"PORTAL_SEARCH_URL is '{shown}'; expected 'embedded:' or "
            f"'elasticsearch://host:port/alias' (several hosts separated by commas, "
            f"'elasticsearch+https://user:password@host:port/alias?ca=FILE' with TLS)."
        )
    ca = parse_qs(parts.query).get("ca", [""])[0]
    if ca and not Path(ca).is_file():
        raise SearchConfigError(
            f"PORTAL_SEARCH_URL names the certificate file '{ca}', which is not there; "
            f"expected a PEM file with the authority of the cluster's certificates."
        )
    user, _, password = credentials.partition(":")
    return ClusterAddress(
        nodes=tuple(f"{_SCHEMES[parts.scheme]}://{host}" for host in nodes),
        alias=alias,
        user=unquote(user),
        password=unquote(password),
        ca=ca,
    )
