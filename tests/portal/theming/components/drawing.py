"""Draw one macro of a component, and look at what a reader gets of it."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import html5lib

from portal.theming import rendering

# A text that would break out of markup and of attributes if it were not escaped.
HOSTILE = '<i onclick="x">&amp;\'甲"'
LONG = "中华人民共和国" * 20
SVG = "{http://www.w3.org/2000/svg}"


def drawn(
    component: str, macro: str, /, *given: object, inside: str = "", **named: object
) -> Element:
    """Return what a macro draws, as a tree; `inside` is what a call block holds.

    Raises:
        html5lib.html5parser.ParseError: the markup is not valid.
    """
    call = f"{macro}(*given, **named)"
    body = (
        f"{{% call {call} %}}{inside}{{% endcall %}}" if inside else f"{{{{ {call} }}}}"
    )
    source = f'{{% from "components/{component}/template.html" import {macro} %}}{body}'
    html = rendering._environment().from_string(source).render(given=given, named=named)
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parseFragment(html)


def one(tree: Element, path: str) -> Element:
    """Return the only element of a path."""
    found = tree.findall(path)
    assert len(found) == 1, (path, len(found))
    return found[0]


def text(tree: Element | None) -> str:
    """Return all text of an element, that for screen readers too."""
    assert tree is not None
    return "".join(tree.itertext()).strip()


def texts(tree: Element, path: str) -> list[str]:
    """Return the texts of all elements of a path."""
    return [text(each) for each in tree.findall(path)]


def classes(tree: Element) -> set[str]:
    """Return the classes of an element."""
    return set(tree.get("class", "").split())
