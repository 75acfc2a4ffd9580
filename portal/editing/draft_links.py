"""Show a matter's draft to another front end, as data, by a link that ends.

A link is for the draft as it was when the link was made: with the next change, with the
publication, with its time or by hand it is over.
"""

from __future__ import annotations

import datetime
import logging
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from content import payloads
from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.models import DraftLink
from portal.editing.tokens import digest_of, new_token
from portal.publishing.models import MatterVersion

logger = logging.getLogger(__name__)

DEFAULT_DAYS: Final = 7
LONGEST_DAYS: Final = 30


class DraftError(Exception):
    """Base of every error of draft links; the text is for the person who asks."""


class DraftRefused(DraftError):
    """A link cannot be made."""


class DraftUnknown(DraftError):
    """No link has this token."""


class DraftGone(DraftError):
    """The link is over; the text says why."""


def may_share(user: Any, page: Page) -> bool:
    """Tell whether a person may make and end links to a page's draft."""
    return isinstance(page, MatterPage) and bool(
        page.permissions_for_user(user).can_edit()
    )


def make_link(
    user: User, page_id: int, *, days: int = DEFAULT_DAYS
) -> tuple[DraftLink, str]:
    """Return a new link to a page's latest draft with its token, shown this one time.

    Raises:
        PermissionDenied: the person may not edit the page.
        DraftRefused: the page has no draft, or the link would last too long.
    """
    page = _shared_by(user, page_id)
    if not 1 <= days <= LONGEST_DAYS:
        raise DraftRefused(_("草稿数据链接可以用 1 到 %d 天") % LONGEST_DAYS)
    with transaction.atomic():
        locked = Page.objects.select_for_update().get(pk=page.pk)
        revision = locked.latest_revision
        if revision is None or (locked.live and revision.pk == locked.live_revision_id):
            raise DraftRefused(_("这个页面没有未公布的修改,请先保存草稿"))
        token = new_token()
        link = DraftLink.objects.create(
            page_id=page.pk,
            revision_id=revision.pk,
            saved_at=revision.created_at,
            token_digest=digest_of(token),
            expires_at=timezone.now() + datetime.timedelta(days=days),
            made_by=user,
        )
    logger.info("draft link made page=%d link=%d days=%d", page.pk, link.pk, days)
    return link, token


def revoke_link(user: User, link_id: int) -> DraftLink:
    """End a link.

    Raises:
        PermissionDenied: the person may not edit its page.
    """
    link = DraftLink.objects.select_related("page").get(pk=link_id)
    _shared_by(user, link.page_id)
    DraftLink.objects.filter(pk=link_id).update(revoked=True)
    link.revoked = True
    logger.info("draft link revoked page=%d link=%d", link.page_id, link.pk)
    return link


def links_of(page: Page) -> QuerySet[DraftLink]:
    """Return the links to a page's drafts, the newest first."""
    return (
        DraftLink.objects.filter(page=page.pk)
        .select_related("made_by", "page")
        .order_by("-pk")
    )


def end_of(link: DraftLink) -> str:
    """Say why a link is over; empty while it can be used."""
    page, revision = link.page, link.page.latest_revision
    if link.revoked:
        return _("这个草稿数据链接已经作废")
    if link.expires_at <= timezone.now():
        return _("这个草稿数据链接已经到期,请向编辑再要一个")
    if page.live and page.live_revision_id == link.revision_id:
        return str(_("这份草稿已经公布,请用 /api/v1/guides/%s/") % page.slug)
    if (
        revision is None
        or revision.pk != link.revision_id
        or revision.created_at != link.saved_at
    ):
        return _("这份草稿后来又改过,请向编辑再要一个链接")
    return ""


def draft_of(token: str) -> dict[str, Any]:
    """Return a draft by its token, as the guide that would be published now.

    Raises:
        DraftUnknown: there is no such link.
        DraftGone: it is over; the text says why.
    """
    found = DraftLink.objects.select_related("page__latest_revision", "revision")
    link = found.filter(token_digest=digest_of(token)).first()
    if link is None or link.revision is None:
        raise DraftUnknown(_("没有这个草稿数据链接,请检查是否写全"))
    if reason := end_of(link):
        raise DraftGone(reason)
    page: MatterPage = link.revision.as_object()
    payload = payloads.matter_payload(page)
    versions = MatterVersion.objects.filter(matter_key=page.translation_key)
    last = versions.aggregate(last=Max("number"))["last"] or 0
    return {
        "code": payload["code"],
        "version": last + 1,
        "published_at": timezone.now().isoformat(),
        "matter": payload,
    }


def _shared_by(user: User, page_id: int) -> MatterPage:
    page = Page.objects.get(pk=page_id).specific
    if not isinstance(page, MatterPage) or not may_share(user, page):
        raise PermissionDenied(_("草稿数据链接由能修改这个事项的人管理"))
    return page
