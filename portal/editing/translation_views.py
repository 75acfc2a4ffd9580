"""The page on which an editor writes the English of a published guide."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from content.models import MatterPage
from portal.accounts.models import User
from portal.editing.visibility import page_of
from portal.publishing.translations import Row, may_translate, rows_of, translate
from portal.theming.variants.english import is_chinese, text_key

LONGEST: Final = 2000
_KEPT: Final = "keep"
# Characters in a line of a field.
_LINE: Final = 32
_MOST_OPEN: Final = 20


@never_cache
@require_admin_access
def english(request: HttpRequest, pk: int) -> HttpResponse:
    """Show every Chinese text of a guide beside its English; take what is written."""
    page, user = page_of(request, pk, may_translate)
    rows = rows_of(page)
    faults: dict[str, str] = {}
    if request.method == "POST":
        faults = _faults(request, rows)
        if not faults:
            _take(request, page, user, rows)
            return redirect("editing_english", pk)
    return TemplateResponse(
        request, "editing/english.html", _context(request, page, rows, faults)
    )


def _take(request: HttpRequest, page: MatterPage, user: User, rows: list[Row]) -> None:
    given: dict[str, str] = {}
    dropped: list[str] = []
    for row in rows:
        # What is not in the form belongs to a text that came since it was opened.
        typed = request.POST.get(row.key)
        if typed is None or not _meant(request, row, typed.strip()):
            continue
        given[row.text] = typed
        if row.former and typed.strip():
            dropped.append(row.former)
    changed = translate(page, given, user=user, dropped=dropped)
    if changed:
        followed = reverse("page_receipts", args=[page.pk])
        messages.success(
            request,
            _("已保存 %(amount)d 条译文，英文页一般几秒钟后更新。")
            % {"amount": changed},
            buttons=[messages.button(followed, _("看公布进度"))],
        )
    else:
        messages.info(request, _("没有改动。"))


def _meant(request: HttpRequest, row: Row, typed: str) -> bool:
    """Tell whether what stands in a field was written for the text beside it.

    The English of the text of before is there to be corrected; as it is, it counts only
    when somebody says that it still holds.
    """
    if not row.former or typed != row.former_english:
        return True
    return f"{_KEPT}-{row.key}" in request.POST


def _faults(request: HttpRequest, rows: list[Row]) -> dict[str, str]:
    """Return what is wrong in the fields, by their names."""
    faults = {}
    for row in rows:
        typed = request.POST.get(row.key, "").strip()
        if len(typed) > LONGEST:
            told = _("有 %(length)d 个字符，最多 %(longest)d 个")
            faults[row.key] = told % {"length": len(typed), "longest": LONGEST}
        elif typed and is_chinese(typed) and not any(map(_is_latin, typed)):
            faults[row.key] = _(
                "这里写英文；需要保留的中文名称可以放在英文后面的括号里"
            )
    return faults


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _context(
    request: HttpRequest, page: MatterPage, rows: list[Row], faults: dict[str, str]
) -> dict[str, object]:
    shown = [
        {
            "row": row,
            "typed": request.POST.get(row.key, row.english or row.former_english),
            "fault": faults.get(row.key, ""),
        }
        for row in rows
    ]
    for each, row in zip(shown, rows, strict=True):
        # As high as its text; where there is a script the field grows.
        each["lines"] = 1 + max(len(str(each["typed"])), 2 * len(row.text)) // _LINE
    sections = groupby(zip(rows, shown, strict=True), key=lambda pair: pair[0].heading)
    name = text_key(page.title)
    return {
        "page": page,
        "sections": [
            (heading, [each for _row, each in pairs]) for heading, pairs in sections
        ],
        "amount": len(rows),
        "done": sum(row.done for row in rows),
        "changed": sum(bool(row.former) for row in rows),
        "left": sum(not (row.done or row.former) for row in rows),
        "open": [row for row in rows if not row.done][:_MOST_OPEN],
        "faults": faults,
        "named": any(row.done for row in rows if row.text == name),
        "address": f"/en/guides/{page.slug}/",
        "longest": LONGEST,
    }
