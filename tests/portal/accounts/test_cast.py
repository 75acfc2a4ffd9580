from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import GroupPagePermission, Locale, Page

from portal.accounts import policy
from portal.accounts.editors import editors_group
from portal.accounts.models import Absence, Deputy, Duty, Organisation, Staff, User
from portal.accounts.services import CastError, SharedPasswords, create_cast

pytestmark = pytest.mark.django_db

PRINTED = ("person01", "mzj-clerk", "admin")


@pytest.fixture(scope="module")
def cast_file() -> dict[str, Any]:
    path: Path = settings.FIXTURES_DIR / "demo" / "cast.json"
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def some(username: str) -> str | None:
    return "plum-blossom-7" if username in PRINTED else None


def test_cast_is_created_with_posts_and_deputies(cast_file: dict[str, Any]) -> None:
    logins = create_cast(cast_file, some)

    assert [login.username for login in logins] == ["mzj-clerk", "person01", "admin"]
    assert Staff.objects.count() == 238
    assert User.objects.filter(kind="natural").count() == 12
    assert Organisation.objects.count() == 7
    clerk = User.objects.get(username="mzj-clerk")
    assert policy.duties_of(clerk, "mzj") == {Duty.RECEIVE}
    assert logins[0].department_key == "mzj"
    approver = User.objects.get(username="mzj-approver")
    assert policy.duties_of(approver, "mzj") == {Duty.APPROVE, Duty.ISSUE}
    deputy = User.objects.get(username="mzj-deputy")
    assert policy.duties_of(deputy, "mzj") == set()
    Absence.objects.create(staff=approver.staff, from_on="2024-01-01")
    assert policy.duties_of(deputy, "mzj") == {Duty.APPROVE, Duty.ISSUE}


def test_legal_representative_and_agent_share_the_organisation(
    cast_file: dict[str, Any],
) -> None:
    create_cast(cast_file, some)
    organisation = Organisation.objects.get(uscc="92990101MA0001034F")
    assert {user.username for user in organisation.members.all()} == {
        "org03",
        "person09",
    }


def test_only_asked_for_accounts_have_a_password(cast_file: dict[str, Any]) -> None:
    create_cast(cast_file, some)
    with_password = [u.username for u in User.objects.all() if u.has_usable_password()]
    assert sorted(with_password) == sorted(PRINTED)
    assert User.objects.get(username="person01").check_password("plum-blossom-7")


def test_second_run_changes_nothing(cast_file: dict[str, Any]) -> None:
    first = create_cast(cast_file, some)
    before = sorted(User.objects.values_list("pk", "password"))
    counts = (Staff.objects.count(), Deputy.objects.count())

    assert create_cast(cast_file, some) == first
    assert sorted(User.objects.values_list("pk", "password")) == before
    assert (Staff.objects.count(), Deputy.objects.count()) == counts


def test_cast_needs_few_queries(
    cast_file: dict[str, Any], django_assert_max_num_queries: Callable[..., Any]
) -> None:
    with django_assert_max_num_queries(90):
        create_cast(cast_file, some)


def test_unknown_role_is_refused_and_nothing_is_written() -> None:
    row = {
        "staff_no": "X1",
        "username": "x1",
        "name": "某",
        "display_name": "某",
        "department": "mzj",
        "hall": "",
        "post": "",
        "role": "wizard",
        "employ_type": "",
        "active_from": "2024-01-01",
    }
    with pytest.raises(CastError, match="'wizard'; expected one of clerk"):
        create_cast({"staff": [row], "applicants": []}, some)
    assert not User.objects.exists()


def test_unknown_kind_of_applicant_is_refused() -> None:
    row = {"username": "a", "kind": "ghost", "name": "某", "mobile": ""}
    with pytest.raises(CastError, match="'ghost'; expected 'natural' or 'legal'"):
        create_cast({"staff": [], "applicants": [row]}, some)


def test_editors_may_publish_the_tree() -> None:
    Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    content_type = ContentType.objects.get_for_model(Page)
    assert Permission.objects.filter(content_type=content_type).exists()

    group = editors_group()
    editors_group()

    given = GroupPagePermission.objects.filter(group=group, page=root)
    assert {each.permission.codename for each in given} == {
        "add_page",
        "change_page",
        "publish_page",
    }


def test_accounts_with_one_password_share_its_hash() -> None:
    shared = SharedPasswords()
    first, second, other = User(), User(), User()
    first.set_password("plum-blossom-7")
    kept = first.password

    assert not shared.give(first, "plum-blossom-7")
    assert shared.give(second, "plum-blossom-7")
    assert shared.give(other, "bamboo-5")

    assert first.password == second.password == kept
    assert other.check_password("bamboo-5")
    assert not shared.give(second, "plum-blossom-7")
