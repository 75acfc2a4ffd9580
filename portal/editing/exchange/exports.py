"""Which records a person may take out, and the file that holds them."""

from __future__ import annotations

import io
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from django.utils.translation import gettext_lazy

from content.exporters import gbt39046_files
from content.exporters.kinds import ExportKind
from content.exporters.text_files import write_csv, write_json
from content.exporters.workbook_files import write_workbook
from content.gbt39046.codings import Coding
from content.models import DepartmentPage
from portal.editing.visibility import choosable_pages

FORMATS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "gbt39046": "application/json; charset=utf-8",
    "gbt39046-n2020": "application/json; charset=utf-8",
}
# Formats that only one kind of records has, with the coding that they stand for.
CODINGS: Final = {"gbt39046": Coding.GBT, "gbt39046-n2020": Coding.N2020}
FORMAT_NAMES: Final = {
    "xlsx": "XLSX",
    "csv": "CSV",
    "json": "JSON",
    "gbt39046": gettext_lazy("GB/T 39046-2020（只用于办事指南，JSON）"),
    "gbt39046-n2020": gettext_lazy(
        "GB/T 39046-2020，全国交换代码（只用于办事指南，JSON）"
    ),
}
_IN_MEMORY: Final = 4 * 1024 * 1024


def exported_file(kind: ExportKind, form: str, codes: list[str]) -> IO[bytes]:
    """Return a file with the named records, at its beginning; large ones are on disk."""
    with ExitStack() as stack:
        out = stack.enter_context(SpooledTemporaryFile(max_size=_IN_MEMORY))
        if form == "xlsx":
            write_workbook(kind, codes, out)
        else:
            encoding = "utf-8-sig" if form == "csv" else "utf-8"
            lines = io.TextIOWrapper(out, encoding, newline="", write_through=True)
            if form in CODINGS:
                gbt39046_files.write_gbt39046(codes, CODINGS[form], lines)
            else:
                (write_csv if form == "csv" else write_json)(kind, codes, lines)
            lines.detach()
        out.seek(0)
        # Whoever sends the file closes it.
        stack.pop_all()
        return out


def has_format(kind: ExportKind, form: str) -> bool:
    """Tell whether records of a kind can be written in a format."""
    return form not in CODINGS or kind.name == gbt39046_files.KIND


def file_name(kind: ExportKind, form: str) -> str:
    """Return what a file is called; its ending says how it is imported again."""
    return f"{kind.title}.{'json' if form in CODINGS else form}"


def codes_for(
    kind: ExportKind, user: Any, department: DepartmentPage | None
) -> list[str]:
    """Return the codes of the records of a kind that a person may see, in their order."""
    codes: list[str] = []
    for model in kind.models:
        pages = model.objects.all()
        if kind.name == "guides":
            pages = pages.filter(kind="guide")
        if department is not None:
            pages = pages.filter(path__startswith=department.path)
        codes += (
            choosable_pages(pages, user).order_by("slug").values_list("slug", flat=True)
        )
    return codes
