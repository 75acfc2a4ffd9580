"""The sheet as a PDF: tagged, titled, two pages, its text whole."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from django.test import Client
from PIL import ImageFile
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from portal.publishing.models import MatterVersion
from portal.scenarios.situations import file_situations
from portal.sheets import pdf
from portal.theming.contexts import PageSource
from tests.factories.versions import replace_version
from tests.portal.sheets.conftest import JUNE
from tests.theme_samples import payloads, sources

ADDRESS = "/n/food/1/small-pipe-no-yes/sheet.pdf"


def read(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


def text_of(document: PdfReader) -> str:
    return re.sub(r"\s", "", "".join(page.extract_text() for page in document.pages))


def elements(document: PdfReader) -> Iterator[DictionaryObject]:
    """Yield the elements of a document's structure."""
    waiting: list[Any] = [document.root_object["/StructTreeRoot"]]
    while waiting:
        found = waiting.pop().get_object()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, DictionaryObject):
            yield found
            waiting += [found["/K"]] if "/K" in found else []


def test_making_a_pdf_leaves_the_check_of_pictures_strict(
    client: Client, food: MatterVersion
) -> None:
    assert client.get(ADDRESS).status_code == 200
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


def test_pdf_is_tagged_and_says_language_and_title(
    client: Client, food: MatterVersion
) -> None:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    document = read(response.content)
    root = document.root_object
    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert document.metadata is not None
    assert str(document.metadata.title).startswith("办餐饮食品许可，我的材料单")
    assert b"pdfuaid" in response.content or "pdfuaid" in str(
        root["/Metadata"].get_data()
    )
    kinds = {str(each.get("/S")) for each in elements(document)}
    assert {"/H2", "/L", "/LI", "/P", "/Figure"} <= kinds
    pictures = [each for each in elements(document) if each.get("/S") == "/Figure"]
    assert [each.get("/Alt") for each in pictures] == ["核对这张单子的二维码"]


def test_pdf_text_is_that_of_the_sheet(client: Client, food: MatterVersion) -> None:
    text = text_of(read(client.get(ADDRESS).content))
    for words in (
        "一次性告知单",
        "编号food/1/small-pipe-no-yes",
        "燃气检查合格凭据",
        "授权委托书",
        "这4份不用交，由我们核验",
        "0600-5551200",
        "0600-5551205、12345",
        "第1页，共2页",
    ):
        assert words in text, words
    assert "现在就核对" not in text


def test_pdf_carries_its_fonts(client: Client, food: MatterVersion) -> None:
    document = read(client.get(ADDRESS).content)
    for page in document.pages:
        for font in page["/Resources"]["/Font"].values():
            (descendant,) = font.get_object()["/DescendantFonts"]
            described = descendant.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described), described["/FontName"]


def test_pdf_of_an_old_version_leads_to_the_check(
    client: Client, food: MatterVersion
) -> None:
    replace_version(food, lambda guide: guide.update(promise_days=1), at=JUNE)
    response = client.get(ADDRESS)
    assert response.headers["Location"] == "/n/food/1/small-pipe-no-yes/"
    assert client.get("/n/food/2/sheet.pdf").status_code == 200


def test_pdf_of_unknown_answers_or_of_a_stop_leads_to_the_check(
    client: Client, food: MatterVersion
) -> None:
    response = client.get("/n/food/1/no-such-answers/sheet.pdf")
    assert response.headers["Location"] == "/n/food/1/no-such-answers/"


def test_without_the_libraries_the_page_says_how_to_print(
    client: Client, food: MatterVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    pdf._made.cache_clear()
    monkeypatch.setattr(pdf, "import_module", missing)
    response = client.get(ADDRESS)
    assert response.status_code == 503
    assert 'href="/guides/food/list/small-pipe-no-yes/"' in response.content.decode()


def sheets() -> list[PageSource]:
    """Return the sheet of every guide, and the longest list of each."""
    found = [sources.notice(code) for code in payloads.guide_codes()]
    for code in payloads.guide_codes():
        guide = payloads.guide_payload(code)["guide"]
        longest = max(
            file_situations(guide), key=lambda each: len(each.result.required)
        )
        found.append(sources.own_list(code, longest.code))
    return found


@pytest.mark.parametrize("source", sheets(), ids=lambda source: source.address)
def test_every_sheet_fits_two_pages(source: PageSource) -> None:
    assert find_spec("weasyprint") is not None
    assert len(read(pdf.sheet_pdf_of(source)).pages) <= 2
