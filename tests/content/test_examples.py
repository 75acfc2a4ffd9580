from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from content import expression_parser, fields, option_lines
from content.models import keyed_page


@pytest.mark.parametrize(
    "module", [expression_parser, fields, option_lines, keyed_page]
)
def test_examples_in_docstrings_hold(module: ModuleType) -> None:
    failed, tried = doctest.testmod(module)
    assert tried > 0
    assert failed == 0
