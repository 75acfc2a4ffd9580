"""What dynamic pages share with static ones."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from portal.publishing.models import RecordSnapshot
from portal.publishing.page_values import default_site
from portal.publishing.recent import Recent


def site(_request: HttpRequest) -> dict[str, Any]:
    """Return the published site payload as `site`, for every dynamic page."""
    return {"site": _payload()}


@Recent
def _payload() -> dict[str, Any]:
    snapshot = RecordSnapshot.objects.filter(
        kind=RecordSnapshot.Kind.SITE, key="site"
    ).first()
    return default_site() if snapshot is None else snapshot.payload
