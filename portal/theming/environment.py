"""Build the one Jinja2 environment that renders static and dynamic pages."""

from __future__ import annotations

from jinja2 import Environment, StrictUndefined


def environment(**options: object) -> Environment:
    """Return the environment for Django's Jinja2 backend."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return Environment(**options)  # noqa: S701 - the backend passes autoescape=True
