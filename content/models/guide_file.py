from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

_CHUNK_BYTES = 1 << 20


def content_address(digest: str) -> str:
    """Return the place in storage of the file with this SHA-256."""
    return f"guide-files/{digest[:2]}/{digest}"


def _upload_to(guide_file: GuideFile, _name: str) -> str:
    """Name files by content, so that an old published version keeps its bytes."""
    return content_address(guide_file.sha256)


@register_snippet
class GuideFile(models.Model):
    """指南附件: blank form, filled sample, result sample or commitment text.

    Guides refer to it by `path`, the address below the site root; `sha256` is what a
    published version pins.
    """

    path = models.CharField(
        _("路径"),
        max_length=200,
        unique=True,
        validators=[
            RegexValidator(
                r"^files/([a-z0-9][a-z0-9-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*$",
                _("应为“files/事项代码/文件名”,只用字母、数字、点和横线"),
            )
        ],
        help_text=_("例如 files/food/blank-2.html;材料、结果样本等处填同一路径"),
    )
    title = models.CharField(_("名称"), max_length=200, blank=True)
    file = models.FileField(_("文件"), upload_to=_upload_to, max_length=200)
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    size_bytes = models.PositiveBigIntegerField(editable=False, default=0)

    panels = [FieldPanel("path"), FieldPanel("title"), FieldPanel("file")]

    class Meta:
        verbose_name = _("指南附件")
        verbose_name_plural = _("指南附件")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.path

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Fill digest and size before the upload is given its content address."""
        digest, size = hashlib.sha256(), 0
        self.file.open("rb")
        for chunk in self.file.chunks(_CHUNK_BYTES):
            digest.update(chunk)
            size += len(chunk)
        self.file.seek(0)
        self.sha256, self.size_bytes = digest.hexdigest(), size
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if ".." in self.path:
            raise ValidationError({"path": _("路径不能含“..”")})
