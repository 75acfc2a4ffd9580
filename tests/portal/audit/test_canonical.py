from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, strategies as st

from portal.audit.canonical import canonical_json, digest_of, sha256_text
from portal.audit.errors import CanonicalFormError

WHOLE = st.integers(min_value=-(2**53) + 1, max_value=2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | WHOLE | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": [True, None, "茶"]}, '{"a":[true,null,"茶"],"b":1}'),
        ({}, "{}"),
        ((), "[]"),
        ('a\n"\\\u0007', '"a\\n\\"\\\\\\u0007"'),
        # RFC 8785 sorts by UTF-16 code units: a surrogate pair before U+FB33.
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_text_of_a_value_is_the_one_of_the_standard(value: object, text: str) -> None:
    assert canonical_json(value) == text


@given(VALUES)
def test_text_reads_back_as_the_value(value: Any) -> None:
    assert json.loads(canonical_json(value)) == value


@given(st.dictionaries(st.text(), WHOLE, min_size=1))
def test_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical_json(turned) == canonical_json(value)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": 0.5}, "$.a"),
        ({"a": [Decimal("1.0")]}, "$.a[0]"),
        ({1: "a"}, "$"),
        (b"bytes", "$"),
        (2**53, "$"),
        ({"a": "\ud800"}, "$.a"),
    ],
)
def test_value_without_one_text_is_refused_with_its_place(
    value: object, place: str
) -> None:
    with pytest.raises(CanonicalFormError) as refused:
        canonical_json(value)
    assert f"'{place}'" in str(refused.value)


def test_digest_is_that_of_the_text() -> None:
    assert digest_of({"a": 1}) == sha256_text('{"a":1}')
    assert (
        sha256_text("")
        == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
