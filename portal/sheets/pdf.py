"""Make a tagged PDF of a sheet, with the system's Chinese font embedded as a subset."""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib import import_module
from threading import Lock
from typing import Final, NoReturn

from PIL import ImageFile

from portal.theming.contexts import PageSource
from portal.theming.rendering import render_page

logger = logging.getLogger(__name__)

_TEMPLATE: Final = "pages/notice_pdf.html"
_KEPT: Final = 64
_PATIENCE_SECONDS: Final = 10
_one_at_a_time = Lock()


class PdfUnavailable(RuntimeError):
    """No PDF can be made: the libraries are not there, or too many ask for one."""


def sheet_pdf_of(source: PageSource) -> bytes:
    """Return the PDF (PDF/UA-1) of a notification.

    Raises:
        PdfUnavailable: print the page instead.
    """
    html = render_page(_TEMPLATE, source.context)
    if not _one_at_a_time.acquire(timeout=_PATIENCE_SECONDS):
        raise PdfUnavailable(
            f"Another PDF took more than {_PATIENCE_SECONDS} seconds; try again later."
        )
    try:
        return _made(html)
    finally:
        _one_at_a_time.release()


@lru_cache(maxsize=_KEPT)
def _made(html: str) -> bytes:
    try:
        # The portal has to start where Pango is not installed.
        weasyprint = import_module("weasyprint")
    except (ImportError, OSError) as error:
        logger.warning("pdf libraries missing reason=%s", error)
        raise PdfUnavailable(
            "WeasyPrint cannot be loaded; expected the packages libpango-1.0-0, "
            "libpangoft2-1.0-0 and a Chinese font such as fonts-noto-cjk."
        ) from error
    # WeasyPrint lets Pillow take half a picture for a whole one, in the whole process.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    made: bytes = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(
        pdf_variant="pdf/ua-1"
    )
    return made


def _nothing(url: str, *_arguments: object, **_named: object) -> NoReturn:
    """Fetch nothing: all that a sheet shows is in its own HTML."""
    raise ValueError(f"A sheet names '{url}'; expected everything inside the page.")
