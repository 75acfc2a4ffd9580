"""Which files the open data has, and with which renderer and arguments each is made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from portal.publishing.open_data.datasets import COMPUTED_LISTS, WHOLE_NAMES, ZERO
from portal.publishing.store import View

FOLDER: Final = "data"
CSV: Final = "csv"
JSON: Final = "json"
LINES: Final = "jsonl"
WORKBOOK: Final = "xlsx"
SCHEMA: Final = "schema.json"
COLUMNS: Final = "columns.json"
# What holds the records, and what says what they are.
RECORD_FORMS: Final = (JSON, CSV, WORKBOOK, LINES)
FORMS: Final = (*RECORD_FORMS, SCHEMA, COLUMNS)
# Of matters are many more than of all else: their files are made apart.
GUIDES: Final = "guides"
# Their JSON has the same rows as their other forms, under "items".
ALIKE: Final = frozenset({"policies", "news"})
LIST_KINDS: Final = ("list", "cross_list")
CATALOGUE: Final = f"{FOLDER}/catalog.jsonld"
CHECKSUMS: Final = f"{FOLDER}/checksums.txt"
# All guides in the names and codes of GB/T 39046-2020.
EXCHANGE: Final = f"{FOLDER}/exchange.json"
EXCHANGE_SCHEMA: Final = f"{FOLDER}/exchange.schema.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataOutput:
    """A file of the open data: its path, its renderer and the renderer's arguments."""

    path: str
    renderer: str
    arguments: Mapping[str, str | int]


def data_path(name: str, form: str) -> str:
    """Return the file of a data set in a form.

    >>> data_path("lists/hotline", "csv")
    'data/lists/hotline.csv'
    """
    return f"{FOLDER}/{name}.{form}"


def whole_outputs() -> Iterator[DataOutput]:
    """Yield the files of data sets that are always there."""
    for name in WHOLE_NAMES:
        if name not in ALIKE:
            yield _output(data_path(name, JSON), f"{name}_json")
        for form in FORMS:
            if form == JSON and name not in ALIKE:
                continue
            path = data_path(name, form)
            if name == GUIDES:
                yield _output(path, "guides_data", form=form)
            else:
                yield _output(path, "records_data", name=name, form=form)
    yield _output(data_path("figures", JSON), "figures_json")
    yield _output(f"{FOLDER}/changes.jsonl", "changes_lines")
    yield _output(f"{FOLDER}/changes.schema.json", "changes_schema")
    yield _output(f"{FOLDER}/changes.xml", "changes_feed")
    yield _output(EXCHANGE, "exchange_json")
    yield _output(EXCHANGE_SCHEMA, "exchange_schema")
    for kind, key in COMPUTED_LISTS:
        yield from list_outputs(kind, key)


def list_outputs(kind: str, key: str) -> Iterator[DataOutput]:
    """Yield the files of a list."""
    name = f"lists/zero-{key}" if kind == ZERO else f"lists/{key}"
    for form in FORMS:
        path = data_path(name, form)
        yield _output(path, "list_data", kind=kind, key=key, form=form)


def catalogue_output() -> DataOutput:
    """Return the catalogue of all data sets."""
    return _output(CATALOGUE, "catalogue")


def checksums_output() -> DataOutput:
    """Return the checksums of all files."""
    return _output(CHECKSUMS, "checksums")


def every_output(view: View) -> list[DataOutput]:
    """Return every file that holds or describes data, by path."""
    lists = (
        output
        for kind in LIST_KINDS
        for payload in view.records(kind)
        for output in list_outputs(kind, payload["key"])
    )
    return sorted([*whole_outputs(), *lists], key=lambda output: output.path)


def _output(path: str, renderer: str, /, **arguments: str | int) -> DataOutput:
    return DataOutput(path=path, renderer=renderer, arguments=arguments)
