"""What staff fill in of words and of pinned guides."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.finding.models import PinnedGuide, SearchWord
from portal.finding.words import key_of, unknown_names
from portal.publishing.history.reading import live_guide
from search.errors import SearchError


class SearchWordForm(WagtailAdminModelForm):
    """A phrase and the names of the matters that it means."""

    class Meta:
        model = SearchWord
        fields = ["phrase", "names"]

    def clean_phrase(self) -> str:
        phrase: str = self.cleaned_data["phrase"]
        same = SearchWord.objects.filter(key=key_of(phrase)).exclude(
            pk=self.instance.pk
        )
        if same.exists():
            raise ValidationError(_("已有这个词，请改那一个"))
        return phrase

    def clean_names(self) -> list[str]:
        names: list[str] = self.cleaned_data["names"]
        try:
            unknown = unknown_names(names)
        except SearchError as error:
            raise ValidationError(
                _("检索暂时没有应答，核对不了事项名称，请稍后再存")
            ) from error
        if unknown:
            raise ValidationError(
                _("没有叫“%(name)s”的已公布事项；请写事项的名称，一行一个"),
                params={"name": "”“".join(unknown)},
            )
        return names


class PinnedGuideForm(WagtailAdminModelForm):
    """A phrase, the guide that stands first for it, and the days."""

    class Meta:
        model = PinnedGuide
        fields = ["phrase", "code", "starts_on", "ends_on"]

    def clean_phrase(self) -> str:
        phrase: str = self.cleaned_data["phrase"]
        key_of(phrase)
        return phrase

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].strip().lower()
        if live_guide(code) is None:
            raise ValidationError(
                _("没有编码为“%(code)s”的已公布事项；编码在事项网址 /guides/ 的后面"),
                params={"code": code},
            )
        return code

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean()
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("最后一天不能早于第一天"))
        return told
