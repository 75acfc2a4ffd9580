"""The page of the open data: every data set with its forms, and what helps to use it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from portal.publishing.open_data import files
from portal.publishing.open_data.catalogue import FORM_NAMES, anchor_of, licence_of
from portal.publishing.open_data.datasets import Dataset, every_dataset
from portal.publishing.page_values import frame_of
from portal.publishing.store import View
from portal.theming import text_pages
from portal.theming.contexts import PageSource
from portal.theming.text_pages import DataForm, DataGroup, DataNote, DataRow

_LISTS: Final = "lists/"
_LICENCE_NAMES: Final = {
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


def open_data_page(view: View) -> PageSource:
    """Return `/data/`."""
    datasets = every_dataset(view)
    lists = [each for each in datasets if each.name.startswith(_LISTS)]
    whole = [each for each in datasets if not each.name.startswith(_LISTS)]
    licence = licence_of(view)
    return text_pages.data_page(
        frame_of(view),
        groups=[
            DataGroup(
                key="whole",
                title=_("数据集"),
                rows=[_row(view, each) for each in whole],
            ),
            DataGroup(
                key="lists", title=_("清单"), rows=[_row(view, each) for each in lists]
            ),
        ],
        notes=_notes(),
        licence=DataForm(url=licence, name=_LICENCE_NAMES.get(licence, licence)),
    )


def _row(view: View, dataset: Dataset) -> DataRow:
    return DataRow(
        key=anchor_of(dataset.name),
        name=dataset.title,
        text=dataset.text,
        page=dataset.page,
        amount=dataset.count(view),
        forms=[
            DataForm(url=_address(dataset.name, form), name=FORM_NAMES[form])
            for form in files.RECORD_FORMS
        ],
        schemas=[
            DataForm(url=_address(dataset.name, files.SCHEMA), name="JSON Schema"),
            DataForm(url=_address(dataset.name, files.COLUMNS), name=_("表格列说明")),
        ],
    )


def _notes() -> list[DataNote]:
    return [
        DataNote(
            url=f"/{files.CATALOGUE}",
            name=_("数据目录"),
            text=_("每个数据集的说明、许可、各种格式的大小和校验值，依DCAT 3。"),
            format="JSON-LD",
        ),
        DataNote(
            url=f"/{files.CHECKSUMS}",
            name=_("校验值"),
            text=_("每个文件的SHA-256，下载后用sha256sum -c核对。"),
            format="TXT",
        ),
        DataNote(
            url="/data/changes.jsonl",
            name=_("变化记录"),
            text=_("哪些事项新增、更新、取消公布，最近的在前，最多一千条。"),
            format="JSON Lines",
        ),
        DataNote(
            url="/data/changes.xml",
            name=_("变化订阅"),
            text=_("同样的变化记录，用阅读器订阅。"),
            format="Atom",
        ),
        DataNote(
            url="/data/changes.schema.json",
            name=_("变化记录的结构"),
            text=_("变化记录每一行有什么。"),
            format="JSON Schema",
        ),
        DataNote(
            url=f"/{files.EXCHANGE}",
            name=_("交换文件"),
            text=_(
                "全部完整办事指南，用GB/T 39046-2020的字段名和代码，供系统之间交换。"
            ),
            format="JSON",
        ),
        DataNote(
            url=f"/{files.EXCHANGE_SCHEMA}",
            name=_("交换文件的结构"),
            text=_("交换文件的字段、代码、长度和必填项。"),
            format="JSON Schema",
        ),
        DataNote(
            url="/data/figures.json",
            name=_("数字看板"),
            text=_("每个数字和它的算法。"),
            format="JSON",
        ),
        DataNote(
            url="/api/v1/docs/",
            name=_("查询接口"),
            text=_("按文字、部门和类别查办事指南和各类记录，说明依OpenAPI 3.1。"),
            format="API",
        ),
    ]


def _address(name: str, form: str) -> str:
    return f"/{files.data_path(name, form)}"
