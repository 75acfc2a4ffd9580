"""Send one notice by HTTP: to a looked-at address, within a time, and nowhere else."""

from __future__ import annotations

import contextlib
import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from portal.webhooks.addresses import Target, connected, target_of
from portal.webhooks.errors import DeliveryFailed

SECONDS: Final = 10.0
_GOOD: Final = range(200, 300)
_ELSEWHERE: Final = range(300, 400)


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at; it knows no proxy."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target
        self._seconds = seconds

    def connect(self) -> None:
        plain = connected(self._target, self._seconds)
        self.sock = plain
        if self._target.scheme == "https":
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(plain, server_hostname=self._target.host)

    def cut(self) -> None:
        """End whatever is waited for."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = SECONDS
) -> int:
    """Send a body and return the status of the answer, one of 200 to 299.

    A redirect is not followed, and what the receiver writes is not read.

    Raises:
        AddressRefused: the address is not one to send to.
        DeliveryFailed: nobody answered within the time, or the answer was another one.
    """
    target = target_of(url)
    connection = _Connection(target, seconds)
    # A receiver that sends a byte from time to time must not hold the worker up.
    alarm = threading.Timer(seconds, connection.cut)
    alarm.daemon = True
    alarm.start()
    try:
        connection.request("POST", target.path, body, _with_host(headers, target))
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        told = str(error) or type(error).__name__
        raise DeliveryFailed(_("没有送到:%s") % told) from error
    finally:
        alarm.cancel()
        connection.close()
    if status in _ELSEWHERE:
        text = _("对方回答 %d,要求转到别的网址;请改填最终的网址") % status
        raise DeliveryFailed(text, status)
    if status not in _GOOD:
        raise DeliveryFailed(_("对方回答 %d,没有收下") % status, status)
    return status


def _with_host(headers: Mapping[str, str], target: Target) -> dict[str, str]:
    return {**headers, "Host": target.authority}
