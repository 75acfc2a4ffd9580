"""How the demo's server is started."""

from __future__ import annotations

import socket

import pytest
from django.core.management.base import CommandError

from portal.demo.serving import server_arguments


def host_of(address: str) -> str:
    arguments = server_arguments("portal.wsgi:application", address)
    assert arguments[-1] == "portal.wsgi:application"
    assert arguments[arguments.index("--port") + 1] == "8123"
    return arguments[arguments.index("--host") + 1]


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("127.0.0.1:8123", "127.0.0.1"),
        ("192.0.2.7:8123", "192.0.2.7"),
        ("localhost:8123", "127.0.0.1"),
        ("[::1]:8123", "::1"),
    ],
)
def test_host_is_told_by_number(address: str, number: str) -> None:
    assert host_of(address) == number


def test_unknown_host_is_refused_with_what_is_expected(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(_host: str) -> str:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "gethostbyname", unknown)
    with pytest.raises(CommandError, match=r"'nowhere'.*localhost:8000"):
        host_of("nowhere:8123")
