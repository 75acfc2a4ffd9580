"""The living style page: every component from its own folder, with its example."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _, gettext_lazy

from portal.theming.contexts import (
    ABOUT,
    Frame,
    PageSource,
    crumbs,
    page_meta,
    page_source,
)
from portal.theming.folders import theme_folders
from portal.theming.tokens import contrasts, palettes

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


_MODES: Final = {
    "normal": gettext_lazy("标准"),
    "dark": gettext_lazy("深色"),
    "contrast": gettext_lazy("高对比"),
}


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
    """Return the folder with the components of the default theme."""
    return theme_folders()[-1] / "templates" / "components"


def components() -> Iterator[Component]:
    """Yield the declared components, ordered by folder; a theme's own one decides."""
    declared: dict[str, Path] = {}
    for theme in reversed(theme_folders()):
        for found in theme.glob("templates/components/*/component.toml"):
            declared[found.parent.name] = found
    for _folder, declaration in sorted(declared.items()):
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
        palettes=[
            {"name": str(_MODES[mode]), "rows": contrasts(palette)}
            for mode, palette in palettes().items()
        ],
    )
