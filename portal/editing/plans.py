"""Looking published pages through again: when, who is reminded, who has done it."""

from __future__ import annotations

import calendar
import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.editing.models import ReviewConfirmation, ReviewPlan
from portal.outbox.mails import send_later

EARLY: Final = datetime.timedelta(days=14)


def confirm(known: ReviewPlan, user: Any) -> ReviewPlan:
    """Note that a page was looked through today and found right; the plan goes on."""
    with transaction.atomic():
        ReviewConfirmation.objects.create(page_id=known.page_id, by=user)
        known.review_on = months_later(timezone.localdate(), known.months)
        known.reminded_early = known.reminded_due = False
        known.save()
    return known


def months_later(day: datetime.date, months: int) -> datetime.date:
    """Return the same day some months later, or the last day of a shorter month.

    >>> months_later(datetime.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return datetime.date(year, month + 1, min(day.day, last))


def remind_contacts() -> int:
    """Mail the contacts of pages that are due soon or today, once each; return how many."""
    today = timezone.localdate()
    early = Q(review_on__lte=today + EARLY, reminded_early=False)
    due = Q(review_on__lte=today, reminded_due=False)
    plans = ReviewPlan.objects.filter(early | due, page__live=True)
    sent = 0
    for each in plans.select_related("page").iterator():
        with transaction.atomic():
            each.reminded_early = True
            each.reminded_due = each.review_on <= today
            each.save(update_fields=["reminded_early", "reminded_due"])
            send_later(f"review-{each.pk}", [each.contact_mail], *_mail(each))
        sent += 1
    return sent


def _mail(each: ReviewPlan) -> tuple[str, str]:
    told = {
        "name": each.contact_name,
        "title": each.page.title,
        "on": each.review_on.isoformat(),
        "address": f"{settings.PORTAL_BASE_URL}{each.page.specific.static_path()}",
    }
    subject = _("请复核:%(title)s") % told
    text = _(
        "%(name)s:\n\n“%(title)s”应在 %(on)s 前复核一次。请看公开页面:\n%(address)s\n\n"
        "内容仍然正确的,请告诉本部门编辑登记复核;有变化的,请告诉编辑改哪里。"
    )
    return subject, text % told
