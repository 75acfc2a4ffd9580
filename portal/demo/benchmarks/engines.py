"""Render the same pages with Jinja2 and with MiniJinja, engine for engine.

Templates keep to what both understand. MiniJinja compiles to native code, but each
value that it reads is asked of Python, so the gain is smaller than on plain text. A
build would take the faster engine if it then gained half as much again as a whole.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from jinja2.utils import htmlsafe_json_dumps

from portal.publishing.manifest import DIRTY, Manifest
from portal.publishing.renderers import render_output
from portal.publishing.store import Store
from portal.theming import rendering
from portal.theming.environment import PAGE_GLOBALS, environment
from portal.theming.folders import DEFAULT_THEME, theme_folders
from portal.theming.formats import FILTERS

_SAMPLE: Final = 400
# The engines write these marks differently; they mean the same.
_MARKS: Final = (("&#x2f;", "/"), ("&quot;", "&#34;"), ("&#x27;", "&#39;"))
Page = tuple[str, Mapping[str, Any]]
Render = Callable[[str, Mapping[str, Any]], str]


def second_engine() -> Render:
    """Return a function that renders a template with MiniJinja.

    Raises:
        ImportError: it is not installed.
    """
    first = environment()
    built = import_module("minijinja").Environment(
        loader=_template,
        undefined_behavior="strict",
        trim_blocks=True,
        lstrip_blocks=True,
        auto_escape_callback=lambda _name: True,
    )
    for name in PAGE_GLOBALS:
        built.add_global(name, first.globals[name])
    for name in (*FILTERS, "urlencode"):
        built.add_filter(name, first.filters[name])
    told = dict(first.policies["json.dumps_kwargs"])
    built.add_filter("tojson", lambda value: htmlsafe_json_dumps(value, **told))

    def render(template: str, context: Mapping[str, Any]) -> str:
        text: str = built.render_template(template, **context)
        for written, wanted in _MARKS:
            text = text.replace(written, wanted)
        return text

    return render


@contextmanager
def noted_pages() -> Iterator[list[Page]]:
    """Note template and values of each page that is rendered meanwhile."""
    noted: list[Page] = []
    render = rendering.render_page

    def noting(template: str, context: Mapping[str, Any]) -> str:
        noted.append((template, context))
        return render(template, context)

    with patch.object(rendering, "render_page", noting):
        yield noted


def measure_engines(manifest_path: Path, repeats: int) -> dict[str, Any]:
    """Return the CPU time of guides' templates on both engines, best of so many rounds."""
    try:
        second = second_engine()
    except ImportError:
        return {"ratio_to_minijinja": None, "minijinja_note": "It is not installed."}
    with Manifest.open(manifest_path) as manifest, noted_pages() as pages:
        store = Store(manifest)
        guides = (s for s in manifest.outputs(DIRTY) if s.output.renderer == "guide")
        for state, _number in zip(guides, range(_SAMPLE), strict=False):
            render_output(store, state.output)
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(_seconds(rendering.render_page, pages))
        theirs.append(_seconds(second, pages))
    return {
        "template_pages": len(pages),
        "jinja2_milliseconds_per_page": _milliseconds(ours, pages),
        "minijinja_milliseconds_per_page": _milliseconds(theirs, pages),
        "ratio_to_minijinja": round(min(theirs) / min(ours), 2),
    }


def _seconds(render: Render, pages: Iterable[Page]) -> float:
    started = time.process_time()
    for template, context in pages:
        render(template, context)
    return time.process_time() - started


def _milliseconds(seconds: Iterable[float], pages: Sequence[Page]) -> float:
    return round(min(seconds) * 1000 / max(1, len(pages)), 3)


def _template(name: str) -> str | None:
    folders = theme_folders()
    if name.startswith(f"{DEFAULT_THEME}/"):
        name, folders = name.removeprefix(f"{DEFAULT_THEME}/"), folders[-1:]
    for folder in folders:
        file = folder / "templates" / name
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return None
