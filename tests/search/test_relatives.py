from __future__ import annotations

import doctest

from search import relatives
from search.lexicon import default_lexicon
from search.relatives import related_names


def test_examples_in_docstrings_hold() -> None:
    assert doctest.testmod(relatives).failed == 0


def test_variants_of_one_matter_are_related() -> None:
    found = related_names(
        (), ("旅馆业许可证核发", "旅馆业许可证变更（县级）", "养犬登记")
    )
    assert found == {
        "旅馆业许可证核发": ("旅馆业许可证变更县级",),
        "旅馆业许可证变更县级": ("旅馆业许可证核发",),
    }


def test_matters_of_a_topic_go_before_variants() -> None:
    near = default_lexicon().relatives["国内结婚登记"]
    assert "补领结婚证" in near
    assert "国内结婚登记" not in near
