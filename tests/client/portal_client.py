"""政务服务公开数据接口, 1.2.0: a typed client, made by `tests/client/generate.py`.

Do not edit it; make it again from the OpenAPI document.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote, urlencode

T = TypeVar("T")
# Address and headers of a question; status, headers by small names and body of the answer.
Transport = Callable[[str, Mapping[str, str]], tuple[int, Mapping[str, str], bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """A value with its tag; `value` is None when it has not changed since that tag."""

    value: T | None
    tag: str


class ApiProblem(Exception):
    """The API gives an error; `status` is one that the document declares."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(f"{status}: {detail}")
        self.status = status
        self.detail = detail


def over_http(base_url: str) -> Transport:
    """Ask a portal at an address such as https://zwfw.example.gov.cn."""

    def ask(
        path: str, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        request = urllib.request.Request(base_url + path, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, _small(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _small(error.headers), error.read()

    return ask


def _small(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A completion of what is being typed."""

    text: str
    url: str
    kind: str  # guide 指南,phrase 检索词
    kind_label: str

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Completion:
        return cls(
            text=told["text"],
            url=told["url"],
            kind=told["kind"],
            kind_label=told["kind_label"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A value that narrows the result, with how many hits it would leave."""

    value: str
    label: str
    count: int

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> FacetValue:
        return cls(
            value=told["value"],
            label=told["label"],
            count=told["count"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What the matter costs."""

    is_fee: bool  # 是否收费
    rows: list[FeeRow]
    note: str
    everything: Mapping[str, Any]  # with what has no field of its own

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Fee:
        return cls(
            is_fee=told["is_fee"],
            rows=[FeeRow.from_json(each) for each in told["rows"]],
            note=told["note"],
            everything=told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRow:
    """One charge."""

    name: str  # 收费项目
    standard: str  # 标准,如 40元/证
    everything: Mapping[str, Any]  # with what has no field of its own

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> FeeRow:
        return cls(
            name=told["name"],
            standard=told["standard"],
            everything=told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What was found, and the ways on from there."""

    query: str
    engine: str  # 回答的检索引擎
    took_ms: float
    total: int
    page: int
    pages: int
    sort: str
    corrected: str  # 按什么找的,和输入不同时才有
    remarks: list[str]  # 要告诉读者的话
    hits: list[SearchHit]
    facets: dict[str, list[FoundValue]]  # 每一组的数目不受本组已选的影响
    straight: list[WayOn]  # 直达:代码、部门、大厅
    near: list[WayOn]  # 没有结果时:也许要找的
    popular: list[WayOn]  # 没有结果时:大家在搜
    topics: list[TopicWay]  # 没有结果时:相近的主题

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Found:
        return cls(
            query=told["query"],
            engine=told["engine"],
            took_ms=told["took_ms"],
            total=told["total"],
            page=told["page"],
            pages=told["pages"],
            sort=told["sort"],
            corrected=told["corrected"],
            remarks=told["remarks"],
            hits=[SearchHit.from_json(each) for each in told["hits"]],
            facets={
                name: [FoundValue.from_json(each) for each in row]
                for name, row in told["facets"].items()
            },
            straight=[WayOn.from_json(each) for each in told["straight"]],
            near=[WayOn.from_json(each) for each in told["near"]],
            popular=[WayOn.from_json(each) for each in told["popular"]],
            topics=[TopicWay.from_json(each) for each in told["topics"]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """A value that narrows the result and whether it was chosen."""

    value: str
    label: str
    count: int
    selected: bool

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> FoundValue:
        return cls(
            value=told["value"],
            label=told["label"],
            count=told["count"],
            selected=told["selected"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A guide in force, as the data beside its page has it."""

    code: str
    version: int
    published_at: str
    matter: Matter

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Guide:
        return cls(
            code=told["code"],
            version=told["version"],
            published_at=told["published_at"],
            matter=Matter.from_json(told["matter"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideContent:
    """What a guide says."""

    name: str  # 名称
    plain_name: str  # 通俗名
    aliases: list[str]  # 别名
    summary: str  # 摘要
    department: str  # 部门标识
    department_name: str  # 部门名称
    matter_type_name: str  # 事项类型
    online: bool  # 能否网上办
    visits: int  # 跑动次数
    no_statutory: bool  # 法律没有规定时限
    statutory_days: int | None  # 法定办结时限
    statutory_unit: str | None  # 单位:1 工作日,2 自然日,3 小时,4 分钟,5 月,6 年
    promise_days: int | None  # 承诺办结时限,0 为当场办结
    promise_unit: str  # 单位,同法定时限
    materials: list[Material]  # 材料
    fee: Fee  # 收费
    legal_bases: list[dict[str, Any]]  # 设定依据
    locations: list[dict[str, Any]]  # 办理地点
    consult: dict[str, Any]  # 咨询
    supervise: dict[str, Any]  # 监督投诉
    faq: list[dict[str, Any]]  # 常见问题
    everything: Mapping[str, Any]  # with what has no field of its own

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> GuideContent:
        return cls(
            name=told["name"],
            plain_name=told["plain_name"],
            aliases=told["aliases"],
            summary=told["summary"],
            department=told["department"],
            department_name=told["department_name"],
            matter_type_name=told["matter_type_name"],
            online=told["online"],
            visits=told["visits"],
            no_statutory=told["no_statutory"],
            statutory_days=told["statutory_days"],
            statutory_unit=told["statutory_unit"],
            promise_days=told["promise_days"],
            promise_unit=told["promise_unit"],
            materials=[Material.from_json(each) for each in told["materials"]],
            fee=Fee.from_json(told["fee"]),
            legal_bases=told["legal_bases"],
            locations=told["locations"],
            consult=told["consult"],
            supervise=told["supervise"],
            faq=told["faq"],
            everything=told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideHit:
    """One guide of a result."""

    code: str  # 事项代码
    title: str  # 名称
    plain_name: str  # 通俗名
    summary: str  # 摘要
    department: str  # 部门标识
    department_name: str  # 部门名称
    url: str  # 网页地址
    data: str  # 完整数据的地址

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> GuideHit:
        return cls(
            code=told["code"],
            title=told["title"],
            plain_name=told["plain_name"],
            summary=told["summary"],
            department=told["department"],
            department_name=told["department_name"],
            url=told["url"],
            data=told["data"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Guides:
    """A page of guides."""

    total: int
    page: int
    pages: int
    notice: str  # 检索要告诉读者的话
    items: list[GuideHit]
    facets: dict[str, list[FacetValue]]

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Guides:
        return cls(
            total=told["total"],
            page=told["page"],
            pages=told["pages"],
            notice=told["notice"],
            items=[GuideHit.from_json(each) for each in told["items"]],
            facets={
                name: [FacetValue.from_json(each) for each in row]
                for name, row in told["facets"].items()
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One material to hand in."""

    order: int  # 序号
    name: str  # 名称
    need: str  # 必要性:1 必要,其他为按情形或可容缺
    originals: int  # 原件份数
    copies: int  # 复印件份数
    source: str  # 来源渠道的代码
    fill_notes: str  # 填写要求
    accept_standard: str  # 受理标准
    everything: Mapping[str, Any]  # with what has no field of its own

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Material:
        return cls(
            order=told["order"],
            name=told["name"],
            need=told["need"],
            originals=told["originals"],
            copies=told["copies"],
            source=told["source"],
            fill_notes=told["fill_notes"],
            accept_standard=told["accept_standard"],
            everything=told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter as it is published, the same as in the data beside its page."""

    kind: str  # guide 为完整指南,catalogue 为目录条目
    code: str  # 事项代码
    source_id: str  # 目录里的编号
    url: str  # 网页地址
    guide: GuideContent
    keywords: list[str]  # 检索词
    attachments: list[dict[str, Any]]  # 附件
    updates: list[dict[str, Any]]  # 更新记录
    everything: Mapping[str, Any]  # with what has no field of its own

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Matter:
        return cls(
            kind=told["kind"],
            code=told["code"],
            source_id=told["source_id"],
            url=told["url"],
            guide=GuideContent.from_json(told["guide"]),
            keywords=told["keywords"],
            attachments=told["attachments"],
            updates=told["updates"],
            everything=told,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, with which value, and what is expected."""

    detail: str

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Problem:
        return cls(
            detail=told["detail"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A published record."""

    kind: Literal[
        "power",
        "theme",
        "hall",
        "department",
        "list",
        "cross_list",
        "policy",
        "interpretation",
        "article",
        "benefit",
    ]
    key: str
    updated_at: str  # 最近变化的时间,ISO 8601
    record: dict[str, Any]  # 内容,与网页旁边的数据相同

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Record:
        return cls(
            kind=told["kind"],
            key=told["key"],
            updated_at=told["updated_at"],
            record=told["record"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """A page of records of one kind, in the order of their keys."""

    total: int
    page: int
    pages: int
    items: list[Record]

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Records:
        return cls(
            total=told["total"],
            page=told["page"],
            pages=told["pages"],
            items=[Record.from_json(each) for each in told["items"]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """One guide that was found."""

    code: str  # 事项代码
    source_id: str  # 目录里的编号
    title: str  # 名称
    plain_name: str  # 通俗名
    url: str  # 网页地址
    data: str  # 完整数据的地址
    summary: str  # 摘要
    department: str  # 部门名称
    department_key: str  # 部门标识
    facts: dict[str, str]  # limit 时限,visits 到场,cost 收费,where 地点,online 网办
    changed_on: str  # 最近更新的日期,没有为空
    highlights: dict[str, str]  # 字段里对上的字,HTML,只有 mark 标记
    score: float  # 得分,只在同一次结果里比较
    pinned: bool  # 编辑置顶的
    variant_of: str  # 同一事项的另一办理项时,排在前面那一项的代码

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> SearchHit:
        return cls(
            code=told["code"],
            source_id=told["source_id"],
            title=told["title"],
            plain_name=told["plain_name"],
            url=told["url"],
            data=told["data"],
            summary=told["summary"],
            department=told["department"],
            department_key=told["department_key"],
            facts=told["facts"],
            changed_on=told["changed_on"],
            highlights=told["highlights"],
            score=told["score"],
            pinned=told["pinned"],
            variant_of=told["variant_of"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What is searched for."""

    q: str  # 要找什么,可以是口语
    department: Sequence[str] | None  # 部门标识
    topic: Sequence[str] | None  # 主题,如 person:085
    audience: Sequence[str] | None  # person 个人,company 企业
    level: Sequence[str] | None  # 行使层级,1 国家级至 7 分级管理
    channel: (
        Sequence[str] | None
    )  # online 网上,hall 窗口,kiosk 自助机,post 邮寄,home 上门,agent 帮办
    zero: Sequence[str] | None  # 四零:material 材料,time 时限,distance 距离,fee 收费
    cross: Sequence[str] | None  # 通办范围,1 跨省至 6 社区间
    sort: Literal[
        "", "limit", "changed", "name"
    ]  # 空为最相关,limit 办得最快,changed 最近更新,name 名称
    page: int  # 第几页
    page_size: int  # 每页几条

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> SearchQuery:
        return cls(
            q=told["q"],
            department=told["department"],
            topic=told["topic"],
            audience=told["audience"],
            level=told["level"],
            channel=told["channel"],
            zero=told["zero"],
            cross=told["cross"],
            sort=told["sort"],
            page=told["page"],
            page_size=told["page_size"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """Completions, the best first."""

    suggestions: list[Completion]

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Suggestions:
        return cls(
            suggestions=[Completion.from_json(each) for each in told["suggestions"]],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicWay:
    """A topic to go on with."""

    name: str
    url: str
    amount: int  # 事项数

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> TopicWay:
        return cls(
            name=told["name"],
            url=told["url"],
            amount=told["amount"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOn:
    """Somewhere to go on."""

    name: str
    url: str

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> WayOn:
        return cls(
            name=told["name"],
            url=told["url"],
        )


class Client:
    "只读。返回的都是已经公布的内容,只有凭链接读的草稿除外;成批取用请下载 /data/ 的文件。"

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def search_guides(
        self,
        *,
        q: str = "",
        department: Sequence[str] | None = None,
        topic: Sequence[str] | None = None,
        audience: Sequence[str] | None = None,
        level: Sequence[str] | None = None,
        channel: Sequence[str] | None = None,
        zero: Sequence[str] | None = None,
        cross: Sequence[str] | None = None,
        sort: Literal["", "limit", "changed", "name"] = "",
        page: int = 1,
        page_size: int = 20,
        tag: str | None = None,
    ) -> Answer[Found]:
        """搜办事指南,同搜索页.

        Return what the search page shows: hits, facets, and the ways on from there.

        Variants of one matter stand under its first hit; a page after the last is the last.
        """
        path = "/api/v1/search/"
        return self._ask(
            path,
            {
                "q": q,
                "department": department,
                "topic": topic,
                "audience": audience,
                "level": level,
                "channel": channel,
                "zero": zero,
                "cross": cross,
                "sort": sort,
                "page": page,
                "page_size": page_size,
            },
            Found.from_json,
            tag,
        )

    def suggest_guides(
        self,
        *,
        q: str = "",
        limit: int = 8,
        tag: str | None = None,
    ) -> Answer[Suggestions]:
        """边输边提示.

        Return guides and phrases that begin so.
        """
        path = "/api/v1/suggest/"
        return self._ask(path, {"q": q, "limit": limit}, Suggestions.from_json, tag)

    def list_guides(
        self,
        *,
        q: str = "",
        department: Sequence[str] | None = None,
        topic: Sequence[str] | None = None,
        page: int = 1,
        page_size: int = 20,
        tag: str | None = None,
    ) -> Answer[Guides]:
        """查办事指南.

        Return guides, the best first; without a text those in force by their codes.

        Topics and more than one department narrow a text's result only.
        """
        path = "/api/v1/guides/"
        return self._ask(
            path,
            {
                "q": q,
                "department": department,
                "topic": topic,
                "page": page,
                "page_size": page_size,
            },
            Guides.from_json,
            tag,
        )

    def get_guide(
        self,
        code: str,
        *,
        tag: str | None = None,
    ) -> Answer[Guide]:
        """取一份办事指南.

        Return the version of a guide that is in force.
        """
        path = f"/api/v1/guides/{quote(code, safe='')}/"
        return self._ask(path, {}, Guide.from_json, tag)

    def list_records(
        self,
        kind: Literal[
            "power",
            "theme",
            "hall",
            "department",
            "list",
            "cross_list",
            "policy",
            "interpretation",
            "article",
            "benefit",
        ],
        *,
        department: str = "",
        page: int = 1,
        page_size: int = 20,
        tag: str | None = None,
    ) -> Answer[Records]:
        """查权责清单、一件事、大厅、部门、清单、政策.

        Return records of a kind in the order of their keys, of one department or all.
        """
        path = f"/api/v1/records/{quote(kind, safe='')}/"
        return self._ask(
            path,
            {"department": department, "page": page, "page_size": page_size},
            Records.from_json,
            tag,
        )

    def get_record(
        self,
        kind: Literal[
            "power",
            "theme",
            "hall",
            "department",
            "list",
            "cross_list",
            "policy",
            "interpretation",
            "article",
            "benefit",
        ],
        key: str,
        *,
        tag: str | None = None,
    ) -> Answer[Record]:
        """取一条记录.

        Return one record.
        """
        path = f"/api/v1/records/{quote(kind, safe='')}/{quote(key, safe='')}/"
        return self._ask(path, {}, Record.from_json, tag)

    def get_draft(
        self,
        token: str,
    ) -> Answer[Guide]:
        """凭链接取一份还没有公布的办事指南.

        Return a draft as the guide that it would be if it were published now.

        Editors make the link; it ends with its time, with the draft's next change or
        publication, or by hand. Answers are not to be stored.
        """
        path = f"/api/v1/drafts/{quote(token, safe='')}/"
        return self._ask(path, {}, Guide.from_json)

    def _ask(
        self,
        path: str,
        query: Mapping[str, Any],
        made: Callable[[Any], T],
        tag: str | None = None,
    ) -> Answer[T]:
        asked = urlencode(
            {name: value for name, value in query.items() if value is not None},
            doseq=True,
        )
        headers = {"Accept": "application/json"}
        if tag is not None:
            headers["If-None-Match"] = tag
        address = f"{path}?{asked}" if asked else path
        status, given, body = self._transport(address, headers)
        new_tag = given.get("etag", "")
        if status == 304:
            return Answer(value=None, tag=new_tag)
        told = json.loads(body)
        if status != 200:
            raise ApiProblem(status, told["detail"])
        return Answer(value=made(told), tag=new_tag)
