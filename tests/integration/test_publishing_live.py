"""A published edit is everywhere within seconds; an unpublished guide is nowhere."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.portal import (
    Installation,
    RunningPortal,
    wait_for,
)
from tests.services.elasticsearch import ElasticsearchNode
from tests.services.ports import free_port

LIVE_SECONDS = 5
CODE = "elder-allowance"
RENAME = """
from content.models import MatterPage
page = MatterPage.objects.get(code="{code}").get_latest_revision_as_object()
page.title = "{title}"
page.save_revision().publish()
"""
WITHDRAW = """
from content.models import MatterPage
MatterPage.objects.get(code="{code}").unpublish()
"""


def publish(installation: Installation, code: str, title: str) -> None:
    installation.python(RENAME.format(code=code, title=title))


def title_in_json(portal: RunningPortal, code: str) -> str:
    status, text = portal.get(f"/guides/{code}/index.json")
    return str(json.loads(text)["matter"]["guide"]["name"]) if status == 200 else ""


def codes_found(installation: Installation, text: str, engine: str) -> list[str]:
    report = installation.report("search_guides", text, "--engine", engine)
    return [hit["code"] for hit in report["hits"] if text in hit["title"]]


def test_published_edit_is_live_everywhere_within_five_seconds(
    portal: RunningPortal,
) -> None:
    publish(portal.installation, CODE, "高龄津贴申领新名称")
    seconds = wait_for(
        lambda: "高龄津贴申领新名称" in portal.get(f"/guides/{CODE}/")[1],
        LIVE_SECONDS,
        "the page to show the new name",
    )
    wait_for(
        lambda: (
            title_in_json(portal, CODE) == "高龄津贴申领新名称"
            and "高龄津贴申领新名称" in portal.get("/departments/mzj/")[1]
            and "高龄津贴申领新名称" in portal.get(f"/guides/{CODE}/notice/")[1]
            and "高龄津贴申领新名称" in portal.get("/search/?q=高龄津贴申领新名称")[1]
        ),
        LIVE_SECONDS - seconds,
        "JSON, list, notification and search to show the new name",
    )


def test_unpublished_guide_is_gone_everywhere(portal: RunningPortal) -> None:
    portal.installation.python(WITHDRAW.format(code="veteran-card"))
    wait_for(
        lambda: (
            portal.status("/guides/veteran-card/") == 410
            and portal.status("/guides/veteran-card/index.json") == 410
            and "/guides/veteran-card/" not in portal.get("/departments/tyj/")[1]
            and "/guides/veteran-card/" not in portal.get("/search/?q=优待证")[1]
        ),
        LIVE_SECONDS,
        "page, JSON, list and search to forget the guide",
    )


def test_unknown_matter_gives_a_page_with_search(portal: RunningPortal) -> None:
    status, text = portal.get("/guides/no-such-matter/")
    assert status == 404
    assert 'action="/search/"' in text


def test_killed_worker_leaves_old_pages_whole_and_another_finishes(
    portal: RunningPortal,
) -> None:
    before = portal.get("/guides/marriage/")[1]
    for process in portal.processes[1:]:
        os.kill(process.pid, signal.SIGSTOP)
    publish(portal.installation, "marriage", "结婚登记改名")
    for process in portal.processes[1:]:
        os.kill(process.pid, signal.SIGKILL)
        process.wait(10)
    del portal.processes[1:]
    assert portal.get("/guides/marriage/")[1] == before
    portal.start_worker()
    wait_for(
        lambda: "结婚登记改名" in portal.get("/guides/marriage/")[1],
        60,
        "the restarted worker to finish the job",
    )
    assert portal.installation.report("check_site")["broken_links"] == []


@pytest.fixture(scope="module")
def cluster_portal(
    demo_installation: Installation,
    elasticsearch_node: ElasticsearchNode,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningPortal]:
    """A portal that searches with Elasticsearch."""
    copy = demo_installation.copy(
        tmp_path_factory.mktemp("cluster") / "var",
        search_url=elasticsearch_node.search_url("portal-live"),
    )
    copy.report("rebuild_index")
    running = RunningPortal(copy, free_port())
    running.start()
    # The dictionaries are loaded before a test looks at the clock.
    running.get("/search/?q=公积金")
    yield running
    running.stop()


JUDGED = (
    *("--queries", "fixtures/search/queries-dev.tsv"),
    *("--qrels", "fixtures/search/qrels-dev.tsv"),
)


@pytest.mark.elasticsearch
def test_both_engines_find_well_and_alike(cluster_portal: RunningPortal) -> None:
    found = {
        engine: cluster_portal.installation.report(
            "evaluate_search", *JUDGED, "--engine", engine
        )["ndcg_at_10"]
        for engine in ("embedded", "elasticsearch")
    }
    assert min(found.values()) >= 0.80
    assert abs(found["embedded"] - found["elasticsearch"]) <= 0.03


@pytest.mark.elasticsearch
def test_edit_and_withdrawal_reach_both_engines(cluster_portal: RunningPortal) -> None:
    installation = cluster_portal.installation
    publish(installation, "dibao", "低保认定新说法")
    installation.python(WITHDRAW.format(code="nurse"))
    cluster_portal_synced = Path(installation.folder / "releases/current/guides/nurse")
    wait_for(
        lambda: (
            "低保认定新说法" in cluster_portal.get("/guides/dibao/")[1]
            and "低保认定新说法" in cluster_portal.get("/search/?q=低保认定新说法")[1]
            and not (cluster_portal_synced / "index.html").exists()
        ),
        LIVE_SECONDS * 2,
        "file and search to follow",
    )
    for engine in ("embedded", "elasticsearch"):
        assert codes_found(installation, "低保认定新说法", engine) == ["dibao"]
        hits = installation.report("search_guides", "护士", "--engine", engine)["hits"]
        assert "nurse" not in [hit["code"] for hit in hits]


@pytest.mark.elasticsearch
def test_killed_node_is_answered_for_and_publishing_catches_up(
    cluster_portal: RunningPortal, elasticsearch_node: ElasticsearchNode
) -> None:
    elasticsearch_node.kill()
    try:
        seconds = wait_for(
            lambda: "备用检索" in cluster_portal.get("/search/?q=公积金提取")[1],
            2,
            "search to answer from the embedded index and say so",
        )
        assert seconds < 2
        publish(cluster_portal.installation, "divorce", "离婚登记断网时改名")
        wait_for(
            lambda: "离婚登记断网时改名" in cluster_portal.get("/guides/divorce/")[1],
            LIVE_SECONDS,
            "publishing to go on",
        )
    finally:
        elasticsearch_node.start()
    wait_for(
        lambda: (
            codes_found(
                cluster_portal.installation, "离婚登记断网时改名", "elasticsearch"
            )
            == ["divorce"]
        ),
        90,
        "Elasticsearch to catch up",
    )
