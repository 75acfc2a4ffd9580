from __future__ import annotations

import pytest
from django.test import override_settings

from search.checks import check_search_url


@pytest.mark.parametrize("url", ["embedded:", "elasticsearch://es:9200/portal"])
def test_good_search_url_passes(url: str) -> None:
    with override_settings(PORTAL_SEARCH_URL=url):
        assert check_search_url() == []


def test_wrong_search_url_is_an_error() -> None:
    with override_settings(PORTAL_SEARCH_URL="solr://es:9200/portal"):
        found = check_search_url()
    assert [message.id for message in found] == ["search.E001"]
    assert "solr" in found[0].msg
