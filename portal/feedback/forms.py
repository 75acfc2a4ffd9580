"""What readers fill in to report an error, and editors to answer it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.feedback.models import ErrorReport


class ReportForm(forms.Form):
    """Which page, what kind of error, where; no word about oneself."""

    page = forms.CharField(
        max_length=300,
        error_messages={
            "required": _("请写是哪一页，网址或者页面的名称都可以"),
            "max_length": _("“哪一页”最多 300 个字"),
        },
    )
    fault = forms.ChoiceField(
        choices=ErrorReport.Fault.choices,
        error_messages={
            "required": _("请选一种错误"),
            "invalid_choice": _("请从列出的几种错误里选一种"),
        },
    )
    text = forms.CharField(
        max_length=1000,
        error_messages={
            "required": _("请写哪里不对"),
            "max_length": _("“哪里不对”最多 1000 个字"),
        },
    )


class AnswerForm(WagtailAdminModelForm):
    """The outcome and the answer of a report that waits for one."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        if ErrorReport.objects.filter(pk=self.instance.pk).exclude(outcome="").exists():
            raise ValidationError(_("这一条已经答复过了，答复不能再改"))
        if not told.get("outcome"):
            self.add_error("outcome", _("请选处理结果"))
        if not told.get("answer", "").strip():
            self.add_error("answer", _("请写答复，说清楚改了什么，或者为什么没有错"))
        return told
