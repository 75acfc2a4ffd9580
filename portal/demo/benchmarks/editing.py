"""How long an editor waits for a guide with many rows, and for its draft to be saved."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterable
from http import HTTPStatus
from statistics import median
from typing import Any, Final

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from content.models import MatterPage
from portal.accounts.models import User
from portal.demo.benchmarks.forms import sent_fields

# Rows of the guide; each rule has a condition.
MATERIALS: Final = 30
STAGES: Final = 12
CONDITIONS: Final = 20
GUIDE: Final = "elder-allowance"
_FORM_ID: Final = "page-edit-form"


def measure(repeats: int) -> dict[str, Any]:
    """Open and save a guide's editor; nothing is kept.

    The reference is the editor of a matter of the catalogue, which has no rows.

    Raises:
        CommandError: the demo is not installed here, or a page does not answer.
    """
    guide = MatterPage.objects.filter(code=GUIDE).first()
    plain = MatterPage.objects.filter(kind="catalogue", live=True).first()
    if guide is None or plain is None:
        raise CommandError(
            f"The benchmark needs the demo's guide '{GUIDE}' and a matter of the "
            "catalogue; run 'manage.py demo --no-serve' first."
        )
    allowed = [*settings.ALLOWED_HOSTS, "testserver"]
    with transaction.atomic(), override_settings(ALLOWED_HOSTS=allowed):
        editor = User.objects.create(username="benchmark-editor", is_superuser=True)
        client = Client()
        client.force_login(editor)
        rows = grow(guide)
        _settle(guide)
        told = _timed(client, guide, plain, repeats)
        transaction.set_rollback(True)
    return {"benchmark": "editing", "rows": rows, "repeats": repeats, **told}


def grow(guide: MatterPage) -> dict[str, int]:
    """Save a draft of a guide with as many rows as the goal names; return how many."""
    draft = guide.get_latest_revision_as_object()
    draft.materials.set(repeated(draft.materials.all(), MATERIALS))
    draft.stages.set(repeated(draft.stages.all(), STAGES))
    draft.scenario_rules.set(repeated(draft.scenario_rules.all(), CONDITIONS))
    draft.save_revision()
    return {"materials": MATERIALS, "stages": STAGES, "conditions": CONDITIONS}


def repeated(rows: Iterable[Any], amount: int) -> list[Any]:
    """Return so many rows, copies with names of their own after the given ones."""
    given = list(rows)
    made = given[:amount]
    while len(made) < amount:
        row: models.Model = copy.copy(given[len(made) % len(given)])
        row.pk = None
        row.name = f"{row.name}{len(made)}"  # type: ignore[attr-defined]
        made.append(row)
    for position, each in enumerate(made):
        each.sort_order = position
    return made


def _settle(guide: MatterPage) -> None:
    """End a review that waits on the page, which would lock it."""
    state = guide.current_workflow_state
    if state is not None:
        state.cancel()


def _timed(
    client: Client, guide: MatterPage, plain: MatterPage, repeats: int
) -> dict[str, Any]:
    address, reference = _edit_url(guide), _edit_url(plain)
    opened, referred = [], []
    html = _get(client, address)
    _get(client, reference)
    for _ in range(repeats):
        opened.append(_seconds(_get, client, address))
        referred.append(_seconds(_get, client, reference))
    with CaptureQueriesContext(connection) as opening:
        _get(client, address)
    fields = sent_fields(html, _FORM_ID)
    saved = [_seconds(_save, client, address, fields) for _ in range(repeats)]
    with CaptureQueriesContext(connection) as saving:
        _save(client, address, fields)
    base = median(referred)
    return {
        "open_seconds": round(median(opened), 3),
        "save_seconds": round(median(saved), 3),
        "reference_open_seconds": round(base, 3),
        "open_ratio": round(median(opened) / base, 2),
        "save_ratio": round(median(saved) / base, 2),
        "open_queries": len(opening),
        "save_queries": len(saving),
        "page_kilobytes": len(html.encode()) // 1024,
        "fields_sent": len(fields),
    }


def _seconds(function: Any, *arguments: Any) -> float:
    started = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - started


def _get(client: Client, address: str) -> str:
    response = client.get(address)
    if response.status_code != HTTPStatus.OK:
        raise CommandError(f"{address} answered {response.status_code}; expected 200.")
    return response.content.decode()


def _save(client: Client, address: str, fields: dict[str, list[str]]) -> None:
    response: Any = client.post(address, fields)
    if response.status_code != HTTPStatus.FOUND:
        errors = response.context["form"].errors if response.context else ""
        raise CommandError(
            f"{address} did not save the draft ({response.status_code}): {errors}"
        )


def _edit_url(page: MatterPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])
