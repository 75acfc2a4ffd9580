"""Whatever is asked, the read API answers as its OpenAPI document says.

Requests are made from the document itself, within this process: no server, no socket.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

import jsonschema_rs
import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, settings as example_settings
from pytest_django import Settings
from schemathesis import BaseSchema, Case, checks
from schemathesis.generation.hypothesis.builder import (
    HypothesisTestConfig,
    HypothesisTestMode,
    create_test,
)

from content import payloads
from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.draft_links import make_link, revoke_link
from portal.finding.api import api
from portal.wsgi import application
from search.errors import SearchUnavailable
from tests.factories import content
from tests.portal.finding.published import publish_site

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"
OPERATIONS = (
    "list_guides",
    "get_guide",
    "list_records",
    "get_record",
    "get_draft",
    "search_guides",
    "suggest_guides",
)
READS_ONE = {"get_guide", "get_record", "get_draft"}
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]
# The same examples on every machine: a red build means a change for the worse.
EXAMPLES = example_settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def document(
    db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> BaseSchema:
    """The document of a portal with two guides; nobody asks too often."""
    publish_site(settings, tmp_path, "elder-allowance", "marriage")
    (throttle,) = api.throttle
    monkeypatch.setattr(throttle, "num_requests", 1_000_000)
    settings.SEARCH_RATES = dict.fromkeys(settings.SEARCH_RATES, "1000000/m")
    return schemathesis.openapi.from_wsgi(DOCUMENT, unpacked)


def unpacked(
    environ: WSGIEnvironment, start_response: StartResponse
) -> Iterable[bytes]:
    """Answer like the portal to a client that takes nothing packed.

    The client within the process offers to, and then unpacks nothing.
    """
    environ.pop("HTTP_ACCEPT_ENCODING", None)
    return application(environ, start_response)


def test_document_is_sound_and_nothing_in_it_is_left_out(document: BaseSchema) -> None:
    document.validate()
    paths = document.raw_schema["paths"].values()
    found = [each["operationId"] for path in paths for each in path.values()]
    assert sorted(found) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_answer_is_declared(document: BaseSchema, name: str) -> None:
    statuses: set[int] = set()

    def ask(case: Case) -> None:
        answer = case.call_and_validate(checks=CHECKS)
        statuses.add(answer.status_code)

    run = create_test(
        operation=document.find_operation_by_id(name),
        test_func=ask,
        config=HypothesisTestConfig(
            project=document.config,
            modes=[HypothesisTestMode.COVERAGE, HypothesisTestMode.FUZZING],
            settings=EXAMPLES,
        ),
    )
    run()

    assert statuses >= {404 if name in READS_ONE else 200, 405}


@pytest.mark.parametrize("code", ["elder-allowance", "marriage"])
def test_published_guide_has_the_declared_shape(
    document: BaseSchema, code: str
) -> None:
    operation = document.find_operation_by_id("get_guide")
    case = operation.Case(path_parameters={"code": code})
    assert case.call_and_validate(checks=CHECKS).status_code == 200


@pytest.mark.parametrize("kind", ["power", "hall", "department", "list"])
def test_published_records_have_the_declared_shape(
    document: BaseSchema, kind: str
) -> None:
    listed = document.find_operation_by_id("list_records")
    one = document.find_operation_by_id("get_record")
    case = listed.Case(path_parameters={"kind": kind})
    for row in case.call_and_validate(checks=CHECKS).json()["items"]:
        wanted = {"kind": kind, "key": row["key"]}
        answer = one.Case(path_parameters=wanted).call_and_validate(checks=CHECKS)
        assert answer.json() == row


def test_draft_and_ended_link_have_the_declared_shapes(document: BaseSchema) -> None:
    page = MatterPage.objects.get(slug="marriage")
    page.summary = "还没有公布"
    page.save_revision()
    administrator = User.objects.create_superuser("administrator")
    link, token = make_link(administrator, page.pk)
    operation = document.find_operation_by_id("get_draft")
    case = operation.Case(path_parameters={"token": token})
    assert case.call_and_validate(checks=CHECKS).status_code == 200
    revoke_link(administrator, link.pk)
    assert case.call_and_validate(checks=CHECKS).status_code == 410


def test_unchanged_answer_is_declared(document: BaseSchema) -> None:
    operation = document.find_operation_by_id("list_guides")
    first = operation.Case().call_and_validate(checks=CHECKS)
    known = {"If-None-Match": first.headers["etag"][0]}
    again = operation.Case(headers=known).call_and_validate(checks=CHECKS)
    assert (again.status_code, again.content) == (304, b"")


def test_too_many_questions_are_declared(
    document: BaseSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(api.throttle[0], "num_requests", 0)
    case = document.find_operation_by_id("list_guides").Case()
    assert case.call_and_validate(checks=CHECKS).status_code == 429


def test_search_that_is_away_is_declared(
    document: BaseSchema, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_request: object) -> None:
        raise SearchUnavailable("the engine does not answer")

    monkeypatch.setattr("portal.finding.api.search", away)
    case = document.find_operation_by_id("list_guides").Case(query={"q": "x"})
    told = case.call_and_validate(checks=CHECKS[1:])
    assert told.status_code == 503


def test_every_guide_and_catalogue_entry_is_what_the_document_says(db: None) -> None:
    told = api.get_openapi_schema()
    shape = {"$ref": "#/components/schemas/Matter", "components": told["components"]}
    check = jsonschema_rs.validator_for(shape)
    pages = [content.guide_matter(slug) for slug in content.GUIDE_SLUGS]
    for page in [*pages, content.catalogue_matter()]:
        faults = check.iter_errors(payloads.matter_payload(page))
        assert [str(each) for each in faults] == [], page.slug
