"""The living style page: every component from its own folder, with its example."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _, gettext_lazy

from portal.theming.contexts import (
    ABOUT,
    Frame,
    PageSource,
    crumbs,
    page_meta,
    page_source,
)

COLOURS: Final = (
    ("ink", gettext_lazy("正文")),
    ("ink2", gettext_lazy("次要文字")),
    ("link", gettext_lazy("链接")),
    ("brand", gettext_lazy("主按钮")),
    ("seal", gettext_lazy("轮到您、公文红头")),
    ("ok", gettext_lazy("通过、免提交")),
    ("warn", gettext_lazy("按情形、快到期")),
    ("stop", gettext_lazy("出错、超期")),
    ("cell", gettext_lazy("表头格")),
    ("wash", gettext_lazy("底色")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component folder: what `component.toml` declares."""

    folder: str
    name: str
    description: str
    macros: list[dict[str, Any]]

    @property
    def example(self) -> str:
        """Return the template that shows the component."""
        return f"components/{self.folder}/example.html"


def components_dir() -> Path:
    """Return the folder with the active theme's components."""
    theme = Path(settings.THEMES_DIR) / str(settings.PORTAL_THEME)
    return theme / "templates" / "components"


def components() -> Iterator[Component]:
    """Yield the declared components, ordered by folder."""
    for declaration in sorted(components_dir().glob("*/component.toml")):
        values = tomllib.loads(declaration.read_text(encoding="utf-8"))
        yield Component(
            folder=declaration.parent.name,
            name=values["name"],
            description=values["description"],
            macros=values["macro"],
        )


def styleguide_page(frame: Frame) -> PageSource:
    """Return `/styleguide/`."""
    meta = page_meta(
        frame,
        "/styleguide/",
        _("样式说明"),
        _("本站的颜色、文字和每个组件的样子，供建设和检查使用。"),
        column=ABOUT,
    )
    return page_source(
        frame,
        "/styleguide/",
        "pages/styleguide.html",
        meta,
        crumbs=crumbs(here=_("样式说明")),
        components=list(components()),
        colours=[{"token": token, "use": str(use)} for token, use in COLOURS],
    )
