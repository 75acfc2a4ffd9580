"""Give Wagtail's desk the reported errors."""

from __future__ import annotations

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from portal.feedback import desk
from portal.feedback.models import ErrorReport

register_permission_policy(ErrorReport, desk.AnsweringOnly(ErrorReport))


@hooks.register("register_admin_viewset")
def register_reports() -> desk.ErrorReportViews:
    """Add the reported errors."""
    return desk.ErrorReportViews()
