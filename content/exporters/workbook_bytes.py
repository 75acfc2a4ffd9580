"""Write workbooks so that equal contents give equal bytes."""

from __future__ import annotations

import re
import shutil
import tempfile
import zipfile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from openpyxl import Workbook

# No time of writing stands in the file, nor when its parts were packed.
_ZIP_TIME: Final = (2000, 1, 1, 0, 0, 0)
_CHANGED: Final = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FACTS: Final = "docProps/core.xml"
_IN_MEMORY: Final = 1024 * 1024


def save_workbook(workbook: Workbook, out: IO[bytes]) -> None:
    """Write a workbook; large parts are copied piece by piece."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as written:
        workbook.save(written)
        written.seek(0)
        with (
            zipfile.ZipFile(written) as archive,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
        ):
            for part in sorted(archive.infolist(), key=lambda part: part.filename):
                entry = zipfile.ZipInfo(part.filename, _ZIP_TIME)
                entry.compress_type = zipfile.ZIP_DEFLATED
                if part.filename == _FACTS:
                    facts = _CHANGED.sub(
                        rb"\g<1>2000-01-01T00:00:00Z", archive.read(part)
                    )
                    kept.writestr(entry, facts)
                    continue
                entry.file_size = part.file_size
                with archive.open(part) as source, kept.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
