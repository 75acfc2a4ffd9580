"""Who finds a weakness is told whom to tell."""

from __future__ import annotations

import datetime

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.publishing.checks import check_security_text
from portal.publishing.releases import Release
from portal.publishing.security_text import SECURITY_FILE, security_values
from portal.publishing.source import look_values
from portal.publishing.syncing import sync
from portal.publishing.theme import theme_digest
from tests.portal.publishing.samples import MemorySource

CONTACTS = ["mailto:security@example.gov.cn", "https://example.gov.cn/report"]
UNTIL = "2027-06-30T16:00:00Z"
LOOK = {"base_url": "https://zwfw.example.gov.cn"}


def test_file_names_contacts_and_its_end(built: Release, source: MemorySource) -> None:
    assert not (built.root / SECURITY_FILE).exists()
    source.put("look", "default", LOOK | security_values(CONTACTS, UNTIL))

    sync(source=source)

    assert (built.root / SECURITY_FILE).read_text("ascii").splitlines() == [
        "Contact: mailto:security@example.gov.cn",
        "Contact: https://example.gov.cn/report",
        "Expires: 2027-06-30T16:00:00Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://zwfw.example.gov.cn/.well-known/security.txt",
    ]

    source.put("look", "default", LOOK | security_values(CONTACTS[:1], UNTIL))
    sync(source=source)
    assert (built.root / SECURITY_FILE).read_text("ascii").count("Contact:") == 1

    source.put("look", "default", LOOK)
    report = sync(source=source)
    assert report.removed == [SECURITY_FILE]
    assert not (built.root / ".well-known").exists()


@pytest.mark.parametrize(("contacts", "until"), [([], UNTIL), (CONTACTS, "")])
def test_file_is_left_out_without_a_contact_or_an_end(
    contacts: list[str], until: str
) -> None:
    assert security_values(contacts, until) == {}


def test_settings_are_in_the_theme_and_in_its_digest(settings: Settings) -> None:
    before = theme_digest()
    settings.PORTAL_SECURITY_CONTACT = CONTACTS
    settings.PORTAL_SECURITY_EXPIRES = UNTIL
    assert look_values()["security"] == {"contacts": CONTACTS, "expires": UNTIL}
    with_contact = theme_digest()
    settings.PORTAL_DATA_LICENCE = "https://example.gov.cn/licence"
    assert len({before, with_contact, theme_digest()}) == 3


@pytest.mark.django_db
def test_file_is_served_and_nothing_else_that_is_hidden(
    built: Release, source: MemorySource
) -> None:
    source.put("look", "default", LOOK | security_values(CONTACTS, UNTIL))
    sync(source=source)
    (built.root / ".hidden").mkdir()
    (built.root / ".hidden/a.txt").write_text("secret")
    (built.root / "guides/.well-known").mkdir()
    (built.root / "guides/.well-known/a.txt").write_text("secret")

    response = Client().get("/.well-known/security.txt")

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/plain")
    assert b"Contact: mailto:" in b"".join(response)
    for address in (
        "/.hidden/a.txt",
        "/guides/.well-known/a.txt",
        "/.well-known/../.hidden/a.txt",
        "/.well-known/.security.txt",
        "/.well-known//security.txt",
        "/.well-known/",
        "/.well-known",
        "/.well-known.txt",
    ):
        assert Client().get(address).status_code == 404, address


def ids(settings: Settings, contacts: list[str], expires: str) -> list[str | None]:
    settings.PORTAL_SECURITY_CONTACT = contacts
    settings.PORTAL_SECURITY_EXPIRES = expires
    return [message.id for message in check_security_text()]


def in_days(days: int) -> str:
    return f"{timezone.now() + datetime.timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"


def test_operator_is_warned_before_the_file_ends(settings: Settings) -> None:
    assert ids(settings, [], "") == []
    assert ids(settings, CONTACTS, "") == ["publishing.W001"]
    assert ids(settings, CONTACTS, in_days(40)) == []
    assert ids(settings, CONTACTS, in_days(20)) == ["publishing.W002"]
    assert "expires soon" in check_security_text()[0].msg
    assert ids(settings, CONTACTS, in_days(-1)) == ["publishing.W002"]
    assert "has expired" in check_security_text()[0].msg
    assert "publishing.W002" in {message.id for message in run_checks()}
