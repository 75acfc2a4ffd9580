"""What the public is told of a new version (更新说明), kept with its number."""

from __future__ import annotations

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class ChangeNote(models.Model):
    """One version's note; versions without one have nothing to tell."""

    code = models.CharField(_("事项代码"), max_length=255)
    number = models.PositiveIntegerField(_("版本号"))
    text = models.CharField(_("更新说明"), max_length=300)
    at = models.DateTimeField(_("记录时间"), auto_now_add=True)

    class Meta:
        app_label = "publishing"
        verbose_name = _("更新说明")
        verbose_name_plural = _("更新说明")
        ordering = ["code", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "number"], name="change_note_one_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.number}: {self.text}"


def record_change_note(code: str, number: int, text: str) -> ChangeNote:
    """Keep the note of a published version; given again, the newer text counts."""
    with transaction.atomic():
        note, _created = ChangeNote.objects.update_or_create(
            code=code, number=number, defaults={"text": text.strip()}
        )
    return note


def change_notes_of(code: str) -> list[ChangeNote]:
    """Return the notes of a matter's versions, the newest first (one query)."""
    return list(ChangeNote.objects.filter(code=code))
