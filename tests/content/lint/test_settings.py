"""A region may weigh rules more; the nation's errors nobody lowers."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.lint import errors_of
from content.lint.pages import page_findings
from content.models import LintReason, LintRuleSetting, Region
from tests.factories import content

pytestmark = pytest.mark.django_db


def setting(rule: str, weight: str, region: Region | None = None) -> LintRuleSetting:
    return LintRuleSetting(rule=rule, weight=weight, region=region, reason="区规定")


@pytest.mark.parametrize(
    ("rule", "weight"),
    [
        ("L210", "E"),
        ("L210", "-"),
        ("L301", "W"),
        ("L301", "-"),
        ("L307", "W"),
        ("L201", "E"),
    ],
)
def test_rule_may_weigh_more_and_lesser_ones_may_go(rule: str, weight: str) -> None:
    setting(rule, weight).full_clean()


@pytest.mark.parametrize(
    ("rule", "weight", "field"),
    [
        ("L201", "W", "weight"),
        ("L001", "-", "weight"),
        ("L119", "H", "weight"),
        ("L307", "-", "weight"),
        ("L307", "H", "weight"),
        ("L999", "E", "rule"),
    ],
)
def test_error_may_not_be_lowered(rule: str, weight: str, field: str) -> None:
    with pytest.raises(ValidationError) as error:
        setting(rule, weight).full_clean()
    assert set(error.value.message_dict) == {field}


def errors(slug: str = "divorce") -> set[str]:
    page = content.guide_matter(slug, live=False)
    found = {each.rule for each in errors_of(page_findings(page))}
    page.delete()
    return found


def test_weight_of_the_site_counts_everywhere() -> None:
    setting("L210", "E").save()
    assert errors() == {"L210"}


def test_rule_that_is_off_finds_nothing() -> None:
    setting("L210", "-").save()
    page = content.guide_matter("divorce")
    assert "L210" not in {each.rule for each in page_findings(page)}


def test_weight_of_a_region_counts_there_and_below() -> None:
    county = content.region()
    city = content.region("990100", name="临江市", short_name="临江", level="3")
    other = content.region("990102", name="远山区", short_name="远山")
    setting("L210", "E", other).save()
    assert errors() == set()
    setting("L210", "E", city).save()
    assert errors() == {"L210"}
    # What is nearer decides.
    setting("L210", "W", county).save()
    assert errors() == set()


def test_region_has_one_weight_for_a_rule() -> None:
    setting("L210", "E").save()
    with pytest.raises(ValidationError):
        setting("L210", "H").full_clean()


def test_settings_are_edited_in_the_admin(admin_client: Client) -> None:
    url = reverse("wagtailsnippets_content_lintrulesetting:add")
    data = {"rule": "L210", "weight": "E", "region": "", "reason": "区规定"}
    assert admin_client.post(url, data).status_code == 302
    assert str(LintRuleSetting.objects.get()) == "L210 错误,不能发布"


def test_reason_says_what_it_is_for() -> None:
    reason = LintReason(rule="L210", key="divorce", reason="两次到场")
    assert str(reason) == "L210 divorce: 两次到场"
