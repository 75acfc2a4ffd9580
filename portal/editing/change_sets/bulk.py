"""Put the pages that are ticked in a list into a change set."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.models import Page

from portal.editing.change_sets import services
from portal.editing.change_sets.errors import ChangeSetRefused
from portal.editing.change_sets.models import ChangeSet, ChangeSetItem


class TargetForm(forms.Form):
    """One of the person's open change sets, or a new one."""

    change_set = forms.ModelChoiceField(
        label=_("加入已有的变更单"),
        queryset=ChangeSet.objects.none(),
        required=False,
        empty_label=_("新建一份"),
    )
    title = forms.CharField(label=_("新变更单的名称"), max_length=100, required=False)
    reason = forms.CharField(label=_("原因"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        user = kwargs.pop("user")
        super().__init__(*args, **kwargs)
        own = ChangeSet.objects.filter(owner=user, state=ChangeSet.State.DRAFT)
        field: Any = self.fields["change_set"]
        field.queryset = own

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        new = told.get("title", "").strip() and told.get("reason", "").strip()
        if not told.get("change_set") and not new:
            raise ValidationError(
                gettext("请选一份变更单,或者填写新变更单的名称和原因")
            )
        return told


class AddToChangeSet(PageBulkAction):
    """加入变更单."""

    display_name = _("加入变更单")
    action_type = "add_to_change_set"
    aria_label = _("把选中页面的草稿加入变更单")
    template_name = "change_sets/confirm_add.html"
    action_priority = 35
    form_class = TargetForm
    models: Final = [Page]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def check_perm(self, page: Page) -> bool:
        """Take pages of one's own with a draft that no open set has."""
        waits = page.latest_revision_id not in (None, page.live_revision_id)
        return bool(
            waits
            and page.permissions_for_user(self.request.user).can_edit()
            and not ChangeSetItem.objects.filter(page_id=page.pk, open=True).exists()
        )

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), **self.cleaned_form.cleaned_data}

    @classmethod
    def execute_action(cls, objects: Sequence[Page], **told: Any) -> tuple[int, int]:
        """Add the pages to the set, all of them or none.

        Raises:
            ValidationError: a page was refused meanwhile.
        """
        try:
            target = told["change_set"] or services.create(
                told["user"], title=told["title"], reason=told["reason"]
            )
            return services.add_pages(target.pk, objects, told["user"]), 0
        except ChangeSetRefused as refusal:
            raise ValidationError(str(refusal)) from refusal

    def get_success_message(self, added: int, _children: int) -> str:
        return gettext("已把 %d 页的草稿加入变更单") % added
