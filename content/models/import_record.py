from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """导入记录: the digest of the foreign row that a record was last made from.

    A row with the same digest is not imported again, so what editors have changed since
    then stays. It is kept apart from the record because drafts and old revisions would
    bring back an old digest.
    """

    class Kind(models.TextChoices):
        REGION = "region", _("区划")
        DEPARTMENT = "department", _("部门")
        HALL = "hall", _("大厅")
        GUIDE = "guide", _("办事指南")
        CATALOGUE = "catalogue", _("目录事项")
        POWER = "power", _("权责清单事项")
        THEME = "theme", _("一件事")
        LIST = "list", _("事项清单")
        CROSS_LIST = "cross_list", _("通办清单")
        APPEAL = "appeal", _("12345诉求责任")
        DOCUMENT = "document", _("公开信息")
        BENEFIT = "benefit", _("政策兑现事项")

    kind = models.CharField(_("类别"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("标识"), max_length=100)
    digest = models.CharField(_("摘要"), max_length=64)
    imported_at = models.DateTimeField(_("导入时间"), auto_now=True)

    class Meta:
        verbose_name = _("导入记录")
        verbose_name_plural = _("导入记录")
        ordering = ["kind", "key"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="import_record_key")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
