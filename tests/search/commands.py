"""The commands of search, called as a person calls them, with what they print."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from django.core.management import call_command


def command(name: str, *args: str, **options: Any) -> dict[str, Any]:
    output = StringIO()
    call_command(name, *args, json=True, stdout=output, **options)
    answer: dict[str, Any] = json.loads(output.getvalue())
    return answer
