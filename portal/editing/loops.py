"""Circles of matters that need each other first, drawn for those who can break them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.auth import require_admin_access

from content.lint.database import DatabaseWorld
from content.models import MatterPage
from content.prerequisites import Graph, loops, prerequisite_graph
from portal.editing.visibility import choosable_pages, works_on_pages

_SIZE: Final = 320
_RADIUS: Final = 110
_NODE: Final = 16
_PAIR: Final = 2


@dataclass(frozen=True, slots=True)
class Node:
    """A matter of a circle: its number, place in the drawing, and why it needs the next."""

    number: int
    page: MatterPage
    x: float
    y: float
    reason: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one matter to the next, ending at the edge of its disc."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A drawing of matters that need each other."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


@require_admin_access
def show_loops(request: HttpRequest) -> HttpResponse:
    """Show every circle whose matters a person may see."""
    if not works_on_pages(request.user):
        raise PermissionDenied
    circles = circles_for(request.user)
    context = {"circles": circles, "size": _SIZE, "node_radius": _NODE}
    return TemplateResponse(request, "editing/loops.html", context)


def circles_for(user: Any) -> list[Circle]:
    """Return the drawings of all circles of matters that a person may see."""
    graph = prerequisite_graph(DatabaseWorld().needs.values())
    found = loops(graph)
    codes = {code for circle in found for code in circle}
    seen = choosable_pages(MatterPage.objects.filter(slug__in=codes), user)
    pages = {page.slug: page for page in seen}
    return [
        _drawn(graph, [pages[code] for code in circle])
        for circle in found
        if all(code in pages for code in circle)
    ]


def _drawn(graph: Graph, pages: list[MatterPage]) -> Circle:
    middle, amount = _SIZE / 2, len(pages)
    places = [
        (
            middle + _RADIUS * math.sin(2 * math.pi * number / amount),
            middle - _RADIUS * math.cos(2 * math.pi * number / amount),
        )
        for number in range(amount)
    ]
    nodes = []
    for number, page in enumerate(pages):
        following = pages[(number + 1) % amount].slug
        reason = next(
            need.reason for need in graph.needs[page.slug] if need.other == following
        )
        nodes.append(Node(number + 1, page, *places[number], reason))
    arrows = tuple(
        _arrow(places[number], places[(number + 1) % amount], bent=amount == _PAIR)
        for number in range(amount)
    )
    return Circle(tuple(nodes), arrows)


def _arrow(
    start: tuple[float, float], end: tuple[float, float], *, bent: bool
) -> Arrow:
    """Return the line between the edges of two discs; a pair's lines lie side by side."""
    length = math.dist(start, end)
    along = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    aside = (-along[1] * _NODE / 2, along[0] * _NODE / 2) if bent else (0.0, 0.0)
    return Arrow(
        start[0] + along[0] * _NODE + aside[0],
        start[1] + along[1] * _NODE + aside[1],
        end[0] - along[0] * _NODE * 1.5 + aside[0],
        end[1] - along[1] * _NODE * 1.5 + aside[1],
    )
