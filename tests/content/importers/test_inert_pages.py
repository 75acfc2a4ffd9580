from __future__ import annotations

import pytest

from content.importers.inert_pages import is_inert
from tests.content.importers.files import DEMO

ACTING = [
    "<script>alert(1)</script>",
    "<SCRIPT src=/a.js>",
    "<p onclick='x()'>",
    "<img src=a.png onerror=x()>",
    "<svg><animate/></svg>",
    "<meta http-equiv=refresh content=0>",
    "<meta charset=iso-2022-jp>",
    "<a href=' JavaScript:x()'>",
    "<a href='java\tscript:x()'>",
    "<a href='\x01javascript:x()'>",
    "<a href='&#106;avascript:x()'>",
    "<a href='data:text/html,x'>",
    # Nothing comes from elsewhere.
    "<img src='https://a.example/a.png'>",
    "<img src='//a.example/a.png'>",
    "<img src='\\\\a.example/a.png'>",
    "<img srcset='a.png 1x, //a.example/a.png 2x'>",
    "<p style='background: url (//a.example/)'>",
    "<style>@import '//a.example/a.css'</style>",
    "<style>p{background:u\\72l(//a.example)}</style>",
    # Browsers end these earlier than other readers do.
    "<!--><script>x()</script>-->",
    "<!-- a --!><script>x()</script>-->",
    "<![CDATA[><img onerror=x()>]]>",
    "<?a><img onerror=x()>?>",
    "<textarea><p title='</textarea><img onerror=x()>'>",
    "<title><style></title><img onerror=x()></style>",
    "<img src='a'' onerror=x()>",
    "<p>\x00</p>",
]


@pytest.mark.parametrize("text", ACTING)
def test_is_inert_refuses_what_acts_or_fetches(text: str) -> None:
    assert not is_inert(f"<!doctype html><p>表</p>{text}<p>尾</p>".encode())


@pytest.mark.parametrize(
    "text",
    [
        "<a href='https://a.example/'>网址</a>",
        "<a href='/guides/food/'>指南</a>",
        "<img src='a.png' alt='样本'>",
        "<style>td { border: 1px solid } </style><p style='color: red'>",
        "<!-- 空白表 --><p>1 &lt; 2，a &amp; b</p>",
        "<p>1 < 2</p>",
    ],
)
def test_is_inert_takes_what_only_shows(text: str) -> None:
    assert is_inert(f"<!doctype html><meta charset='UTF-8'>{text}".encode())


def test_is_inert_takes_every_page_of_the_demo() -> None:
    pages = list((DEMO / "files").rglob("*.html"))

    assert len(pages) > 100
    assert all(is_inert(page.read_bytes()) for page in pages)


def test_is_inert_refuses_other_encodings() -> None:
    assert not is_inert("表".encode("gb18030"))
