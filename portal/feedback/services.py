"""Take a reader's report of an error, and close it with an answer."""

from __future__ import annotations

import secrets
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from portal.accounts.models import User
from portal.feedback.models import ErrorReport
from portal.workdays.selectors import NATION, calendar_for

RIGHT: Final = "feedback.change_errorreport"
# Working days until the answer, as the form promises.
ANSWER_DAYS: Final = 3
# Without signs that look like others on paper.
_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH: Final = 10


def may_answer(user: User | AnonymousUser) -> bool:
    """Tell whether a person answers reports."""
    return bool(user.is_active and user.has_perm(RIGHT))


def report_error(*, page: str, fault: str, text: str) -> ErrorReport:
    """Keep a report and give it a code with which the answer can be read."""
    calendar = calendar_for(NATION)
    return ErrorReport.objects.create(
        code="".join(secrets.choice(_SIGNS) for _sign in range(_CODE_LENGTH)),
        page=page,
        fault=fault,
        text=text,
        due_on=calendar.add_workdays(timezone.localdate(), ANSWER_DAYS),
    )


def answer_report(
    user: User | AnonymousUser, pk: int, *, outcome: str, answer: str
) -> ErrorReport:
    """Close a report with an answer, once.

    Raises:
        PermissionDenied: the person may not.
        ValidationError: it is closed already.
    """
    if not (isinstance(user, User) and may_answer(user)):
        raise PermissionDenied(_("网站纠错由政务服务部门的编辑和发布人员答复"))
    with transaction.atomic():
        report = ErrorReport.objects.select_for_update().get(pk=pk)
        if report.outcome:
            raise ValidationError(
                _("%(code)s 已经答复过了，答复不能再改") % {"code": report.code}
            )
        report.outcome, report.answer = outcome, answer
        report.answered_by, report.answered_at = user, timezone.now()
        report.save(update_fields=["outcome", "answer", "answered_by", "answered_at"])
        log(instance=report, action="wagtail.edit", user=user, content_changed=True)
    return report
