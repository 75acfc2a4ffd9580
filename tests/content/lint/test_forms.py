"""Findings stand beside their fields; warnings ask for a reason that is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.test import RequestFactory

from content.lint.form_findings import reason_name
from content.lint.gate import reader
from content.lint.panel import FindingsPanel
from content.models import LintReason, MatterPage
from content.page_forms import PublishablePageForm
from portal.accounts.models import User
from tests.content.admin.forms import edit_form, errors_of, post_data
from tests.content.lint.matters import SLUG, faulty_matter
from tests.factories import content

pytestmark = pytest.mark.django_db

# The demo's only warning that needs a reason: two visits (L210).
TWO_VISITS = "divorce"
# Where five rows stand when the second was moved to the end.
MOVED = (1, 5, 2, 3, 4)
WHY = "冷静期后须双方再次到场(民法典第一千零七十七条)"


@pytest.fixture
def user() -> User:
    return User.objects.create_user("editor", password="tea-and-plum-blossom-7")


def form_of(page: MatterPage, user: User, **changes: Any) -> PublishablePageForm:
    return edit_form(page, user, post_data(page, user, **changes))


def panel_html(page: MatterPage, user: User, form: Any = None) -> str:
    request = RequestFactory().get("/admin/")
    request.user = user
    panel = FindingsPanel().bind_to_model(type(page))
    bound = panel.get_bound_panel(
        instance=page, request=request, form=form or edit_form(page, user)
    )
    return str(bound.render_html())


def test_finding_stands_beside_its_field(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    form = form_of(page, user, promise_days="30")
    assert not form.is_valid()
    assert form.errors["promise_days"] == [
        "承诺时限(30工作日)超过法定时限(20工作日)。把承诺时限改到法定时限以内(L201)"
    ]


def test_finding_in_a_row_stands_in_the_row_and_above(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    form = form_of(page, user, **{"materials-1-name": "其他材料"})
    assert not form.is_valid()
    row = form.formsets["materials"].forms[1]
    assert "兜底" in row.errors["name"][0]
    assert "申请材料第2行" in str(form.non_field_errors())


def test_finding_follows_a_row_that_was_moved(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    places = {f"materials-{row}-ORDER": str(at) for row, at in enumerate(MOVED)}
    data = {"materials-1-name": "其他材料", **places}
    form = form_of(page, user, **data)
    assert not form.is_valid()
    assert "name" in form.formsets["materials"].forms[1].errors
    assert "申请材料第5行" in str(form.non_field_errors())


def test_row_that_is_deleted_is_not_asked(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    data = {"accept_conditions-0-text": "符合条件", "accept_conditions-0-DELETE": "on"}
    form = form_of(page, user, **data)
    assert form.is_valid(), errors_of(form)


def test_draft_is_saved_whatever_is_found(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    form = form_of(page, user, promise_days="30")
    form.defer_required_fields()
    assert form.is_valid()


def two_visits() -> MatterPage:
    return content.guide_matter(TWO_VISITS, live=False)


def reason_field(page: MatterPage) -> str:
    (warning,) = reader().unexplained(reader().findings(page))
    assert warning.rule == "L210"
    return reason_name(warning)


def test_warning_asks_for_a_reason(user: User) -> None:
    page = two_visits()
    form = form_of(page, user)
    assert not form.is_valid()
    assert "写明理由(L210)" in str(form.non_field_errors())


def test_reason_is_kept_and_not_asked_again(user: User) -> None:
    page = two_visits()
    name = reason_field(page)
    form = form_of(page, user, **{name: WHY})
    assert form.is_valid(), errors_of(form)
    form.save()
    kept = LintReason.objects.get()
    assert (kept.kind, kept.key, kept.rule) == ("guide", TWO_VISITS, "L210")
    assert (kept.path, kept.reason, kept.by) == ("visits", WHY, user)
    assert form_of(page, user).is_valid()
    assert name not in panel_html(page, user)


def test_reason_counts_for_the_text_it_was_given_for(user: User) -> None:
    page = two_visits()
    form_of(page, user, **{reason_field(page): WHY}).save()
    form = form_of(page, user, visits="3")
    assert not form.is_valid()
    assert "到现场3次" in str(form.non_field_errors())


def test_blank_reason_is_no_reason(user: User) -> None:
    page = two_visits()
    assert not form_of(page, user, **{reason_field(page): "  "}).is_valid()
    assert not LintReason.objects.exists()


def test_draft_keeps_a_reason_given_with_it(user: User) -> None:
    page = two_visits()
    form = form_of(page, user, **{reason_field(page): WHY})
    form.defer_required_fields()
    assert form.is_valid()
    form.save()
    assert LintReason.objects.get().reason == WHY


def test_long_message_and_reason_are_kept_cut(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    warning = reader().findings(two_visits())[0]
    long = type(warning)(
        rule="L008",
        severity=warning.severity,
        kind="guide",
        key=page.slug,
        path="accept_conditions[0]",
        message="长" * 900,
        fix="",
    )
    reader().explain(long, "由" * 900, user)
    kept = LintReason.objects.get()
    assert (len(kept.message), len(kept.reason)) == (500, 300)


def test_panel_shows_place_message_and_how_to_mend(user: User) -> None:
    html = panel_html(faulty_matter(), user)
    assert "错误 1 条" in html
    assert "L201" in html
    assert 'href="#id_promise_days"' in html
    assert "承诺时限(30工作日)超过法定时限(20工作日)" in html
    assert "怎么改:把承诺时限改到法定时限以内" in html


def test_panel_links_a_row_by_its_field(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    materials = list(page.materials.all())
    materials[2].name = "其他材料"
    page.materials = materials
    html = panel_html(page, user)
    assert 'href="#id_materials-2-name"' in html
    assert "申请材料 › 第3行 › 材料名称" in html


def test_panel_takes_the_reason(user: User) -> None:
    page = two_visits()
    html = panel_html(page, user)
    assert f'name="{reason_field(page)}"' in html
    assert 'maxlength="300"' in html


def test_refused_form_shows_what_was_sent(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    form = form_of(page, user, promise_days="25")
    assert not form.is_valid()
    assert "承诺时限(25工作日)" in panel_html(page, user, form)


def test_panel_says_when_all_is_well(user: User) -> None:
    page = content.catalogue_matter()
    assert "没有发现问题" in panel_html(page, user)


def test_panel_is_for_pages_that_are_there(user: User) -> None:
    panel = FindingsPanel().bind_to_model(MatterPage)
    request = RequestFactory().get("/admin/")
    request.user = user
    bound = panel.get_bound_panel(instance=MatterPage(), request=request, form=None)
    assert not bound.is_shown()


def test_form_without_reasons_asks_no_rules_on_a_draft(user: User) -> None:
    page = content.guide_matter(SLUG, live=False)
    form = edit_form(page, user, QueryDict(post_data(page, user).urlencode()))
    form.defer_required_fields()
    assert form.is_valid()
    form.save()
    assert "findings" not in form.__dict__
