"""Notices go to public addresses only, whatever a name points to at that moment."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from pytest_django import Settings

from portal.webhooks.addresses import connected, require_public, target_of
from portal.webhooks.errors import AddressRefused

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "::7f00:1", "fec0::1",
)  # fmt: skip
PUBLIC = ("8.8.8.8", "2400:3200::1", "64:ff9b::808:808")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_address_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused, match="内部地址"):
        require_public("hook.example.com", address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_passes(address: str) -> None:
    require_public("hook.example.com", address)


def test_host_of_the_own_network_passes_when_it_is_named(settings: Settings) -> None:
    settings.PORTAL_WEBHOOK_PRIVATE_HOSTS = ["Media.example"]
    require_public("media.example", "10.1.2.3")
    with pytest.raises(AddressRefused):
        require_public("other.example", "10.1.2.3")


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.com/", "ftp://hook.example.com/", "https:///path",
        "https://user:word@hook.example.com/", "https://hook.example.com:x/",
        "https://hook.example.com/a b", "https://hook.example.com/\r\nX: y", "nothing",
        "https://a..b/",
    ],
)  # fmt: skip
def test_address_of_another_kind_is_refused(settings: Settings, url: str) -> None:
    settings.PORTAL_WEBHOOK_PLAIN_HTTP = False
    with pytest.raises(AddressRefused):
        target_of(url)


def test_target_keeps_port_and_question() -> None:
    target = target_of("https://hook.example.com:8443/a/b?c=d")
    assert (target.authority, target.path) == ("hook.example.com:8443", "/a/b?c=d")
    other = target_of("https://政务.example/通知?a=%20b&c=好")
    assert other.authority.startswith("xn--")
    assert other.path == "/%E9%80%9A%E7%9F%A5?a=%20b&c=%E5%A5%BD"
    assert target_of("https://hook.example.com").path == "/"
    assert target_of("https://[2400:3200::1]/").authority == "[2400:3200::1]"


def test_connection_goes_to_the_address_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int, **_others: Any) -> list[Any]:
        # Public at the first question, private at the second, as an attacker would.
        asked.append(host)
        address = "8.8.8.8" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    reached: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(
        socket.socket, "connect", lambda _self, address: reached.append(address)
    )

    connected(target_of("https://hook.example.com/"), 1.0).close()
    assert reached == [("8.8.8.8", 443)]
    with pytest.raises(AddressRefused):
        connected(target_of("https://hook.example.com/"), 1.0)
    assert reached == [("8.8.8.8", 443)]


def test_one_private_address_among_public_ones_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))
        for address in ("8.8.8.8", "10.0.0.1")
    ]
    reached: list[object] = []

    def refuse(_self: socket.socket, address: object) -> None:
        reached.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    with pytest.raises(AddressRefused):
        connected(target_of("https://hook.example.com/"), 1.0)
    assert reached == [("8.8.8.8", 443)]
