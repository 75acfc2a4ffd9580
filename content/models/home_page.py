from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from content.models.static_page import StaticPage


class HomePage(StaticPage):
    """首页, root of the site's tree."""

    parent_page_types = [Page]
    subpage_types = ["content.DepartmentIndexPage", "content.HallIndexPage"]
    max_count = 1

    class Meta:
        verbose_name = _("首页")
        verbose_name_plural = _("首页")

    def static_path(self) -> str:
        return "/"


class DepartmentIndexPage(StaticPage):
    """部门目录."""

    parent_page_types = [HomePage]
    subpage_types = ["content.DepartmentPage"]
    max_count = 1

    class Meta:
        verbose_name = _("部门目录")
        verbose_name_plural = _("部门目录")

    def static_path(self) -> str:
        return "/departments/"


class HallIndexPage(StaticPage):
    """办事大厅目录."""

    parent_page_types = [HomePage]
    subpage_types = ["content.HallPage"]
    max_count = 1

    class Meta:
        verbose_name = _("大厅目录")
        verbose_name_plural = _("大厅目录")

    def static_path(self) -> str:
        return "/halls/"
