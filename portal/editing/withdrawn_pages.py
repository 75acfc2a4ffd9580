"""The list of addresses that were taken down, with what readers are told there."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from portal.publishing.models import WithdrawnPage


class WithdrawnPageViews(ModelViewSet):
    """Reasons and new addresses are added; addresses come from publishing alone."""

    model = WithdrawnPage
    name = "withdrawn-pages"
    icon = "warning"
    menu_label = _("已下线页面")
    menu_order = 150
    add_to_admin_menu = True
    list_display: Final = ["name", "address", "at", "reason", "moved_to"]
    search_fields: Final = ["name", "address"]
    search_backend_name = None
    ordering: Final = ["-at"]
    inspect_view_enabled = False
    copy_view_enabled = False
    panels: Final = [FieldPanel("reason"), FieldPanel("moved_to")]

    def get_common_view_kwargs(self, **kwargs: Any) -> Any:
        """Show no way to add or delete."""
        common = super().get_common_view_kwargs(**kwargs)
        return common | dict.fromkeys(("add_url_name", "delete_url_name"))

    def get_urlpatterns(self) -> Any:
        """Leave out adding and deleting: history is not made by hand."""
        kept = ("index", "index_results", "edit", "history", "history_results", "usage")
        return [each for each in super().get_urlpatterns() if each.name in kept]
