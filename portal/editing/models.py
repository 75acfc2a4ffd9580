from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, Task, TaskState

from portal.editing.policy import (
    department_key_of,
    departments_by_page,
    is_in_group,
    may_let_through,
)
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
        waiting: models.QuerySet[TaskState] = self.task_states.filter(
            status=TaskState.STATUS_IN_PROGRESS
        )
        if user.is_superuser:
            return waiting
        pages = dict(waiting.values_list("pk", "revision__object_id"))
        keys = departments_by_page({int(page) for page in pages.values()})
        groups = set(user.groups.values_list("name", flat=True))
        duty = DepartmentRole(self.duty)
        mine = [
            state
            for state, page in pages.items()
            if group_name(keys.get(int(page), ""), duty) in groups
        ]
        return waiting.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> Any:
        return _("由页面所属部门的法制审核或发布岗办理")


class StepReminder(models.Model):
    """超期提醒: that the people of an overdue step were told, once."""

    task_state = models.OneToOneField(
        TaskState, on_delete=models.CASCADE, related_name="reminder"
    )
    at = models.DateTimeField(_("提醒时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("超期提醒")
        verbose_name_plural = _("超期提醒")

    def __str__(self) -> str:
        return f"{self.task_state_id} {self.at}"


class ReviewPlan(models.Model):
    """复核计划: when a page is looked through again, and who is asked to.

    The contact need not have an account: the reminder comes by mail.
    """

    page = models.OneToOneField(
        Page,
        verbose_name=_("页面"),
        on_delete=models.CASCADE,
        related_name="review_plan",
    )
    review_on = models.DateField(_("下次复核日期"), db_index=True)
    months = models.PositiveSmallIntegerField(
        _("复核间隔(月)"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
    )
    contact_name = models.CharField(_("联系人"), max_length=50)
    contact_mail = models.EmailField(
        _("联系人邮箱"), help_text=_("到期前14天和当天发提醒;联系人不必有账号")
    )
    reminded_early = models.BooleanField(_("已提前提醒"), default=False, editable=False)
    reminded_due = models.BooleanField(_("已到期提醒"), default=False, editable=False)

    class Meta:
        verbose_name = _("复核计划")
        verbose_name_plural = _("复核计划")
        ordering = ["review_on"]

    def __str__(self) -> str:
        return f"{self.page} {self.review_on}"


class ReviewConfirmation(models.Model):
    """复核记录: somebody looked a page through and found it right."""

    page = models.ForeignKey(
        Page, on_delete=models.CASCADE, related_name="review_confirmations"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("复核人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(_("复核时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("复核记录")
        verbose_name_plural = _("复核记录")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.page} {self.at}"


class SharedLink(models.Model):
    """A link that shows what is not public yet to whoever has it, until it ends.

    The token itself is not kept, only its digest.
    """

    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(_("有效期至"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    revoked = models.BooleanField(_("已作废"), default=False)

    class Meta:
        abstract = True


class DraftLink(SharedLink):
    """草稿数据链接: shows one draft of a page as data.

    `saved_at` tells a draft from a later one that was written over it.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="draft_links")
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    saved_at = models.DateTimeField(_("草稿保存时间"))

    class Meta:
        verbose_name = _("草稿数据链接")
        verbose_name_plural = _("草稿数据链接")

    def __str__(self) -> str:
        return f"{self.page} ({self.expires_at})"
