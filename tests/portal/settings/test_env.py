from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import env


def test_text_missing_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORTAL_X", raising=False)
    with pytest.raises(ImproperlyConfigured, match="'PORTAL_X' is not set"):
        env.text("PORTAL_X")


def test_text_empty_falls_back_to_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_X", "  ")
    assert env.text("PORTAL_X", "fallback") == "fallback"


@pytest.mark.parametrize(
    ("value", "expected"), [("1", True), ("off", False), ("", True)]
)
def test_flag_reads_known_words(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: bool
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    assert env.flag("PORTAL_X", default=True) is expected


def test_flag_unknown_word_is_refused_with_value(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_X", "maybe")
    with pytest.raises(ImproperlyConfigured, match="is 'maybe'; expected one of"):
        env.flag("PORTAL_X", default=True)


@pytest.mark.parametrize("value", ["-1", "ten", "0"])
def test_whole_number_out_of_range_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(ImproperlyConfigured, match="whole number of 1 or more"):
        env.whole_number("PORTAL_X", 5, minimum=1)


@pytest.mark.parametrize("value", ["short", "a" * 80])
def test_secret_weak_is_refused_without_showing_it(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(ImproperlyConfigured, match="too weak") as caught:
        env.secret("PORTAL_X")
    assert value not in str(caught.value)


def test_database_postgresql_address_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_X", "postgresql://ann:p%40ss@db.local:5433/portal")
    entry = env.database("PORTAL_X")
    assert (entry["NAME"], entry["PASSWORD"], entry["PORT"]) == (
        "portal",
        "p@ss",
        "5433",
    )


@pytest.mark.parametrize("value", ["mysql://x/y", "postgresql://host/", "nonsense"])
def test_database_other_address_is_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(ImproperlyConfigured, match="expected sqlite:///"):
        env.database("PORTAL_X")


def test_database_postgresql_socket_folder_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_X", "postgresql://ann:@/portal?host=/run/Pg")
    entry = env.database("PORTAL_X")
    assert (entry["NAME"], entry["HOST"]) == ("portal", "/run/Pg")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", []),
        ("mailto:a@example.cn, tel:+86-10-1", ["mailto:a@example.cn", "tel:+86-10-1"]),
        ("https://example.cn/report", ["https://example.cn/report"]),
    ],
)
def test_contacts_are_addresses(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: list[str]
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    assert env.contacts("PORTAL_X") == expected


@pytest.mark.parametrize(
    "value",
    [
        "a@example.cn",
        "http://example.cn/",
        "mailto:",
        "https:///x",
        "tel:1\n2",
        "ftp://x",
    ],
)
def test_contacts_of_another_kind_are_refused(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    with pytest.raises(ImproperlyConfigured, match="'PORTAL_X' has '"):
        env.contacts("PORTAL_X")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""),
        ("2027-06-30", "2027-06-30T00:00:00Z"),
        ("2027-06-30T16:00:00Z", "2027-06-30T16:00:00Z"),
        ("2027-07-01T00:00:00+08:00", "2027-06-30T16:00:00Z"),
    ],
)
def test_moment_is_told_in_one_zone(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    monkeypatch.setenv("PORTAL_X", value)
    assert env.moment("PORTAL_X") == expected


def test_moment_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_X", "next year")
    with pytest.raises(ImproperlyConfigured, match="'next year'"):
        env.moment("PORTAL_X")


def test_web_address_of_another_kind_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("PORTAL_X", raising=False)
    assert env.web_address("PORTAL_X", "https://a.example/") == "https://a.example/"
    monkeypatch.setenv("PORTAL_X", "by-4.0")
    with pytest.raises(ImproperlyConfigured, match="'by-4\\.0'"):
        env.web_address("PORTAL_X", "https://a.example/")
