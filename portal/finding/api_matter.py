"""The shape of a matter's payload, for the OpenAPI document.

It tells what every front end needs and can count on; the payload has more. It describes
only: what was published is answered as it is and never refused by it.
"""

from __future__ import annotations

from typing import Any, Final

from ninja import Field, Schema
from pydantic import ConfigDict

_REFERENCE: Final = "#/components/schemas/{model}"


class _Open(Schema):
    model_config = ConfigDict(extra="allow")


class FeeRow(_Open):
    """One charge."""

    name: str = Field(description="收费项目")
    standard: str = Field(description="标准,如 40元/证")


class Fee(_Open):
    """What the matter costs."""

    is_fee: bool = Field(description="是否收费")
    rows: list[FeeRow]
    note: str


class Material(_Open):
    """One material to hand in."""

    order: int = Field(description="序号")
    name: str = Field(description="名称")
    need: str = Field(description="必要性:1 必要,其他为按情形或可容缺")
    originals: int = Field(description="原件份数")
    copies: int = Field(description="复印件份数")
    source: str = Field(description="来源渠道的代码")
    fill_notes: str = Field(description="填写要求")
    accept_standard: str = Field(description="受理标准")


class GuideContent(_Open):
    """What a guide says."""

    name: str = Field(description="名称")
    plain_name: str = Field(description="通俗名")
    aliases: list[str] = Field(description="别名")
    summary: str = Field(description="摘要")
    department: str = Field(description="部门标识")
    department_name: str = Field(description="部门名称")
    matter_type_name: str = Field(description="事项类型")
    online: bool = Field(description="能否网上办")
    visits: int = Field(description="跑动次数")
    no_statutory: bool = Field(description="法律没有规定时限")
    statutory_days: int | None = Field(description="法定办结时限")
    statutory_unit: str | None = Field(
        description="单位:1 工作日,2 自然日,3 小时,4 分钟,5 月,6 年"
    )
    promise_days: int | None = Field(description="承诺办结时限,0 为当场办结")
    promise_unit: str = Field(description="单位,同法定时限")
    materials: list[Material] = Field(description="材料")
    fee: Fee = Field(description="收费")
    legal_bases: list[dict[str, Any]] = Field(description="设定依据")
    locations: list[dict[str, Any]] = Field(description="办理地点")
    consult: dict[str, Any] = Field(description="咨询")
    supervise: dict[str, Any] = Field(description="监督投诉")
    faq: list[dict[str, Any]] = Field(description="常见问题")


class Matter(_Open):
    """A matter as it is published, the same as in the data beside its page."""

    kind: str = Field(description="guide 为完整指南,catalogue 为目录条目")
    code: str = Field(description="事项代码")
    source_id: str = Field(description="目录里的编号")
    url: str = Field(description="网页地址")
    guide: GuideContent
    keywords: list[str] = Field(description="检索词")
    attachments: list[dict[str, Any]] = Field(description="附件")
    updates: list[dict[str, Any]] = Field(description="更新记录")


def described(document: dict[str, Any]) -> None:
    """Say in an OpenAPI document what a guide's matter is."""
    schemas = document["components"]["schemas"]
    whole = Matter.model_json_schema(ref_template=_REFERENCE)
    schemas.update(whole.pop("$defs"))
    schemas[Matter.__name__] = whole
    schemas["Guide"]["properties"]["matter"] = {
        "$ref": _REFERENCE.format(model=Matter.__name__)
    }
