from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from content import seams
from content.lint.form_findings import reason_name
from content.lint.pages import page_findings, unexplained
from content.models import MatterPage
from content.payloads import matter_payload
from portal.accounts.models import User
from tests.content.admin.forms import edit_form, errors_of, post_data
from tests.factories import content

pytestmark = pytest.mark.django_db


def edit_url(page: MatterPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def add_url() -> str:
    args = ["content", "matterpage", content.department().pk]
    return reverse("wagtailadmin_pages:add", args=args)


def new_matter() -> MatterPage:
    page = MatterPage()
    page.known_parent = content.department()
    return page


def published(slug: str = "elder-allowance") -> MatterPage:
    page = content.guide_matter(slug)
    page.first_published_at = timezone.now()
    page.save_revision()
    page.save()
    return MatterPage.objects.get(pk=page.pk)


def send(client: Client, url: str, data: QueryDict) -> Any:
    """Post every value of a list; the test client keeps only the last of a QueryDict."""
    return client.post(url, dict(data.lists()))


@pytest.fixture
def preview() -> Iterator[None]:
    """Put a renderer of our own in and take it out again."""

    class Echo:
        def render_preview(self, page: Any, request: HttpRequest) -> HttpResponse:
            del request
            names = ",".join(material.name for material in page.materials.all())
            return HttpResponse(f"{page.title}|{page.department.title}|{names}")

    before = seams.preview_renderer()
    seams.register_preview_renderer(Echo())
    yield
    seams.register_preview_renderer(before)


def test_edit_page_shows_ten_tabs_in_order(client: Client, editor: User) -> None:
    html = client.get(edit_url(content.guide_matter())).content.decode()
    names = "基本信息 如何办 时限与流程 材料 情形 收费与结果 联系与权利 常见问题 网上申请表 设置"
    tabs = html[html.index('role="tablist"') :]
    places = [tabs.index(name) for name in names.split()]
    assert places == sorted(places)


def test_editor_publishes_an_edit(client: Client, editor: User) -> None:
    page = content.guide_matter()
    data = post_data(
        page,
        editor,
        plain_name="申请高龄津贴",
        other_names="高龄津贴\n老人津贴\n\n",
        **{"materials-0-name": "老人身份证", "action-publish": "1"},
    )
    response = send(client, edit_url(page), data)
    assert response.status_code == 302
    stored = MatterPage.objects.get(pk=page.pk)
    assert stored.plain_name == "申请高龄津贴"
    assert stored.other_names == ["高龄津贴", "老人津贴"]
    names = [material.name for material in stored.materials.all()]
    assert names[0] == "老人身份证"
    assert len(names) == 5
    assert stored.live


@pytest.mark.parametrize("slug", ["public-place", "elder-allowance", "id-reissue"])
def test_publishing_an_untouched_form_changes_nothing(
    client: Client, editor: User, slug: str
) -> None:
    page = content.guide_matter(slug)
    before = matter_payload(MatterPage.objects.get(pk=page.pk))
    reasons = {
        reason_name(warning): "沿用法规原文"
        for warning in unexplained(page_findings(page))
    }
    data = post_data(page, editor, **{"action-publish": "1"}, **reasons)
    response = send(client, edit_url(page), data)
    assert response.status_code == 302, errors_of(response.context["form"])
    assert matter_payload(MatterPage.objects.get(pk=page.pk)) == before


def test_rows_can_be_moved_and_removed(client: Client, editor: User) -> None:
    page = published()
    changes = {
        "materials-0-ORDER": "9",
        "materials-1-DELETE": "on",
        "action-publish": "1",
    }
    response = send(client, edit_url(page), post_data(page, editor, **changes))
    assert response.status_code == 302
    stored = MatterPage.objects.get(pk=page.pk)
    names = [material.name for material in stored.materials.all()]
    assert names == ["授权委托书", "代理人居民身份证", "老人户籍信息", "老人居民身份证"]


def test_editor_saves_a_draft_that_lacks_nearly_everything(
    client: Client, editor: User
) -> None:
    data = post_data(new_matter(), editor, title="残疾人证办理")
    assert send(client, add_url(), data).status_code == 302
    page = MatterPage.objects.get()
    assert not page.live
    assert page.code == page.slug == "canjirenzhengbanli"


def test_publishing_an_incomplete_matter_names_every_missing_field(
    client: Client, editor: User
) -> None:
    changes = {"title": "残疾人证办理", "action-publish": "1"}
    response = send(client, add_url(), post_data(new_matter(), editor, **changes))
    assert response.status_code == 200
    errors = response.context["form"].errors
    for name in ("plain_name", "basic", "matter_type", "consult_tel", "promise_days"):
        assert name in errors
    assert not MatterPage.objects.exists()


def test_catalogue_matter_is_published_with_basic_facts_only(
    client: Client, editor: User
) -> None:
    changes = {
        "title": "企业投资项目备案",
        "slug": "m0001",
        "kind": "catalogue",
        "matter_type": "10",
        "action-publish": "1",
    }
    response = send(client, add_url(), post_data(new_matter(), editor, **changes))
    assert response.status_code == 302
    assert MatterPage.objects.get().live


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("consult_tel", "5551060", "区号-号码"),
        ("materials-2-need_when", "agent = yes", "无法识别"),
        ("questions-1-options", "no:本人", "代码=文字"),
        ("questions-1-options", "no=本人", "两个选项"),
        ("scenario_rules-0-stop_reason", "", "没有结果"),
        ("topics_person", "777", "777"),
        ("slug", "高龄津贴", "只用字母"),
        ("form_fields-0-pattern", "(", "正则"),
        ("stages-0-days", "-1", "0"),
    ],
)
def test_malformed_value_is_refused_even_in_a_draft(
    editor: User, name: str, value: str, message: str
) -> None:
    page = content.guide_matter(live=False)
    form = edit_form(page, editor, post_data(page, editor, **{name: value}))
    form.defer_required_fields()
    assert not form.is_valid()
    assert message in errors_of(form)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("promise_days", "30", "承诺时限(30工作日)超过法定时限(20工作日)"),
        ("supervise_tel", "0600-5551060", "咨询电话与监督电话不得相同"),
        ("visits", "2", "必须到现场的原因"),
        ("visits", "10", "0至9"),
        ("materials-2-need_when", "who == yes", "问题“who”不存在"),
        ("materials-2-need_when", "", "什么情形需要"),
        ("materials-2-need", "3", "补交时限"),
        ("materials-1-name", "老人居民身份证", "重复"),
        ("stages-1-days", "20", "各环节时限合计23超过承诺时限5"),
        ("impl_code", "11990101000000019X5990512001000", "第19位"),
        ("item_code", "11990101000000019X499051200100000", "01至99"),
        ("plain_name", "领" * 21, "20字以内"),
        ("case_kind", "1", "办件类型与承诺时限矛盾"),
        ("online_url", "", "网办地址为空"),
        ("no_statutory", "on", "说明"),
        ("statutory_days", "", "法定办结时限"),
        ("is_fee", "on", "缺少收费依据、项目或标准"),
        ("topics_person", [], "自然人主题"),
        ("topics_corp", ["005"], "只有自然人,却有法人主题"),
        ("body_nature", "3", "委托机关和委托书"),
        ("cancel_on", "2025-01-01", "生效、取消日期矛盾"),
        ("result_deliver_days", "11", "10个工作日"),
        ("deficiency_accept", "on", "容缺后补"),
        ("commitment_based", "on", "缺少承诺书或核查规则"),
        ("questions-1-code", "age", "问题代码“age”重复"),
        ("scenario_sets-0-answers", "who=no", "问题“who”不存在"),
        ("scenario_rules-0-add_material", "飞船驾照", "飞船驾照"),
        ("form_fields-1-key", "p_name", "p_name"),
        ("form_fields-1-show_if", "nobody == 1", "nobody"),
        ("summary", "", "必需字段"),
    ],
)
def test_contradiction_keeps_a_matter_from_being_published(
    editor: User, name: str, value: str | list[str], message: str
) -> None:
    page = published()
    form = edit_form(page, editor, post_data(page, editor, **{name: value}))
    assert not form.is_valid()
    assert message in errors_of(form)


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        ("legal_bases", "设定依据须写明"),
        ("accept_conditions", "缺少必填要素:受理条件"),
        ("stages", "缺少必填要素:办理流程"),
        ("locations", "一个办理地点"),
    ],
)
def test_matter_without_needed_rows_is_not_published(
    editor: User, relation: str, message: str
) -> None:
    page = published()
    data = post_data(page, editor)
    for number in range(int(data[f"{relation}-TOTAL_FORMS"])):
        data[f"{relation}-{number}-DELETE"] = "on"
    form = edit_form(page, editor, data)
    assert not form.is_valid()
    assert message in errors_of(form)


def test_fee_row_on_a_free_matter_keeps_it_from_being_published(editor: User) -> None:
    page = published()
    data = post_data(page, editor)
    row = {"name": "工本费", "standard": "10元/证", "amount": "10"}
    for name, value in nested_form_data({"fee_rows": inline_formset([row])}).items():
        data.setlist(name, [str(value)])
    form = edit_form(page, editor, data)
    assert not form.is_valid()
    assert "不收费事项不应有收费项目" in errors_of(form)


def test_code_of_a_published_matter_may_not_change(editor: User) -> None:
    page = published()
    form = edit_form(page, editor, post_data(page, editor, slug="another-code"))
    form.defer_required_fields()
    assert not form.is_valid()
    assert "应保持“elder-allowance”" in errors_of(form)


def test_code_of_another_matter_is_refused(editor: User) -> None:
    content.guide_matter()
    page = new_matter()
    data = post_data(page, editor, title="重复", slug="elder-allowance")
    form = edit_form(page, editor, data)
    form.defer_required_fields()
    assert not form.is_valid()
    assert "elder-allowance" in errors_of(form)


def test_refused_publishing_shows_the_form_again_and_keeps_what_is_live(
    client: Client, editor: User
) -> None:
    page = published()
    changes = {"promise_days": "30", "action-publish": "1"}
    response = send(client, edit_url(page), post_data(page, editor, **changes))
    assert response.status_code == 200
    assert "超过法定时限(20工作日)" in response.content.decode()
    assert MatterPage.objects.get(pk=page.pk).promise_days == 5


def test_draft_may_contradict_itself_until_it_is_published(
    client: Client, editor: User
) -> None:
    page = published()
    data = post_data(page, editor, promise_days="30")
    assert send(client, edit_url(page), data).status_code == 302
    stored = MatterPage.objects.get(pk=page.pk)
    assert stored.get_latest_revision_as_object().promise_days == 30
    assert stored.promise_days == 5


def test_preview_shows_unsaved_edits_through_the_registered_renderer(
    client: Client, editor: User, preview: None
) -> None:
    page = content.guide_matter()
    changes = {"title": "改过的名称", "materials-0-name": "改过的材料"}
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    answer = send(client, url, post_data(page, editor, **changes)).json()
    assert answer == {"is_valid": True, "is_available": True}
    shown = client.get(url).content.decode()
    assert shown.startswith("改过的名称|云溪区民政局|改过的材料,")


def test_preview_of_a_new_matter_knows_its_department(
    client: Client, editor: User, preview: None
) -> None:
    data = post_data(new_matter(), editor, title="新事项")
    args = ["content", "matterpage", content.department().pk]
    url = reverse("wagtailadmin_pages:preview_on_add", args=args)
    assert send(client, url, data).json()["is_valid"]
    assert client.get(url).content.decode() == "新事项|云溪区民政局|"


def test_list_of_matters_shows_code_and_department(
    client: Client, editor: User
) -> None:
    content.guide_matter()
    content.catalogue_matter()
    html = client.get(reverse("matters:index")).content.decode()
    for text in ("elder-allowance", "m0001", "M0001", "云溪区民政局", "仅目录基本信息"):
        assert text in html


def test_list_of_matters_takes_as_many_queries_for_more_matters(
    client: Client, editor: User
) -> None:
    counts = []
    for first in (1, 11):
        for number in range(first, first + 10):
            content.catalogue_matter(f"m{number:04}")
        client.get(reverse("matters:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("matters:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["departments:index", "halls:index"])
def test_other_lists_open(client: Client, editor: User, name: str) -> None:
    content.department()
    content.hall()
    assert client.get(reverse(name)).status_code == 200


def test_stranger_is_sent_to_sign_in(client: Client) -> None:
    response = client.get(edit_url(content.catalogue_matter()))
    assert response.status_code == 302
    assert "login" in response.headers["Location"]


def test_times_of_publishing_are_to_the_second_and_name_their_zone(
    client: Client, editor: User
) -> None:
    page = published()
    body = client.get(edit_url(page)).content.decode()
    assert "发布时间(北京时间 UTC+8,到秒)" in body
    assert "下线时间(北京时间 UTC+8,到秒)" in body
    data = post_data(page, editor, go_live_at="2027-01-01 00:00:01")
    response = send(client, edit_url(page), data)
    assert response.status_code == 302
    saved = MatterPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert saved.go_live_at.isoformat() == "2027-01-01T00:00:01+08:00"


def test_line_ends_of_browsers_are_no_change(client: Client, editor: User) -> None:
    page = published()
    stored = [row.options for row in page.questions.all()]
    assert any("\n" in text for text in stored)
    data = post_data(page, editor)
    for name, values in list(data.lists()):
        data.setlist(name, [text.replace("\n", "\r\n") for text in values])
    assert send(client, edit_url(page), data).status_code == 302
    saved = MatterPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [row.options for row in saved.questions.all()] == stored
