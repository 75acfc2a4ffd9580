"""Lists of matters that are kept by hand: entries name a matter, never repeat it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Orderable

from content.codes import CrossMode, RemovedLimit
from content.fields import CodesField, LinesField
from content.list_codes import CrossListScope, ListKind, PlacementLevel
from content.models.department_child import DepartmentChildPage
from content.row_panels import RowsPanel
from content.validators import check_page_url


class ListPage(DepartmentChildPage):
    """What all lists have: a stable key, who keeps it and since when it holds."""

    key_field = "key"
    key_pattern = r"[a-z0-9]+(-[a-z0-9]+)*"
    exclude_fields_in_copy = ["key"]

    key = models.SlugField(
        _("清单标识"), max_length=60, unique=True, editable=False, blank=True
    )
    authority = models.CharField(_("公布机关"), max_length=100, blank=True)
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    rule = models.CharField(_("办理规则"), max_length=300, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def static_path(self) -> str:
        return f"/lists/{self.slug}/"

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this list from being published, by field."""
        errors = super().publish_errors()
        if not self.entries.all():
            errors["entries"] = _("清单至少要有一个事项")
        return errors


class MatterListPage(ListPage):
    """事项清单: paperless, placement, service systems and others that are asked for."""

    required_on_publish = ("list_kind",)

    list_kind = models.CharField(
        _("类别"), max_length=20, choices=ListKind.choices, default=ListKind.OTHER
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("清单名称")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("list_kind")]),
                    FieldRowPanel(
                        [FieldPanel("authority"), FieldPanel("published_on")]
                    ),
                    FieldPanel("rule"),
                    FieldPanel("note"),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [RowsPanel("entries", heading=_("事项"), label=_("事项"))],
                heading=_("事项"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("事项清单")
        verbose_name_plural = _("事项清单")


class ListedMatter(Orderable):
    """A line of a list: a matter by its code or catalogue number, or only a name."""

    name = models.CharField(_("事项名称"), max_length=200)
    guide = models.CharField(
        _("事项代码"), max_length=100, blank=True, db_index=True, help_text=_("如 food")
    )
    matter_id = models.CharField(
        _("来源编号"), max_length=50, blank=True, db_index=True, help_text=_("如 M0336")
    )

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class MatterListEntry(ListedMatter):
    """清单事项."""

    list_page = ParentalKey(
        MatterListPage, on_delete=models.CASCADE, related_name="entries"
    )
    group = models.CharField(_("分组"), max_length=60, blank=True)
    rule = models.CharField(_("办理规则"), max_length=300, blank=True)
    place_level = models.CharField(
        _("进驻层级"), max_length=12, choices=PlacementLevel.choices, blank=True
    )
    hall = models.CharField(
        _("大厅编号"), max_length=60, blank=True, help_text=_("如 H-QU")
    )
    reason = models.CharField(
        _("未进驻原因"), max_length=200, blank=True, help_text=_("须是客观原因")
    )
    instead = models.CharField(
        _("到哪里办"), max_length=200, blank=True, help_text=_("未进驻的必填")
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    page_url = models.CharField(
        _("站内地址"),
        max_length=200,
        blank=True,
        validators=[check_page_url],
        help_text=_("不是事项的，写它在本站的哪一页，如 /halls/H-QU/"),
    )

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("guide"), FieldPanel("matter_id")]),
        FieldPanel("page_url"),
        FieldRowPanel([FieldPanel("group"), FieldPanel("rule")]),
        FieldRowPanel([FieldPanel("place_level"), FieldPanel("hall")]),
        FieldRowPanel([FieldPanel("reason"), FieldPanel("instead")]),
        FieldPanel("note"),
    ]

    class Meta(ListedMatter.Meta):
        verbose_name = _("清单事项")
        verbose_name_plural = _("清单事项")

    def clean(self) -> None:
        super().clean()
        if self.place_level != PlacementLevel.NOT_PLACED:
            return
        for name in ("reason", "instead"):
            if not getattr(self, name).strip():
                label = self._meta.get_field(name).verbose_name
                raise ValidationError(
                    {
                        name: _("未进驻事项“%(matter)s”须填写%(field)s")
                        % {"matter": self.name, "field": label}
                    }
                )


class CrossListPage(ListPage):
    """通办清单, with the agreement that it rests on where other regions take part.

    An agreement past its last day hides the items; the list says so.
    """

    required_on_publish = ("scope",)

    scope = models.CharField(
        _("通办范围"), max_length=6, choices=CrossListScope.choices, blank=True
    )
    agreement_title = models.CharField(_("协议名称"), max_length=200, blank=True)
    parties = LinesField(_("协议各方"), help_text=_("每行一个区划代码"))
    signed_on = models.DateField(_("签订日期"), null=True, blank=True)
    valid_to = models.DateField(_("有效期至"), null=True, blank=True)
    mutual_trust = models.TextField(_("授权互认条款"), blank=True)
    liaison = models.CharField(_("联络"), max_length=100, blank=True)
    agreement_file = models.CharField(
        _("协议文件"), max_length=200, blank=True, help_text=_("附件路径")
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title", heading=_("清单名称")),
                    PublishingPanel(),
                    FieldRowPanel([FieldPanel("slug"), FieldPanel("scope")]),
                    FieldRowPanel(
                        [FieldPanel("authority"), FieldPanel("published_on")]
                    ),
                    FieldPanel("rule"),
                    FieldPanel("note"),
                    MultiFieldPanel(
                        [
                            FieldPanel("agreement_title"),
                            FieldPanel("parties"),
                            FieldRowPanel(
                                [FieldPanel("signed_on"), FieldPanel("valid_to")]
                            ),
                            FieldPanel("mutual_trust"),
                            FieldRowPanel(
                                [FieldPanel("liaison"), FieldPanel("agreement_file")]
                            ),
                        ],
                        heading=_("合作协议"),
                    ),
                ],
                heading=_("基本信息"),
            ),
            ObjectList(
                [RowsPanel("entries", heading=_("事项"), label=_("事项"))],
                heading=_("事项"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("通办清单")
        verbose_name_plural = _("通办清单")

    def publish_errors(self) -> dict[str, Any]:
        """Return what keeps this list from being published, by field."""
        errors = super().publish_errors()
        if self.scope == CrossListScope.POINT_TO_POINT and not self.agreement_title:
            errors["agreement_title"] = _("点对点通办须有合作协议")
        if self.agreement_title:
            missing = [
                name
                for name in ("parties", "signed_on", "mutual_trust", "liaison")
                if getattr(self, name) in (None, "", [])
            ]
            for name in missing:
                errors[name] = _("有合作协议的,要填%(field)s") % {
                    "field": self._meta.get_field(name).verbose_name
                }
        if self.signed_on and self.valid_to and self.valid_to < self.signed_on:
            errors["valid_to"] = _("有效期至“%(end)s”不能早于签订日期“%(start)s”") % {
                "end": self.valid_to,
                "start": self.signed_on,
            }
        return errors

    def has_expired(self, day: dt.date) -> bool:
        """Tell whether the agreement's last day is before `day`."""
        return self.valid_to is not None and self.valid_to < day


class CrossItem(ListedMatter):
    """通办事项: taken in elsewhere, decided where it always was."""

    list_page = ParentalKey(
        CrossListPage, on_delete=models.CASCADE, related_name="entries"
    )
    mode = models.CharField(_("通办模式"), max_length=6, choices=CrossMode.choices)
    decide = models.CharField(
        _("审批单位"),
        max_length=60,
        blank=True,
        help_text=_("部门标识或名称,权限不变"),
    )
    department_group = models.CharField(_("条线部门"), max_length=60, blank=True)
    accept_places = LinesField(_("受理地点"), help_text=_("每行一个大厅编号"))
    pick_up = LinesField(_("取件方式"), help_text=_("每行一种,如 邮寄"))
    removed = CodesField(_("取消的地域限制"), codes=RemovedLimit)
    remote_contact = models.CharField(_("对方联系方式"), max_length=100, blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("guide"), FieldPanel("matter_id")]),
        FieldRowPanel([FieldPanel("mode"), FieldPanel("decide")]),
        FieldRowPanel([FieldPanel("department_group"), FieldPanel("remote_contact")]),
        FieldRowPanel([FieldPanel("accept_places"), FieldPanel("pick_up")]),
        FieldPanel("removed"),
    ]

    class Meta(ListedMatter.Meta):
        verbose_name = _("通办事项")
        verbose_name_plural = _("通办事项")
