"""Model fields for lists: ticked codes of a code list, and one text per line.

Both keep a JSON array, so that a list needs no table of its own and travels whole in
Wagtail's revisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    JSONField = models.JSONField[Any, Any]
else:
    JSONField = models.JSONField


class CodesFormField(forms.TypedMultipleChoiceField):
    """Check boxes whose value is a list of codes, in the order of the code list."""

    widget = forms.CheckboxSelectMultiple

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(super().has_changed(initial or [], data or []))


class CodesField(JSONField):
    """List of codes of one `TextChoices`; the code list itself stays out of migrations."""

    def __init__(
        self, *args: Any, codes: type[models.TextChoices] | None = None, **kwargs: Any
    ) -> None:
        self.codes = codes
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list):
            raise ValidationError(
                _("“%(value)s”应为代码列表"), code="codes", params={"value": value}
            )
        if self.codes is None:
            return
        unknown = [code for code in value if code not in self.codes.values]
        if unknown:
            raise ValidationError(
                _("代码“%(unknown)s”不在代码表内,可用:%(known)s"),
                code="codes",
                params={
                    "unknown": "、".join(map(str, unknown)),
                    "known": "、".join(map(str, self.codes.values)),
                },
            )

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        return CodesFormField(
            choices=self.codes.choices if self.codes else [],
            coerce=str,
            empty_value=[],
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            initial=list,
            widget=kwargs.get("widget", CodesFormField.widget),
        )


def in_old_order(codes: Sequence[str], old: Sequence[str]) -> list[str]:
    """Return the codes with those that were there before first, as they stood.

    Check boxes come in the order of the code list; without this every save of an
    untouched form would reorder what was imported.
    """
    kept = [code for code in old if code in codes]
    return [*kept, *(code for code in codes if code not in kept)]


def lines_from_text(text: str) -> list[str]:
    r"""Split what an editor typed: one entry per line, blank lines and doubles dropped.

    >>> lines_from_text(" 高龄津贴 \n\n老人津贴\n高龄津贴")
    ['高龄津贴', '老人津贴']
    """
    stripped = (line.strip() for line in text.splitlines())
    return list(dict.fromkeys(line for line in stripped if line))


class LinesFormField(forms.CharField):
    """A text area whose value is a list with one entry per line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return lines_from_text(super().to_python(value) or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial or []) != self.to_python(data or ""))

    def run_validators(self, value: Any) -> None:
        """Skip text length checks: the value is a list here."""

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")


class LinesField(JSONField):
    """List of short texts, edited one per line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, list) or not _all_texts(value):
            raise ValidationError(
                _("“%(value)s”应为文字列表,每行一条"),
                code="lines",
                params={"value": value},
            )

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        widget = kwargs.get("widget")
        return LinesFormField(
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text or _("每行一条"),
            **({"widget": widget} if widget else {}),
        )


def _all_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) and value.strip() for value in values)
