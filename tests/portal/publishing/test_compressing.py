"""Answers that the server makes are packed for readers who take it."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_answer_is_packed_where_the_reader_takes_it(client: Client) -> None:
    plain = client.get("/search/")
    packed = client.get("/search/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 2
    assert "</html>" in gzip.decompress(packed.content).decode("utf-8")
