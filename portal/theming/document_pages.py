"""Pages of policies, interpretations, news and benefits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import Column, Frame, Link, PageSource, Payload, crumbs
from portal.theming.formats import full_width
from portal.theming.parts import part_id, updated
from portal.theming.texts import gettext as _

POLICIES: Final = Column("政务公开", "政策文件")
INTERPRETATIONS: Final = Column("政务公开", "政策解读")
NEWS: Final = Column("政务公开", "工作动态")
BENEFITS: Final = Column("政务服务", "办事服务")
_POLICY_HOME: Final = (("政策", "/policies/"),)
_NEWS_HOME: Final = (("公开信息", "/news/"),)
NEWS_FEED: Final = "/news/feed.xml"


def document_link(document: Payload) -> Link:
    """Return the line of a document in a list, with its day."""
    return Link(
        url=document["url"],
        name=document["title"],
        note=f"{document['kind']} · {document['published_on']}",
    )


def benefit_link(benefit: Payload) -> Link:
    """Return the line of a benefit in a list."""
    return Link(
        url=benefit["url"],
        name=benefit["name"],
        note=f"{benefit['mode']} · {benefit['state']}",
    )


def policy_index_page(
    frame: Frame,
    *,
    policies: Sequence[Payload],
    interpretations: Sequence[Payload],
    benefits: int,
) -> PageSource:
    """Return `/policies/`: policies, what explains them, how much they give."""
    documents = [*policies, *interpretations]
    changed_on = max((row["published_on"] for row in documents), default="")
    return blocks_page(
        frame,
        BlocksPage(
            address="/policies/",
            title=_("政策"),
            description=_("政策文件、政策解读和政策兑现。"),
            column=POLICIES,
            crumbs=crumbs(here=_("政策")),
            lede=_("共 %(amount)d 份：政策文件 %(policies)d 份，解读 %(others)d 份。")
            % {
                "amount": len(documents),
                "policies": len(policies),
                "others": len(interpretations),
            }
            + updated(changed_on),
            sections=[
                blocks.section(
                    "policies",
                    _("政策文件"),
                    blocks.links(map(document_link, policies)),
                    amount=len(policies),
                ),
                blocks.section(
                    "interpretations",
                    _("政策解读"),
                    blocks.links(map(document_link, interpretations)),
                    amount=len(interpretations),
                ),
                blocks.section(
                    "benefits",
                    _("政策兑现"),
                    blocks.index(
                        [
                            {
                                "url": "/benefits/",
                                "name": _("谁能享受、给多少、怎么办"),
                                "amount": benefits,
                            }
                        ]
                    ),
                ),
                blocks.downloads("policies", _("全部政策文件和解读")),
            ],
        ),
    )


def news_index_page(
    frame: Frame,
    articles: Sequence[Payload],
    filters: Sequence[blocks.FilterGroup] = (),
) -> PageSource:
    """Return `/news/`: what is disclosed, the latest first."""
    lede = _("共 %(amount)d 篇，最近一篇在 %(day)s。")
    return blocks_page(
        frame,
        BlocksPage(
            address="/news/",
            title=_("公开信息"),
            description=_("通知、公告、公示和工作动态。"),
            column=NEWS,
            crumbs=crumbs(here=_("公开信息")),
            lede=lede % {"amount": len(articles), "day": articles[0]["published_on"]}
            if articles
            else "",
            sections=[
                blocks.section("filters", _("换个范围看"), blocks.filters(filters)),
                blocks.section(
                    "news", _("最新"), blocks.links(map(document_link, articles))
                ),
                blocks.section(
                    "follow",
                    _("订阅"),
                    blocks.links(
                        [Link(url=NEWS_FEED, name=_("用阅读器订阅"), note="Atom")]
                    ),
                ),
                blocks.downloads("news", _("全部公开信息")),
            ],
            feed=NEWS_FEED,
        ),
    )


def document_page(
    frame: Frame,
    document: Payload,
    *,
    guides: Sequence[Link],
    others: Sequence[Link],
    benefits: Sequence[Link] = (),
) -> PageSource:
    """Return a document: `others` are its policy or its interpretations."""
    is_policy = document["kind"] in {"政策", "解读"}
    column = NEWS
    if is_policy:
        column = POLICIES if document["kind"] == "政策" else INTERPRETATIONS
    return blocks_page(
        frame,
        BlocksPage(
            address=document["url"],
            title=document["title"],
            description=document["summary"],
            column=column,
            crumbs=crumbs(
                *(_POLICY_HOME if is_policy else _NEWS_HOME), here=document["title"]
            ),
            tags=[(document["kind"], "on")],
            article={
                "title": document["title"],
                "published": f"{document['published_on']} 00:00",
                "source": document["source"],
            },
            sections=[
                blocks.section("body", _("正文"), blocks.text(document["body"])),
                blocks.section(
                    "points", _("要点"), blocks.points(document.get("highlights") or ())
                ),
                blocks.section(
                    "who", _("谁受益"), blocks.text(document.get("who") or "")
                ),
                blocks.section(
                    "how", _("怎么办理"), blocks.text(document.get("how") or "")
                ),
                blocks.section(
                    "words", _("文字稿"), blocks.text(document.get("transcript") or "")
                ),
                blocks.section("guides", _("相关事项"), blocks.links(guides)),
                blocks.section(
                    "others",
                    _("解读") if document["kind"] == "政策" else _("政策文件"),
                    blocks.links(others),
                ),
                blocks.section("benefits", _("政策兑现"), blocks.links(benefits)),
                blocks.section("about", _("文件信息"), _about(document)),
            ],
        ),
    )


def benefit_index_page(
    frame: Frame, benefits: Sequence[Payload], changed_on: str = ""
) -> PageSource:
    """Return `/benefits/`: what policies give, by how one gets it."""
    groups: dict[str, list[Payload]] = {}
    for benefit in benefits:
        groups.setdefault(benefit["mode"], []).append(benefit)
    return blocks_page(
        frame,
        BlocksPage(
            address="/benefits/",
            title=_("政策兑现"),
            description=_("惠企利民政策的兑现事项：谁能享受、给多少、怎么办。"),
            column=BENEFITS,
            crumbs=crumbs(here=_("政策兑现")),
            lede=_("共 %(amount)d 项。") % {"amount": len(benefits)}
            + updated(changed_on),
            sections=[
                *(
                    blocks.section(
                        part_id(number),
                        mode,
                        blocks.links(map(benefit_link, own)),
                        note=_("%(amount)d 项") % {"amount": len(own)},
                        amount=len(own),
                    )
                    for number, (mode, own) in enumerate(groups.items(), start=1)
                ),
                blocks.downloads("benefits", _("全部政策兑现事项")),
            ],
        ),
    )


def benefit_page(
    frame: Frame, benefit: Payload, *, policy: Link | None, guide: Link | None
) -> PageSource:
    """Return a benefit; who may get it is said in words, never promised."""
    period = "至".join(filter(None, (benefit["apply_from"], benefit["apply_to"])))
    consent = benefit["needs_consent"] and benefit["mode"] == "免申即享"
    return blocks_page(
        frame,
        BlocksPage(
            address=benefit["url"],
            title=benefit["name"],
            description=benefit["target_text"],
            column=BENEFITS,
            crumbs=crumbs((_("政策兑现"), "/benefits/"), here=benefit["name"]),
            tags=[(benefit["mode"], "on"), (benefit["state"], "")],
            sections=[
                blocks.section(
                    "who", _("谁能享受"), blocks.text(benefit["target_text"])
                ),
                blocks.section(
                    "check",
                    _("自己先看看"),
                    blocks.points(
                        question_text(row["text"]) for row in benefit["questions"]
                    ),
                    blocks.text(
                        _("都符合的，可能符合条件；是否享受以审核结果为准。")
                        if benefit["questions"]
                        else ""
                    ),
                    blocks.links(
                        [
                            Link(
                                url=f"/check/{benefit['code']}/",
                                name=_("答一答，看符不符合"),
                            )
                        ]
                        if benefit["criteria"]
                        else []
                    ),
                ),
                blocks.section("what", _("给什么"), blocks.text(benefit["standard"])),
                blocks.section(
                    "how",
                    _("怎么办"),
                    blocks.facts(
                        [
                            (_("方式"), benefit["mode"]),
                            (_("申报时间"), period),
                            (_("窗口"), benefit["window"]),
                            (_("数据来源"), benefit["data_source"]),
                            (_("本人同意"), _("须先征得同意") if consent else ""),
                            (
                                _("公示"),
                                f"{benefit['publicity_days']} 天"
                                if benefit["publicity_days"]
                                else "",
                            ),
                            (_("部门"), benefit["department_name"]),
                        ]
                    ),
                    blocks.points(benefit["stages"]),
                ),
                blocks.section(
                    "papers", _("材料"), blocks.points(benefit["materials"])
                ),
                blocks.section(
                    "basis",
                    _("依据和办理"),
                    blocks.links([link for link in (policy, guide) if link]),
                ),
            ],
        ),
    )


def question_text(text: str) -> str:
    """Return a question as people read it, without the codes of its answers."""
    return full_width(text.removesuffix("(yes/no)").rstrip("?？") + "？")


def _about(document: Payload) -> blocks.Block | None:
    return blocks.facts(
        [
            (_("发布机构"), document["issuer_name"]),
            (_("文号"), document["doc_no"]),
            (_("索引号"), document["index_no"]),
            (_("成文日期"), document["made_on"]),
            (_("发布日期"), document["published_on"]),
            (_("有效性"), document["validity"]),
            (_("失效日期"), document["expire_at"]),
            (_("公开方式"), document["disclosure"]),
            (_("来源"), document["source"]),
            (_("咨询"), document.get("contact")),
        ]
    )
