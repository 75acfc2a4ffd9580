"""Write exports into files."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command


def export(kind: str, file: Path, *codes: str, **options: str) -> Path:
    """Export records into a file, whose ending says in which format."""
    file.parent.mkdir(exist_ok=True)
    call_command(
        "export_content",
        kind,
        *codes,
        output=file,
        stdout=StringIO(),
        stderr=StringIO(),
        **({"format": file.suffix[1:]} | options),
    )
    return file
