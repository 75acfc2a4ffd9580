from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from portal.theming.assets import AssetMissingError, asset, iter_assets


@pytest.fixture
def theme(tmp_path: Path, settings: Settings) -> Path:
    static = tmp_path / "default" / "static"
    static.mkdir(parents=True)
    (static / "site.css").write_text("a{}")
    settings.THEMES_DIR = tmp_path
    return static


def test_address_follows_the_content(theme: Path) -> None:
    before = asset("site.css")
    (theme / "site.css").write_text("a{color:red}")
    assert before != asset("site.css")
    assert before.startswith("/assets/site.")


def test_missing_asset_names_the_file(theme: Path) -> None:
    with pytest.raises(AssetMissingError, match=r"gone\.css"):
        asset("gone.css")


def test_path_outside_the_theme_is_refused(theme: Path) -> None:
    (theme.parent / "secret.txt").write_text("x")
    with pytest.raises(AssetMissingError):
        asset("../secret.txt")


def test_asset_is_served_under_its_hash_for_ever(client: Client) -> None:
    for each in iter_assets():
        response = client.get(each.url)
        assert response.status_code == 200
        assert b"".join(response) == each.content
        assert response.headers["Cache-Control"] == (
            "public, max-age=31536000, immutable"
        )


def test_script_is_served_as_javascript(client: Client) -> None:
    response = client.get(asset("js/modes.js"))
    assert response.headers["Content-Type"].startswith("text/javascript")


def test_outdated_hash_is_not_found(client: Client) -> None:
    assert client.get("/assets/css/site.000000000000.css").status_code == 404


def test_plain_name_is_not_found(client: Client) -> None:
    assert client.get("/assets/css/site.css").status_code == 404


def test_asset_refuses_post(client: Client) -> None:
    assert client.post(asset("css/site.css")).status_code == 405
