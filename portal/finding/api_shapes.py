"""Shapes of what the read API answers; they are its OpenAPI document, too."""

from __future__ import annotations

from typing import Any, Literal

from ninja import Field, Schema

from portal.finding.criteria import LAST_PAGE, PAGE_SIZE
from search.requests import LARGEST_PAGE, LONGEST_TEXT

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


class SearchQuery(Schema):
    """What is searched for."""

    q: str = Field("", max_length=LONGEST_TEXT, description="要找什么,可以是口语")
    department: list[str] | None = Field(None, description="部门标识")
    topic: list[str] | None = Field(None, description="主题,如 person:085")
    audience: list[str] | None = Field(None, description="person 个人,company 企业")
    level: list[str] | None = Field(None, description="行使层级,1 国家级至 7 分级管理")
    channel: list[str] | None = Field(
        None,
        description="online 网上,hall 窗口,kiosk 自助机,post 邮寄,home 上门,agent 帮办",
    )
    zero: list[str] | None = Field(
        None, description="四零:material 材料,time 时限,distance 距离,fee 收费"
    )
    cross: list[str] | None = Field(None, description="通办范围,1 跨省至 6 社区间")
    sort: Literal["", "limit", "changed", "name"] = Field(
        "", description="空为最相关,limit 办得最快,changed 最近更新,name 名称"
    )
    page: int = Field(1, ge=1, le=LAST_PAGE, description="第几页")
    page_size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="每页几条")


class SearchHit(Schema):
    """One guide that was found."""

    code: str = Field(description="事项代码")
    source_id: str = Field(description="目录里的编号")
    title: str = Field(description="名称")
    plain_name: str = Field(description="通俗名")
    url: str = Field(description="网页地址")
    data: str = Field(description="完整数据的地址")
    summary: str = Field(description="摘要")
    department: str = Field(description="部门名称")
    department_key: str = Field(description="部门标识")
    facts: dict[str, str] = Field(
        description="limit 时限,visits 到场,cost 收费,where 地点,online 网办"
    )
    changed_on: str = Field(description="最近更新的日期,没有为空")
    highlights: dict[str, str] = Field(description="字段里对上的字,HTML,只有 mark 标记")
    score: float = Field(description="得分,只在同一次结果里比较")
    pinned: bool = Field(description="编辑置顶的")
    variant_of: str = Field(description="同一事项的另一办理项时,排在前面那一项的代码")


class FoundValue(FacetValue):
    """A value that narrows the result and whether it was chosen."""

    selected: bool


class WayOn(Schema):
    """Somewhere to go on."""

    name: str
    url: str


class TopicWay(WayOn):
    """A topic to go on with."""

    amount: int = Field(description="事项数")


class Found(Schema):
    """What was found, and the ways on from there."""

    query: str
    engine: str = Field(description="回答的检索引擎")
    took_ms: float
    total: int
    page: int
    pages: int
    sort: str
    corrected: str = Field(description="按什么找的,和输入不同时才有")
    remarks: list[str] = Field(description="要告诉读者的话")
    hits: list[SearchHit]
    facets: dict[str, list[FoundValue]] = Field(
        description="每一组的数目不受本组已选的影响"
    )
    straight: list[WayOn] = Field(description="直达:代码、部门、大厅")
    near: list[WayOn] = Field(description="没有结果时:也许要找的")
    popular: list[WayOn] = Field(description="没有结果时:大家在搜")
    topics: list[TopicWay] = Field(description="没有结果时:相近的主题")


class Completion(Schema):
    """A completion of what is being typed."""

    text: str
    url: str
    kind: str = Field(description="guide 指南,phrase 检索词")
    kind_label: str


class Suggestions(Schema):
    """Completions, the best first."""

    suggestions: list[Completion]


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
