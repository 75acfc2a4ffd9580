"""The editors' list of reported errors, and the form that closes one."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from portal.feedback.forms import AnswerForm
from portal.feedback.models import ErrorReport
from portal.feedback.services import RIGHT, answer_report, may_answer


class AnsweringOnly(ModelPermissionPolicy):
    """Reports come from readers and stay: staff answer them, nothing else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"change", "view"} and may_answer(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


class AnswerView(EditView):
    """Closes a report with an answer."""

    def save_instance(self) -> ErrorReport:
        told = self.form.cleaned_data
        return answer_report(
            self.request.user,
            self.object.pk,
            outcome=told["outcome"],
            answer=told["answer"].strip(),
        )


class ErrorReportViews(ModelViewSet):
    """The reports, those that wait first."""

    model = ErrorReport
    name = "error_reports"
    icon = "warning"
    menu_label = _("网站纠错")
    menu_order = 152
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    ordering: Final = ["outcome", "due_on", "pk"]
    list_display: Final = ["page", "get_fault_display", "text", "due_on", "state"]
    list_filter: Final = ["outcome", "fault"]
    search_fields: Final = ["code", "page", "text"]
    search_backend_name = None
    edit_view_class = AnswerView
    edit_handler = ObjectList(
        [
            FieldPanel("page", read_only=True),
            FieldPanel("fault", read_only=True),
            FieldPanel("text", read_only=True),
            FieldPanel("due_on", read_only=True),
            FieldPanel("outcome"),
            FieldPanel("answer"),
        ],
        base_form_class=AnswerForm,
    )

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Offer the one right that there is."""
        app, _dot, codename = RIGHT.partition(".")
        return Permission.objects.filter(content_type__app_label=app, codename=codename)
