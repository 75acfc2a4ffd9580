"""An editor of a department works on its power list."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import PowerItemPage
from content.powers import power_record
from portal.accounts.models import User
from tests.content.admin.forms import edit_form, errors_of, post_data
from tests.factories import content

pytestmark = pytest.mark.django_db

# Of another department than `content.POWER`, and adjusted once.
CHANGED = "YX-000000238-01-0168"


def edit_url(page: PowerItemPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def send(client: Client, url: str, data: QueryDict) -> Any:
    return client.post(url, dict(data.lists()))


def publish_draft(page: PowerItemPage) -> PowerItemPage:
    """Publish what was saved last, as the workflow's last step does."""
    PowerItemPage.objects.get(pk=page.pk).get_latest_revision().publish()
    return PowerItemPage.objects.get(pk=page.pk)


def published(code: str = CHANGED) -> PowerItemPage:
    page = content.power(code)
    page.save_revision().publish()
    return PowerItemPage.objects.get(pk=page.pk)


def test_saving_an_untouched_form_changes_nothing(client: Client, editor: User) -> None:
    page = published()
    before = power_record(page, ())
    data = post_data(page, editor)
    response = send(client, edit_url(page), data)
    assert response.status_code == 302, errors_of(response.context["form"])
    assert power_record(publish_draft(page), ()) == before
    assert before["changes"][0]["before"]


def test_edit_of_a_power_is_published_with_its_adjustment(
    client: Client, editor: User
) -> None:
    page = published()
    changes = {
        "handling_unit": "审批二科",
        "changes-0-before": "handling_unit=审批科\nfee_note",
        "changes-0-after": "handling_unit=审批二科",
        "duties-0-text": "五个工作日内核对材料",
    }
    response = send(client, edit_url(page), post_data(page, editor, **changes))
    assert response.status_code == 302, errors_of(response.context["form"])
    record = power_record(publish_draft(page), ())
    assert record["handling_unit"] == "审批二科"
    assert record["duties"][0]["text"] == "五个工作日内核对材料"
    change = record["changes"][0]
    assert change["before"] == {"handling_unit": "审批科", "fee_note": None}
    assert change["after"] == {"handling_unit": "审批二科"}


def test_adjustment_without_values_keeps_none(client: Client, editor: User) -> None:
    page = published()
    changes = {"changes-0-before": ""}
    response = send(client, edit_url(page), post_data(page, editor, **changes))
    assert response.status_code == 302, errors_of(response.context["form"])
    record = power_record(publish_draft(page), ())
    assert record["changes"][0]["before"] == {}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("changes-0-before", "=审批科", "字段=值"),
        ("changes-0-after", "a=1\na=2", "字段=值"),
        ("supervise_tel", "5551060", "区号-号码"),
        ("category", "99", "99"),
        ("slug", "职权", "只用字母"),
        ("slug", "YX-another", "应保持"),
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


def test_power_without_accountability_is_not_published(editor: User) -> None:
    page = published()
    data = post_data(page, editor)
    for number in range(int(data["accountability-TOTAL_FORMS"])):
        data[f"accountability-{number}-DELETE"] = "on"
    form = edit_form(page, editor, data)
    assert not form.is_valid()
    assert "追责情形" in errors_of(form)


def test_power_may_not_be_its_own_main_item(editor: User) -> None:
    page = published()
    form = edit_form(page, editor, post_data(page, editor, parent_code=page.code))
    assert not form.is_valid()
    assert "主项不能是本职权" in errors_of(form)


def test_edit_page_shows_the_matters_that_name_the_power(
    client: Client, editor: User
) -> None:
    matter = content.guide_matter("food")
    page = PowerItemPage.objects.get(code=matter.power_item)
    html = client.get(edit_url(page)).content.decode()
    assert f"{matter.title}(food)" in html
    assert reverse("wagtailadmin_pages:edit", args=[matter.pk]) in html


def test_edit_page_tells_when_no_matter_names_the_power(
    client: Client, editor: User
) -> None:
    html = client.get(edit_url(content.power())).content.decode()
    assert "没有事项写本职权编码" in html


def test_main_item_and_sub_item_show_each_other(client: Client, editor: User) -> None:
    main, sub = content.power(), content.power(CHANGED, parent=content.POWER)
    assert f"{sub.title}({sub.code})" in client.get(edit_url(main)).content.decode()
    assert f"{main.title}({main.code})" in client.get(edit_url(sub)).content.decode()


def test_unknown_main_item_is_told(client: Client, editor: User) -> None:
    page = content.power(parent="YX-NONE")
    assert "编码“YX-NONE”的职权不存在" in client.get(edit_url(page)).content.decode()


def test_list_of_powers_is_filtered_by_department_and_category(
    client: Client, editor: User
) -> None:
    here, there = content.power(), content.power(CHANGED)
    assert here.department != there.department
    url = reverse("powers:index")
    every = client.get(url).content.decode()
    assert here.code in every
    assert there.code in every
    own = client.get(url, {"department": here.department.pk}).content.decode()
    assert here.code in own
    assert there.code not in own
    of_kind = client.get(url, {"category": there.category}).content.decode()
    assert there.code in of_kind
    assert (here.code in of_kind) == (here.category == there.category)


def test_list_of_powers_is_searched_by_any_part_of_name_and_code(
    client: Client, editor: User
) -> None:
    here, there = content.power(), content.power(CHANGED)

    def found(words: str) -> list[str]:
        html = client.get(reverse("powers:index"), {"q": words}).content.decode()
        return [page.code for page in (here, there) if f"/{page.pk}/edit/" in html]

    assert found(here.title[2:5]) == [here.code]
    assert found(f"{there.title[-4:]} 0168") == [there.code]
    assert found("没有这个") == []


def test_list_of_powers_takes_as_many_queries_for_more_powers(
    client: Client, editor: User
) -> None:
    codes = iter(content.power_records())
    counts = []
    for _round in range(2):
        for _number in range(8):
            content.power(next(codes))
        client.get(reverse("powers:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("powers:index"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
