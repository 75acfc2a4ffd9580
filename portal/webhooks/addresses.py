"""Which addresses notices may go to: none inside the portal's own network.

A name is resolved when a notice is sent, and the connection goes to the very address
that was looked at: a name that points elsewhere a moment later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.webhooks.errors import AddressRefused

_AT_LEAST: Final = 0.1
_PORTS: Final = {"https": 443, "http": 80}
_KEPT_SIGNS: Final = "/%:@!$&'()*+,;=?-._~"
_OLDER: Final = 4
# What of the newer protocol is handed out to the public so far (RFC 4291).
_UNICAST: Final = ipaddress.ip_network("2000::/3")
# Addresses of the older protocol inside the newer one (RFC 6052).
_TRANSLATED: Final = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a notice goes: `path` begins with a slash and has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def target_of(url: str) -> Target:
    """Read a receiver's address.

    Raises:
        AddressRefused: it is no https address, or has a name and password in it.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
        # Names of other scripts travel in the older letters.
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise AddressRefused(_("网址“%s”写得不对,请检查") % url) from error
    allowed = {"https", "http"} if settings.PORTAL_WEBHOOK_PLAIN_HTTP else {"https"}
    if parts.scheme not in allowed or not host:
        raise AddressRefused(_("网址“%s”不能用,应以 https:// 开头") % url)
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("网址里不能有用户名和密码;通知用密钥签名"))
    if any(sign.isspace() or not sign.isprintable() for sign in url):
        raise AddressRefused(_("网址里不能有空格和换行"))
    path = quote(parts.path or "/", safe=_KEPT_SIGNS)
    question = quote(parts.query, safe=_KEPT_SIGNS)
    return Target(
        scheme=parts.scheme,
        host=host,
        port=port or _PORTS[parts.scheme],
        path=f"{path}?{question}" if question else path,
    )


def connected(target: Target, seconds: float) -> socket.socket:
    """Return an open connection to a target at an address that was looked at first.

    Raises:
        AddressRefused: every address of its name is inside a private network.
        OSError: nobody answers.
    """
    found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    deadline = time.monotonic() + seconds
    last: OSError | None = None
    for family, kind, protocol, _name, address in found:
        require_public(target.host, str(address[0]))
        connection = socket.socket(family, kind, protocol)
        try:
            # All addresses of a name share the time.
            connection.settimeout(max(deadline - time.monotonic(), _AT_LEAST))
            connection.connect(address)
        except OSError as error:
            connection.close()
            last = error
            continue
        return connection
    raise last or OSError(f"No address was found for '{target.host}'.")


def require_public(host: str, address: str) -> None:
    """Let public addresses pass, and private ones of hosts that were allowed by name.

    Raises:
        AddressRefused: the address is private, local, or of a special purpose.
    """
    private: Collection[str] = settings.PORTAL_WEBHOOK_PRIVATE_HOSTS
    if host.lower() in {name.lower() for name in private}:
        return
    plain = _plain(ipaddress.ip_address(address.partition("%")[0]))
    wide = plain.version == _OLDER or plain in _UNICAST
    if not (wide and plain.is_global) or plain.is_multicast:
        raise AddressRefused(
            _(
                "“%(host)s”指向内部地址 %(address)s,不能发送。内网的接收系统请管理员"
                "写进设置 PORTAL_WEBHOOK_PRIVATE_HOSTS。"
            )
            % {"host": host, "address": address}
        )


def _plain(address: Address) -> Address:
    """Return the address that is really reached."""
    if not isinstance(address, ipaddress.IPv6Address):
        return address
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    inner: Any = address.ipv4_mapped or address.sixtofour
    if inner is None and address.teredo is not None:
        inner = address.teredo[1]
    return inner or address
