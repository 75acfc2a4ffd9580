"""Build the one Jinja2 environment that renders static and dynamic pages."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from types import MappingProxyType
from typing import Any, Final

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
)

from portal.theming.assets import asset, has_asset
from portal.theming.folders import DEFAULT_THEME, theme_folders
from portal.theming.formats import FILTERS
from portal.theming.search_pages import SHARDS
from portal.theming.variants.ways import ways_of

# What every template may use without being given it.
PAGE_GLOBALS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "asset": asset,
        "has_asset": has_asset,
        "home_ways": ways_of("/", lambda _code: ()),
        "search_shards": SHARDS,
    }
)
_OWN_NAMES: Final = frozenset(dir(dict))


class PageEnvironment(Environment):
    """Jinja2's environment, quick at what templates do most: read a key of a dict."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return an attribute or else an item, as Jinja2 does."""
        # A dict has no other attributes, so asking for them first only costs.
        if type(obj) is dict and attribute in obj and attribute not in _OWN_NAMES:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def make_globals(
        self, d: MutableMapping[str, Any] | None
    ) -> MutableMapping[str, Any]:
        """Return the names that a template may use without being given them.

        Jinja2 chains its own to those of a template, which have none here, and then looks
        through the chain for every import on every page.
        """
        return super().make_globals(d) if d else self.globals


def environment(**options: object) -> Environment:
    """Return the environment for Django's Jinja2 backend.

    Templates keep to what Jinja2 and MiniJinja share, so they get no extensions.
    """
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options["loader"] = _with_default(options.get("loader"))
    built = PageEnvironment(**options)  # type: ignore[arg-type]
    built.filters.update(FILTERS)
    built.globals.update(PAGE_GLOBALS)
    built.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    return built


def _with_default(loader: object) -> BaseLoader:
    """Let a theme's template extend the one that it stands in place of.

    It is "default/pages/about.html" for `pages/about.html`.
    """
    folder = theme_folders()[-1] / "templates"
    default = PrefixLoader({DEFAULT_THEME: FileSystemLoader(folder)})
    return ChoiceLoader(
        [loader, default] if isinstance(loader, BaseLoader) else [default]
    )
