"""Each component folder is complete, and declares exactly what its macros take."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import nodes

from portal.theming import rendering
from portal.theming.rendering import render_page
from portal.theming.styleguide import Component, components, components_dir

ALL = list(components())
TESTS = Path(__file__).parent / "components"
environment = rendering._environment


def ids(component: Component) -> str:
    return component.folder


def macros(component: Component) -> dict[str, nodes.Macro]:
    path = components_dir() / component.folder / "template.html"
    tree = environment().parse(path.read_text(encoding="utf-8"))
    return {each.name: each for each in tree.find_all(nodes.Macro)}


def test_every_folder_has_template_declaration_and_example() -> None:
    for folder in components_dir().iterdir():
        present = {path.name for path in folder.iterdir()}
        assert present == {"template.html", "component.toml", "example.html"}, folder


@pytest.mark.parametrize("component", ALL, ids=ids)
def test_every_component_has_tests_of_its_own(component: Component) -> None:
    path = TESTS / f"test_{component.folder.replace('-', '_')}.py"
    assert path.is_file(), f"no tests of what '{component.folder}' draws: {path.name}"
    text = path.read_text(encoding="utf-8")
    for declared in component.macros:
        drawn = f'drawn("{component.folder}", "{declared["name"]}"'
        assert drawn in " ".join(text.split()).replace("( ", "("), drawn


@pytest.mark.parametrize("component", ALL, ids=ids)
def test_declared_parameters_match_the_macro(component: Component) -> None:
    written = macros(component)
    for declared in component.macros:
        macro = written[declared["name"]]
        names = [argument.name for argument in macro.args]
        optional = names[len(names) - len(macro.defaults) :]
        assert [each["name"] for each in declared["parameters"]] == names
        required = [each["name"] for each in declared["parameters"] if each["required"]]
        assert required == [name for name in names if name not in optional]


@pytest.mark.parametrize("component", ALL, ids=ids)
def test_example_uses_every_public_macro(component: Component) -> None:
    text = Path(components_dir() / component.folder / "example.html").read_text()
    for declared in component.macros:
        assert f"{declared['name']}(" in text


@pytest.mark.parametrize("component", ALL, ids=ids)
def test_example_renders(component: Component) -> None:
    assert "<" in render_page(component.example, {})
