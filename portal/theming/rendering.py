"""Render static pages: plain data in, HTML out, the same bytes every time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from jinja2 import Environment, FileSystemLoader

from portal.theming.contexts import PageSource
from portal.theming.environment import environment
from portal.theming.folders import theme_folders


def render_page(template: str, context: Mapping[str, object]) -> str:
    """Return the HTML of a template; the context needs no request.

    Raises:
        jinja2.TemplateError: The template is missing, or names a value that the
            context does not have.
    """
    return _environment().get_template(template).render(context)


def render(source: PageSource) -> str:
    """Return the HTML (or XML) of one page."""
    return render_page(source.template, source.context)


def page_bytes(source: PageSource) -> bytes:
    """Return one page as it is written."""
    return render(source).encode()


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return environment(
        loader=FileSystemLoader([folder / "templates" for folder in theme_folders()]),
        autoescape=True,
        auto_reload=settings.DEBUG,
    )
