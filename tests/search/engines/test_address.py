from __future__ import annotations

from pathlib import Path

import pytest

from search.engines.address import parse_search_url
from search.errors import SearchConfigError


def test_embedded_address_has_no_cluster() -> None:
    assert parse_search_url("embedded:") is None


def test_cluster_address_is_read() -> None:
    address = parse_search_url("elasticsearch://es.example:9200/portal")
    assert address is not None
    assert (address.nodes, address.alias) == (("http://es.example:9200",), "portal")


def test_cluster_address_with_tls_user_and_several_nodes() -> None:
    address = parse_search_url("elasticsearch+https://me:p%40ss@a:9200,b:9201/portal")
    assert address is not None
    assert address.nodes == ("https://a:9200", "https://b:9201")
    assert (address.user, address.password) == ("me", "p@ss")


def test_authority_of_the_certificates_is_a_file_that_is_there(tmp_path: Path) -> None:
    authority = tmp_path / "ca.pem"
    url = f"elasticsearch+https://a:9200/portal?ca={authority}"
    with pytest.raises(SearchConfigError, match=r"ca\.pem', which is not there"):
        parse_search_url(url)
    authority.touch()
    address = parse_search_url(url)
    assert address is not None
    assert address.ca == str(authority)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "elastic",
        "http://es:9200/portal",
        "elasticsearch://es:9200",
        "elasticsearch://es/portal",
        "elasticsearch:///portal",
        "elasticsearch://es:9200/Por*tal",
        "elasticsearch://es:9200/_all",
        "embedded://somewhere",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SearchConfigError, match="PORTAL_SEARCH_URL"):
        parse_search_url(url)


def test_refusal_does_not_repeat_the_password() -> None:
    with pytest.raises(SearchConfigError) as refusal:
        parse_search_url("elasticsearch://me:geheim@es:9200/")
    assert "geheim" not in str(refusal.value)
