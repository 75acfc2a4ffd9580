"""Make the files of the open data, each once for itself, catalogue and checksums."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from portal.publishing import data_files, record_renderers, theme_renderers
from portal.publishing.bodies import Body, Spool
from portal.publishing.cards import canonical_json
from portal.publishing.open_data import files, record_fields
from portal.publishing.open_data.catalogue import Seals, catalogue_bytes
from portal.publishing.open_data.changes import changes_feed, changes_lines
from portal.publishing.open_data.columns import table_schema
from portal.publishing.open_data.datasets import (
    Dataset,
    list_dataset,
    whole_dataset,
)
from portal.publishing.open_data.exchange import exchange_json, exchange_schema
from portal.publishing.open_data.fields import DIALECT, Field, record_schema
from portal.publishing.open_data.files import DataOutput
from portal.publishing.open_data.forms import (
    lines_pieces,
    rows_pieces,
    table_pieces,
    workbook_spool,
)
from portal.publishing.page_values import frame_of
from portal.publishing.record_data import WHOLE_RENDERERS
from portal.publishing.store import View
from portal.publishing.values import Seal

Renderer = Callable[..., Body]


def guides_data(view: View, *, form: str) -> Body:
    """Return all matters in a form."""
    return _in_form(view, whole_dataset(files.GUIDES), form)


def records_data(view: View, *, name: str, form: str) -> Body:
    """Return a data set of other records in a form."""
    return _in_form(view, whole_dataset(name), form)


def list_data(view: View, *, kind: str, key: str, form: str) -> Body:
    """Return a list in a form."""
    return _in_form(view, list_dataset(view, kind, key), form)


def changes_schema(view: View) -> bytes:
    """Return what a line of the changes is, as a JSON Schema."""
    return _schema(view, "changes", "", record_fields.CHANGES)


def catalogue(view: View) -> bytes:
    """Return the catalogue of all data sets, as DCAT in JSON-LD."""
    return catalogue_bytes(view, _seals(view))


def checksums(view: View) -> bytes:
    """Return SHA-256 and name of every file below /data/, as `sha256sum -c` reads them."""
    seals = _seals(view)
    seals[files.CATALOGUE] = _seal(view, files.catalogue_output())
    lines = (
        f"{seal.sha256}  {path.removeprefix(f'{files.FOLDER}/')}\n"
        for path, seal in sorted(seals.items())
    )
    return "".join(lines).encode()


def _seals(view: View) -> Seals:
    return {output.path: _seal(view, output) for output in files.every_output(view)}


def _seal(view: View, output: DataOutput) -> Seal:
    render, arguments = _MADE[output.renderer], output.arguments
    return view.seal(
        _name(output.renderer, arguments), lambda inner: render(inner, **arguments)
    )


def _kept(renderer: str, render: Renderer) -> Renderer:
    """Return the renderer, so that the seal of what it makes is known afterwards."""

    def kept(view: View, **arguments: Any) -> Body:
        return view.made(
            _name(renderer, arguments), lambda inner: render(inner, **arguments)
        )

    return kept


def _name(renderer: str, arguments: Any) -> str:
    return f"{renderer} {canonical_json(dict(arguments))}"


def _in_form(view: View, dataset: Dataset, form: str) -> Body:
    body: Body
    match form:
        case files.CSV:
            body = Spool.of(table_pieces(dataset.columns, dataset.rows(view)))
        case files.WORKBOOK:
            body = workbook_spool(dataset.columns, dataset.rows(view))
        case files.LINES:
            body = Spool.of(lines_pieces(dataset.rows(view)))
        case files.SCHEMA:
            body = _schema(view, dataset.name, dataset.title, dataset.fields)
        case files.COLUMNS:
            body = data_files.json_bytes(table_schema(dataset.columns))
        case files.JSON:
            rows = dataset.rows(view)
            body = Spool.of(rows_pieces(dataset.count(view), "items", rows))
        case _:
            raise ValueError(
                f"Form '{form}' of data set '{dataset.name}' is not known; expected "
                f"one of {', '.join(files.FORMS)}."
            )
    # What is told of fields comes from code: its digest is in the theme.
    view.theme()
    return body


def _schema(view: View, name: str, title: str, fields: tuple[Field, ...]) -> bytes:
    address = files.data_path(name, files.SCHEMA)
    return data_files.json_bytes(
        {
            "$schema": DIALECT,
            "$id": f"{frame_of(view).base_url}/{address}",
            **({"title": title} if title else {}),
            **record_schema(fields),
        }
    )


_MADE: Final[dict[str, Renderer]] = {
    "guides_json": data_files.guides_json,
    "calendar_json": data_files.calendar_json,
    "powers_json": record_renderers.powers_json,
    "themes_json": theme_renderers.themes_json,
    "figures_json": record_renderers.figures_json,
    **WHOLE_RENDERERS,
    "guides_data": guides_data,
    "records_data": records_data,
    "list_data": list_data,
    "changes_lines": changes_lines,
    "changes_schema": changes_schema,
    "changes_feed": changes_feed,
    "exchange_json": exchange_json,
    "exchange_schema": exchange_schema,
    "catalogue": catalogue,
}
OPEN_DATA_RENDERERS: Final[dict[str, Renderer]] = {
    **{name: _kept(name, render) for name, render in _MADE.items()},
    "checksums": checksums,
}
