from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState

from portal.editing.policy import department_key_of, is_in_group, may_let_through
from portal.editing.role_names import DepartmentRole, group_name


class DepartmentTask(Task):
    """A step of the workflow, done by one role of the page's own department.

    Whoever wrote a part of the change has no action here, and is refused when asking
    for one all the same.
    """

    duty = models.CharField(_("岗位"), max_length=10, choices=DepartmentRole.choices)
    days = models.PositiveSmallIntegerField(
        _("期限(工作日)"), default=2, validators=[MinValueValidator(1)]
    )

    admin_form_fields = [*Task.admin_form_fields, "duty", "days"]

    class Meta:
        verbose_name = _("部门审核任务")
        verbose_name_plural = _("部门审核任务")

    def _is_mine(self, page: Page, user: Any) -> bool:
        return user.is_superuser or is_in_group(
            user, group_name(department_key_of(page), DepartmentRole(self.duty))
        )

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self._is_mine(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        # Who examines a change does not write it.
        del obj, user
        return True

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self._is_mine(obj, user)

    def user_can_unlock(self, obj: Page, user: Any) -> bool:
        del obj, user
        return False

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, Any, bool]]:
        """Return what a person may do: nothing on a change of one's own."""
        if not self._is_mine(obj, user) or not may_let_through(user, obj):
            return []
        return [
            ("reject", _("退回修改"), True),
            ("approve", _("同意"), False),
            ("approve", _("同意并附意见"), True),
        ]

    def on_action(
        self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any
    ) -> Any:
        """Take an action.

        Raises:
            PermissionDenied: the step is another role's, or the change one's own.
        """
        page = task_state.revision.content_object
        if not self._is_mine(page, user):
            raise PermissionDenied(_("这一步由本部门的其他岗位办理"))
        if not may_let_through(user, page):
            raise PermissionDenied(_("不能审核自己参与的修改,请由其他人办理"))
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(
        self, user: Any, **kwargs: Any
    ) -> models.QuerySet[TaskState]:
        """Return the open steps that a person may take."""
        del kwargs
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        mine = [
            state.pk
            for state in waiting.select_related("revision")
            if self._is_mine(state.revision.content_object, user)
        ]
        found: models.QuerySet[TaskState] = waiting.filter(pk__in=mine)
        return found

    @classmethod
    def get_description(cls) -> Any:
        return _("由页面所属部门的法制审核或发布岗办理")


class TaskDeadline(models.Model):
    """审核期限: by which working day an open step is to be taken."""

    task_state = models.OneToOneField(
        TaskState, on_delete=models.CASCADE, related_name="deadline"
    )
    due_on = models.DateField(_("办理期限"), db_index=True)
    warned_at = models.DateTimeField(_("超期提醒时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("审核期限")
        verbose_name_plural = _("审核期限")

    def __str__(self) -> str:
        return f"{self.task_state_id} {self.due_on}"


class DraftNote(models.Model):
    """公开变更说明 of the draft that waits on a page, until it is published."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="draft_note"
    )
    text = models.CharField(
        _("公开变更说明"),
        max_length=300,
        help_text=_("发布后公众可以看到,一两句话说清改了什么、为什么"),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("填写时间"), auto_now=True)

    class Meta:
        verbose_name = _("公开变更说明")
        verbose_name_plural = _("公开变更说明")

    def __str__(self) -> str:
        return self.text


class ReviewPlan(models.Model):
    """核对计划: by when a page is checked again, and whom to ask.

    The contact need not have an account: a signed link comes by mail.
    """

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, related_name="review_plan"
    )
    review_by = models.DateField(_("核对期限"), db_index=True)
    contact_name = models.CharField(_("联系人"), max_length=50)
    contact_mail = models.EmailField(_("联系人邮箱"), blank=True)
    contact_mobile = models.CharField(
        _("联系人手机"),
        max_length=20,
        blank=True,
        help_text=_("没有邮箱的,由编辑电话提醒"),
    )
    asked_at = models.DateTimeField(_("提醒时间"), null=True, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("核对计划")
        verbose_name_plural = _("核对计划")
        ordering = ["review_by"]

    def __str__(self) -> str:
        return f"{self.page} {self.review_by}"

    def clean(self) -> None:
        super().clean()
        if not self.contact_mail and not self.contact_mobile:
            raise ValidationError(
                {"contact_mail": _("邮箱和手机至少填一项,才能提醒到人")}
            )


class ReviewAnswer(models.Model):
    """核对答复: what a contact said of the content that was public then."""

    plan = models.ForeignKey(
        ReviewPlan, on_delete=models.CASCADE, related_name="answers"
    )
    valid = models.BooleanField(_("内容仍然有效"))
    text = models.TextField(_("哪里过时了"), max_length=1000, blank=True)
    name = models.CharField(_("答复人"), max_length=50)
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField(_("答复时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("核对答复")
        verbose_name_plural = _("核对答复")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.valid}"
