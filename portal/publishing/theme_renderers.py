"""Make the pages and files of themes, and those that ask what a project needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from content.power_codes import ThemeDetail
from content.themes.answers import narrowed
from content.themes.merging import merge_theme
from content.themes.steps import plan_theme
from portal.publishing.data_files import json_bytes
from portal.publishing.page_values import changed_on, frame_of
from portal.publishing.record_cards import PROJECTS, THEME_SIDES, THEMES
from portal.publishing.record_values import theme_around, theme_guides, theme_links
from portal.publishing.store import Payload, View
from portal.theming import narrowed_lists, project_pages, theme_pages, theme_step_pages
from portal.theming.rendering import page_bytes

# The list of what construction projects of all kinds may need.
_GUIDANCE: Final = "joint-construction"


def _theme(view: View, code: str) -> Payload:
    payload = view.record("theme", code)
    if payload is None:
        raise LookupError(f"The theme '{code}' is not published.")
    return payload


def themes(view: View) -> bytes:
    """Return all themes."""
    return page_bytes(
        theme_pages.theme_index_page(
            frame_of(view),
            view.entries(THEMES),
            narrowed_lists.theme_filters(view.counts(THEME_SIDES)),
            changed_on(view, "theme"),
        )
    )


def theme_side(view: View, *, side: str) -> bytes:
    """Return the themes for persons, for companies or for projects."""
    return page_bytes(
        narrowed_lists.theme_side_page(
            frame_of(view),
            side,
            view.entries(f"{THEME_SIDES}:{side}"),
            narrowed_lists.theme_filters(view.counts(THEME_SIDES), side),
            changed_on(view, "theme"),
        )
    )


def theme(view: View, *, code: str) -> bytes:
    """Return a theme with what is merged of its members."""
    payload = _theme(view, code)
    guides = theme_guides(view, payload)
    links = theme_links(view, payload)
    if payload["detail"] != ThemeDetail.FULL:
        return page_bytes(
            theme_pages.theme_page(
                frame_of(view),
                theme=payload,
                members=links,
                paused=[
                    guide["name"] for guide in guides.values() if guide["state"] != "1"
                ],
            )
        )
    return _steps(view, payload, theme_around(view, payload, guides, links))


def theme_json(view: View, *, code: str) -> bytes:
    """Return a theme as data, with what is merged of its members."""
    payload = _theme(view, code)
    return json_bytes({**payload, **merge_theme(payload, theme_guides(view, payload))})


def themes_json(view: View) -> bytes:
    """Return all themes as data, without what is merged."""
    rows = view.entries(THEMES)
    return json_bytes({"count": len(rows), "themes": list(rows)})


def projects(view: View) -> bytes:
    """Return the kinds of construction projects."""
    return page_bytes(
        project_pages.project_index_page(
            frame_of(view),
            view.entries(PROJECTS),
            view.record("list", _GUIDANCE),
        )
    )


def project(view: View, *, code: str, answers: str) -> bytes:
    """Return the next question about a project, or its steps after the last one.

    `answers` are codes of options in the order of the questions, with slashes between.
    """
    payload = _theme(view, code)
    path = tuple(filter(None, answers.split("/")))
    if len(path) < len(payload["questions"]):
        return page_bytes(
            project_pages.project_question_page(
                frame_of(view), theme=payload, path=path
            )
        )
    codes = [question["code"] for question in payload["questions"]]
    own = narrowed(payload, dict(zip(codes, path, strict=True)))
    around = theme_around(view, own, theme_guides(view, own), theme_links(view, own))
    shown = {**own, "url": project_pages.answers_url(payload, path)}
    told = project_pages.answers_of(payload, path)
    data_url = f"{payload['url']}index.json"
    return _steps(view, shown, replace(around, answers=told, data_url=data_url))


def _steps(view: View, theme: Payload, around: theme_step_pages.ThemeAround) -> bytes:
    merged = merge_theme(theme, around.guides)
    return page_bytes(
        theme_step_pages.theme_steps_page(
            frame_of(view),
            theme=theme,
            merged=merged,
            plan=plan_theme(merged["members"], around.guides),
            around=around,
        )
    )


THEME_RENDERERS: Final[dict[str, Callable[..., bytes]]] = {
    "themes": themes,
    "theme_side": theme_side,
    "theme": theme,
    "theme_json": theme_json,
    "projects": projects,
    "project": project,
}
