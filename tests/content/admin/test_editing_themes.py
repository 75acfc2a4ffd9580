"""An editor of the lead department works on a theme."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from content.models import ThemePage
from content.themes.records import theme_payload
from portal.accounts.models import User
from tests.content.admin.forms import edit_form, errors_of, post_data
from tests.factories import content

pytestmark = pytest.mark.django_db


def edit_url(page: ThemePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def send(client: Client, url: str, data: QueryDict) -> Any:
    return client.post(url, dict(data.lists()))


def publish_draft(page: ThemePage) -> ThemePage:
    """Publish what was saved last, as the workflow's last step does."""
    ThemePage.objects.get(pk=page.pk).get_latest_revision().publish()
    return ThemePage.objects.get(pk=page.pk)


def published(code: str = "") -> ThemePage:
    page = content.theme(code) if code else content.theme()
    page.save_revision().publish()
    return ThemePage.objects.get(pk=page.pk)


def test_saving_an_untouched_form_changes_nothing(client: Client, editor: User) -> None:
    page = published()
    before = theme_payload(page)
    data = post_data(page, editor)
    response = send(client, edit_url(page), data)
    assert response.status_code == 302, errors_of(response.context["form"])
    assert theme_payload(publish_draft(page)) == before
    assert any(member["depends_on"] for member in before["members"])
    assert any(member["when"] for member in before["members"])


def test_members_are_published_in_another_order(client: Client, editor: User) -> None:
    page = published()
    changes = {
        "members-2-depends_on": "1、2",
        "members-2-name": "最后一件",
    }
    response = send(client, edit_url(page), post_data(page, editor, **changes))
    assert response.status_code == 302, errors_of(response.context["form"])
    member = theme_payload(publish_draft(page))["members"][2]
    assert (member["name"], member["depends_on"]) == ("最后一件", [1, 2])


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("members-1-depends_on", "第一个", "应为成员的序号"),
        ("members-1-depends_on", "0", "应为成员的序号"),
        ("members-1-when", "staff = yes", "无法识别"),
        ("members-0-guide", "", "事项代码"),
        ("questions-0-code", "是否", "问题代码只用"),
        ("side", "动物", "动物"),
    ],
)
def test_malformed_value_is_refused_even_in_a_draft(
    editor: User, name: str, value: str, message: str
) -> None:
    page = published()
    form = edit_form(page, editor, post_data(page, editor, **{name: value}))
    form.defer_required_fields()
    assert not form.is_valid()
    assert message in errors_of(form)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"members-0-depends_on": "9"}, "应为其他成员的序号"),
        ({"members-0-depends_on": "1"}, "应为其他成员的序号"),
        (
            {"members-0-depends_on": "2", "members-1-depends_on": "1"},
            "互相等待",
        ),
        ({"members-1-when": "weather == fine"}, "问题“weather”"),
        ({"days_before": ""}, "改革前后的数字"),
        ({"steps_after": ""}, "改革前后的数字"),
    ],
)
def test_contradiction_keeps_a_theme_from_being_published(
    editor: User, changes: dict[str, str], message: str
) -> None:
    page = published()
    form = edit_form(page, editor, post_data(page, editor, **changes))
    assert not form.is_valid()
    assert message in errors_of(form)


def test_edit_page_shows_members_found_and_figures_computed(
    client: Client, editor: User
) -> None:
    page = published()
    record = content.theme_records()[page.code]
    guides = [member["guide"] for member in record["members"] if "guide" in member]
    matters = [content.guide_matter(slug) for slug in guides]
    for member in record["members"]:
        if member["kind"] == "matter":
            code = member["matter_id"].lower()
            matters.append(content.catalogue_matter(code))
    html = client.get(edit_url(page)).content.decode()
    for matter in matters:
        assert reverse("wagtailadmin_pages:edit", args=[matter.pk]) in html
    papers, combined = record["merged_materials"], record["combined"]
    assert (
        f"各事项合计{papers['before_total']}份，合并后{papers['after_total']}份" in html
    )
    assert f"最长路径{combined['promise_days']}" in html
    assert "没有找到事项的成员" not in html


def test_edit_page_names_members_without_a_record(client: Client, editor: User) -> None:
    page = published()
    html = client.get(edit_url(page)).content.decode()
    assert "没有找到事项的成员" in html
    assert page.members.first().name in html
    assert "最长路径" not in html


def test_edit_page_marks_members_that_are_paused_or_not_published(
    client: Client, editor: User
) -> None:
    page = published()
    paused = content.guide_matter("birth-cert")
    paused.state = "2"
    paused.save()
    content.guide_matter("ss-card", live=False)
    html = client.get(edit_url(page)).content.decode()
    assert f"1. {paused.title}（暂停）" in html
    assert "（未发布，不计入合并）" in html


def test_draft_with_members_in_a_circle_can_be_opened(
    client: Client, editor: User
) -> None:
    page = published()
    content.guide_matter(page.members.first().guide)
    for member, order in zip(page.members.all(), (2, 1), strict=False):
        member.depends_on = [order]
        member.save()
    page = ThemePage.objects.get(pk=page.pk)
    page.save_revision(clean=False)
    assert "互相等待" in client.get(edit_url(page)).content.decode()


def test_list_of_themes_is_filtered(client: Client, editor: User) -> None:
    codes = ["YJS-001", "YJS-002", "YJS-020"]
    pages = [content.theme(code) for code in codes]
    url = reverse("themes:index")

    def shown(**filters: Any) -> list[str]:
        html = client.get(url, filters).content.decode()
        return [page.code for page in pages if page.code in html]

    assert shown() == codes
    for name in ("side", "stage"):
        value = getattr(pages[0], name)
        expected = [p.code for p in pages if getattr(p, name) == value]
        assert shown(**{name: value}) == expected
    flagged = [page.code for page in pages if page.highlight]
    assert shown(highlight="true") == flagged
    home = pages[0].department
    assert shown(department=home.pk) == [p.code for p in pages if p.department == home]
