"""Shapes of what the read API answers; they are its OpenAPI document, too."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

RecordKind = Literal[
    "power", "theme", "hall", "department", "list", "cross_list", "policy",
    "interpretation", "article", "benefit",
]  # fmt: skip


class GuideHit(Schema):
    """One guide of a result."""

    code: str = Field(description="事项代码")
    title: str = Field(description="名称")
    plain_name: str = Field(description="通俗名")
    summary: str = Field(description="摘要")
    department: str = Field(description="部门标识")
    department_name: str = Field(description="部门名称")
    url: str = Field(description="网页地址")
    data: str = Field(description="完整数据的地址")


class FacetValue(Schema):
    """A value that narrows the result, with how many hits it would leave."""

    value: str
    label: str
    count: int


class Guides(Schema):
    """A page of guides."""

    total: int
    page: int
    pages: int
    notice: str = Field(description="检索要告诉读者的话")
    items: list[GuideHit]
    facets: dict[str, list[FacetValue]]


class Record(Schema):
    """A published record."""

    kind: RecordKind
    key: str
    updated_at: str = Field(description="最近变化的时间,ISO 8601")
    record: dict[str, Any] = Field(description="内容,与网页旁边的数据相同")


class Records(Schema):
    """A page of records of one kind, in the order of their keys."""

    total: int
    page: int
    pages: int
    items: list[Record]


class Guide(Schema):
    """A guide in force, as the data beside its page has it."""

    code: str
    version: int
    published_at: str
    matter: dict[str, Any]


class Problem(Schema):
    """What went wrong, with which value, and what is expected."""

    detail: str
