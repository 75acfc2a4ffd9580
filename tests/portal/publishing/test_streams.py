from __future__ import annotations

import pytest

from portal.publishing.cards import ALL
from portal.publishing.releases import Release
from portal.publishing.store import Store


def test_long_list_is_read_one_by_one_with_the_same_cards_and_digest(
    built: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    with built.open_manifest() as manifest:
        kept = Store(manifest).view()
        short = kept.everything(ALL)
        monkeypatch.setattr("portal.publishing.store._SHORT", 1)
        streamed = Store(manifest).view()
        long = streamed.everything(ALL)

        assert isinstance(short, list)
        assert not isinstance(long, list)
        assert list(long) == list(long) == short
        assert len(long) == len(short) > 1
        assert short[0] in long
        assert None not in long
        assert streamed.reads == kept.reads
