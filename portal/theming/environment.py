"""Build the one Jinja2 environment that renders static and dynamic pages."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined

from portal.theming.assets import asset
from portal.theming.formats import FILTERS


def environment(**options: object) -> Environment:
    """Return the environment for Django's Jinja2 backend.

    Templates keep to what Jinja2 and MiniJinja share, so they get no extensions.
    """
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    built = Environment(**options)  # type: ignore[arg-type]  # noqa: S701 - Django hands on its options with autoescape=True
    built.filters.update(FILTERS)
    built.globals["asset"] = asset
    built.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False}
    return built
