"""Which steps a construction project takes: first its kind, then a question a page."""

from __future__ import annotations

from collections.abc import Sequence

from portal.theming import blocks
from portal.theming.blocks import BlocksPage, blocks_page
from portal.theming.contexts import SERVICES, Frame, Link, PageSource, Payload, crumbs
from portal.theming.formats import full_width
from portal.theming.texts import gettext as _
from portal.theming.theme_step_pages import PROJECTS_URL, Answer, project_url


def project_index_page(
    frame: Frame, themes: Sequence[Payload], guidance: Payload | None
) -> PageSource:
    """Return `/build/`: which kind of project it is.

    `guidance` is the list of matters that all kinds of projects may need.
    """
    links = [
        Link(
            url=project_url(theme) or theme["url"],
            name=theme["name"].removesuffix("一件事"),
            note=_("最多 %(amount)d 个事项") % {"amount": len(theme["members"])},
        )
        for theme in themes
    ]
    return blocks_page(
        frame,
        BlocksPage(
            address=PROJECTS_URL,
            title=_("您要建的是哪一类项目？"),
            description=_("按项目类别和几个问题，列出要办的手续、先后次序和材料。"),
            column=SERVICES,
            crumbs=crumbs((_("一件事"), "/themes/"), here=_("建设工程联合办事指引")),
            lede=_("选了类别，再答几个问题，就只列您要办的手续、先后次序和材料。"),
            sections=[
                blocks.section("kinds", _("请选一类"), blocks.links(links)),
                blocks.section(
                    "more",
                    _("不确定"),
                    blocks.links(
                        [
                            Link(
                                url=guidance["url"],
                                name=_("看%(name)s清单") % {"name": guidance["name"]},
                            )
                        ]
                        if guidance
                        else []
                    ),
                ),
            ],
            printable=False,
        ),
    )


def project_question_page(
    frame: Frame, *, theme: Payload, path: Sequence[str]
) -> PageSource:
    """Return the next question after some answers; each option is a link."""
    question = theme["questions"][len(path)]
    address = answers_url(theme, path)
    text = full_width(question["text"])
    number, amount = len(path) + 1, len(theme["questions"])
    return blocks_page(
        frame,
        BlocksPage(
            address=address,
            title=text,
            description=f"{theme['name']}：{text}",
            column=SERVICES,
            crumbs=crumbs(
                (_("一件事"), "/themes/"),
                (_("建设工程联合办事指引"), PROJECTS_URL),
                here=theme["name"],
            ),
            lede=_("%(name)s，第 %(number)d 问，共 %(amount)d 问。")
            % {"name": theme["name"], "number": number, "amount": amount},
            sections=[
                blocks.section(
                    "options",
                    _("请选一个"),
                    blocks.links(
                        Link(
                            url=answers_url(theme, [*path, option["code"]]),
                            name=option["label"],
                        )
                        for option in question["options"]
                    ),
                ),
                blocks.section(
                    "answers",
                    _("您已经答的"),
                    blocks.links(
                        Link(
                            url=answer["url"],
                            name=f"{answer['text']}{answer['label']}",
                            note=_("改"),
                        )
                        for answer in answers_of(theme, path)
                    ),
                ),
                blocks.section(
                    "unsure",
                    _("不确定"),
                    blocks.links(
                        [Link(url=theme["url"], name=_("看全部可能要办的手续"))]
                    ),
                ),
            ],
            printable=False,
        ),
    )


def answers_url(theme: Payload, path: Sequence[str]) -> str:
    """Return the address of the page after some answers."""
    return "".join([project_url(theme), *(f"{code}/" for code in path)])


def answers_of(theme: Payload, path: Sequence[str]) -> list[Answer]:
    """Return what was answered so far, each with where it can be changed."""
    return [
        Answer(
            text=full_width(question["text"]),
            label=next(
                option["label"]
                for option in question["options"]
                if option["code"] == code
            ),
            url=answers_url(theme, path[:number]),
        )
        for number, (question, code) in enumerate(
            zip(theme["questions"], path, strict=False)
        )
    ]
