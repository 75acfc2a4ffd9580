"""Tell the owners of a page that it could not be made, and why.

Its last good copy stays public and everything else goes out: nobody would notice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from content.models import MatterPage
from portal.outbox.mails import send_later
from portal.publishing.links import address_of
from portal.publishing.models import MatterVersion
from portal.publishing.receipts import shortened

_GUIDES: Final = "guides/"


def tell_owners(failed: Mapping[str, str]) -> None:
    """Send one mail for each matter with pages that failed: to author and publisher.

    `failed` maps paths of outputs to errors.
    """
    by_code: dict[str, dict[str, str]] = {}
    for path, error in failed.items():
        if path.startswith(_GUIDES):
            code = path.removeprefix(_GUIDES).partition("/")[0]
            by_code.setdefault(code, {})[path] = error
    pages = MatterPage.objects.filter(slug__in=by_code).select_related("owner")
    publishers = dict(
        MatterVersion.objects.filter(
            code__in=by_code, effective_to__isnull=True
        ).values_list("code", "published_by__email")
    )
    for page in pages:
        _tell(page, by_code[page.slug], publishers.get(page.slug) or "")


def _tell(page: MatterPage, failed: Mapping[str, str], publisher: str) -> None:
    owner = page.owner.email if page.owner else ""
    told = "\n".join(
        f"{address_of(path)}: {shortened(error)}"
        for path, error in sorted(failed.items())
    )
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = _(
        "“%(name)s”的新内容没能做成网页，公众仍看到上一次的内容，其他页面照常公布。\n\n"
        "%(told)s\n\n请改正后重新发布：%(edit)s\n"
    ) % {"name": page.title, "told": told, "edit": f"{settings.PORTAL_BASE_URL}{edit}"}
    digest = hashlib.sha256(told.encode()).hexdigest()[:16]
    subject = _("没能公布：%(name)s") % {"name": page.title}
    send_later(f"quarantine:{page.slug}:{digest}", [owner, publisher], subject, text)
