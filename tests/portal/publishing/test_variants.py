"""The variants of the site are files like others: made of the page, linked inside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.publishing.building import build_into, build_release
from portal.publishing.checking import check_release
from portal.publishing.links import address_of, local_links
from portal.publishing.releases import CURRENT, Release, Releases
from portal.publishing.syncing import sync
from portal.publishing.variant_answers import VariantMiddleware
from portal.theming.security import EARLY_SCRIPTS, source_hash
from portal.theming.variants.registry import VARIANTS
from tests.portal.publishing.samples import district

GUIDE = "guides/birth-cert/index.html"
CATALOGUE = "guides/m0002/index.html"
OUTSIDE = re.compile(r'\s(?:href|action)="((?!#|/assets/|/files/)[^"]*)"')


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A site with all halls, so that no link to one leads nowhere; for looking only."""
    folder = tmp_path_factory.mktemp("variants") / "site"
    build_into(folder, source=district(halls=110), workers=1)
    return Release(folder)


def text(root: Path, path: str) -> str:
    return (root / path).read_text("utf-8")


def pages_of(root: Path, variant: str) -> list[Path]:
    return sorted((root / variant).rglob("index.html"))


@pytest.mark.parametrize(
    ("path", "held_by"),
    [
        ("index.html", ["elder", "en", "hant", "kiosk"]),
        (GUIDE, ["elder", "en", "hant", "kiosk"]),
        ("guides/birth-cert/notice/index.html", ["elder", "hant"]),
        (CATALOGUE, ["elder"]),
        ("guides/index.html", ["elder", "en", "hant", "kiosk"]),
        ("halls/h-qu/index.html", ["elder", "en", "hant", "kiosk"]),
        ("help/index.html", ["elder", "hant"]),
        ("styleguide/index.html", []),
    ],
)
def test_which_variants_have_a_page(
    built: Release, path: str, held_by: list[str]
) -> None:
    assert (built.root / path).is_file()
    found = [name for name in sorted(VARIANTS) if (built.root / name / path).is_file()]
    assert found == held_by


def test_variant_is_reached_by_a_plain_link_and_leads_back(built: Release) -> None:
    standard = text(built.root, GUIDE)
    assert '<a href="/elder/guides/birth-cert/">长辈版</a>' in standard
    assert 'href="/hant/guides/birth-cert/" lang="zh-Hant"' in standard
    elder = text(built.root, f"elder/{GUIDE}")
    assert '<a href="/guides/birth-cert/">标准版</a>' in elder
    assert elder.startswith(
        '<!DOCTYPE html>\n<html lang="zh-CN" class="m-elder" data-variant="elder">'
    )


@pytest.mark.parametrize("variant", sorted(VARIANTS))
def test_links_stay_inside_where_the_variant_has_the_page(
    built: Release, variant: str
) -> None:
    pages = pages_of(built.root, variant)
    there = {address_of(str(page.relative_to(built.root))) for page in pages}
    assert len(pages) > 100
    for page in pages:
        path = str(page.relative_to(built.root))
        links = re.findall(r'<a [^>]*href="(/[^"#?]*)', page.read_text("utf-8"))
        back = address_of(path).removeprefix(f"/{variant}")
        left = {link for link in links if f"/{variant}{link}" in there and link != back}
        assert left == set(), path


def test_no_link_of_any_variant_leads_nowhere(built: Release) -> None:
    broken = [
        each for each in check_release(built).broken_links if "/files/" not in each
    ]
    assert broken == []


def test_terminal_has_no_way_out(built: Release) -> None:
    for page in pages_of(built.root, "kiosk"):
        body = page.read_text("utf-8").partition("</head>")[2]
        found = {
            link for link in OUTSIDE.findall(body) if not link.startswith("/kiosk/")
        }
        assert found == set(), page


def test_terminal_goes_home_by_itself_without_script(built: Release) -> None:
    page = text(built.root, f"kiosk/{GUIDE}")
    assert '<noscript><meta http-equiv="refresh" content="300; url=/kiosk/">' in page
    assert '<svg class="qr"' in page
    assert "data-print" not in page


def test_search_engines_are_told_of_languages_and_of_the_standard_page(
    built: Release,
) -> None:
    base = "http://localhost:8000"
    canonical = '<link rel="canonical" href="%s">'
    assert canonical % f"{base}/guides/birth-cert/" in text(
        built.root, f"elder/{GUIDE}"
    )
    for name, lang in (("hant", "zh-Hant"), ("en", "en")):
        own = f"{base}/{name}/guides/birth-cert/"
        translated = text(built.root, f"{name}/{GUIDE}")
        assert canonical % own in translated
        assert f'<html lang="{lang}"' in translated
        for page in (translated, text(built.root, GUIDE)):
            link = f'<link rel="alternate" hreflang="{lang}" href="{own}">'
            assert page.count(link) == 1
    assert 'rel="alternate"' not in text(built.root, CATALOGUE)


def test_sitemap_names_translations_and_no_other_variant(built: Release) -> None:
    named = re.findall(
        r"<loc>http://localhost:8000(.*?)</loc>", text(built.root, "sitemap.xml")
    )
    for name, variant in VARIANTS.items():
        there = {
            address_of(str(page.relative_to(built.root)))
            for page in pages_of(built.root, name)
        }
        found = {address for address in named if address.startswith(f"/{name}/")}
        if variant.own_address:
            assert found
            assert found <= there
        else:
            assert found == set()


def test_each_page_has_linked_data_once(built: Release) -> None:
    for name in VARIANTS:
        page = text(built.root, f"{name}/{GUIDE}")
        assert page.count('<script type="application/ld+json">') == 1


def test_lines_in_the_head_are_what_the_content_policy_allows(built: Release) -> None:
    for folder in ("", *(f"{name}/" for name in VARIANTS)):
        page = text(built.root, f"{folder}{GUIDE}")
        inline = re.findall(
            r"<script(?![^>]*(?: src=|ld\+json))[^>]*>(.*?)</script>", page
        )
        # A terminal has no settings to remember.
        assert len(inline) == (folder != "kiosk/")
        assert {source_hash(each) for each in inline} <= set(EARLY_SCRIPTS)


def test_edit_of_a_guide_renders_its_variants_and_no_other_page(
    releases: Releases,
) -> None:
    source = district(halls=110)
    build_release(source=source, workers=1)
    edited = source.matter("birth-cert")
    edited["guide"]["faq"] = [{"question": "要带什么？", "answer": "身份证。"}]
    source.put("matter", "birth-cert", edited)
    folder = "guides/birth-cert/"

    pages = [path for path in sync(source=source).written if path.endswith(".html")]
    # Its own lists have no variants.
    written = [path for path in pages if f"{folder}list/" not in path]

    assert len(written) == 8
    assert {path.partition(folder)[1] for path in written} == {folder}


def test_guide_that_loses_its_variants_is_linked_as_the_standard_page(
    releases: Releases,
) -> None:
    source = district(halls=110)
    build_release(source=source, workers=1)
    root = releases.require_current().root
    full = source.matter("birth-cert")
    inside, outside = 'href="/hant/guides/birth-cert/"', 'href="/guides/birth-cert/"'

    source.put("matter", "birth-cert", full | {"kind": "catalogue"})
    assert sync(source=source).failed == {}

    assert not (root / "hant" / GUIDE).exists()
    assert outside in text(root, "hant/guides/index.html")

    source.put("matter", "birth-cert", full)
    sync(source=source)

    assert (root / "hant" / GUIDE).is_file()
    assert inside in text(root, "hant/guides/index.html")


@pytest.fixture
def live(built: Release, releases: Releases) -> None:
    """Let the server answer from the site."""
    releases.folder.mkdir(parents=True)
    (releases.folder / CURRENT).symlink_to(built.root)


def answered(address: str, response: HttpResponse) -> HttpResponse:
    """Return what the middleware makes of Django's answer, with what Django was asked."""

    def django(request: HttpRequest) -> HttpResponse:
        response["X-Asked"] = request.path_info
        return response

    return VariantMiddleware(django)(RequestFactory().get(address))


def test_answer_of_the_server_gets_the_look_of_the_variant(live: None) -> None:
    page = HttpResponse(
        '<html lang="zh-CN"><head></head><a href="/guides/birth-cert/">证</a>'
        '<form action="/search/"></form></html>'
    )

    response = answered("/elder/search/?q=证", page)

    assert response["X-Asked"] == "/search/"
    html = response.content.decode()
    assert 'class="m-elder"' in html
    assert 'href="/elder/guides/birth-cert/"' in html
    assert 'action="/elder/search/"' in html


def test_redirect_of_the_server_stays_in_the_variant(live: None) -> None:
    moved = HttpResponse(status=302, headers={"Location": "/my/"})
    assert answered("/elder/accounts/login/", moved)["Location"] == "/elder/my/"


@pytest.mark.parametrize("address", ["/desk/", "/admin/", "/api/v1/guides/?q=1"])
def test_what_is_not_for_citizens_is_not_answered_in_a_variant(
    live: None, address: str
) -> None:
    response = answered(f"/elder{address}", HttpResponse("secret"))
    assert (response.status_code, response["Location"]) == (302, address)


def test_variant_has_links_to_local_pages_only(built: Release) -> None:
    body = (built.root / "elder" / GUIDE).read_bytes()
    assert "/elder/search/" not in local_links(f"elder/{GUIDE}", body)


def test_english_of_a_guide_is_written_into_its_page_and_where_it_is_named(
    releases: Releases,
) -> None:
    source = district(halls=110)
    guide = source.matter("birth-registration")["guide"]
    other = source.matter("birth-cert")
    other["guide"]["related"] = ["birth-registration"]
    source.put("matter", "birth-cert", other)
    build_release(source=source, workers=1)
    root = releases.require_current().root
    page = "en/guides/birth-registration/index.html"
    assert not (root / page).exists()

    condition = guide["accept_conditions"][0]
    english = {guide["name"]: "An English name", condition: "Be ready"}
    source.translate("birth-registration", english)
    report = sync(source=source)
    assert report.failed == {}

    assert "<li>Be ready</li>" in text(root, page)
    assert '"/guides/birth-registration/"' in text(root, page)
    link = '<a href="/en/guides/birth-registration/"><span>An English name</span>'
    for names_it in ("guides/birth-cert/index.html", "guides/index.html"):
        assert link in text(root, f"en/{names_it}")

    source.translate("birth-registration", {})
    assert page in sync(source=source).removed
    assert link not in text(root, "en/guides/index.html")
