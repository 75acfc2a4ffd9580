from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from portal.accounts.models import Duty, User
from tests.factories.people import (
    PASSWORD,
    UserFactory,
    make_officer,
    valid_id_number,
)

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
SIGN_UP = "/accounts/signup/"
NEW_PERSON = {
    "display_name": "阿依古丽·买买提",
    "certificate_kind": "resident_id",
    "id_number": valid_id_number(7).lower(),
    "mobile": "+86 199-0000-1001",
    "username": "ayiguli",
    "password1": "plum-and-tea-2026",
    "password2": "plum-and-tea-2026",
}


@pytest.fixture(autouse=True)
def fresh_counters() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def alice() -> User:
    return UserFactory(username="alice")


def test_sign_in_returns_to_the_page_that_asked(client: Client, alice: User) -> None:
    page = client.get(f"{LOGIN}?next=/apply/food/")
    assert 'name="next" value="/apply/food/"' in page.content.decode()
    answer = client.post(
        LOGIN, {"login": "alice", "password": PASSWORD, "next": "/apply/food/"}
    )
    assert (answer.status_code, answer["Location"]) == (302, "/apply/food/")
    assert client.session["_auth_user_id"] == str(alice.pk)


def test_sign_in_without_next_goes_home(client: Client, alice: User) -> None:
    answer = client.post(LOGIN, {"login": "alice", "password": PASSWORD})
    assert answer["Location"] == "/my/"


def test_editors_have_no_second_form_where_passwords_can_be_tried(
    client: Client, alice: User
) -> None:
    answer = client.get("/admin/login/?next=/admin/matters/")
    assert answer["Location"] == f"{LOGIN}?next=/admin/matters/"
    assert client.get("/admin/login/")["Location"] == f"{LOGIN}?next=/admin/"
    tried = client.post("/admin/login/", {"username": "alice", "password": PASSWORD})
    assert tried.status_code == 405
    assert "_auth_user_id" not in client.session
    assert client.get("/admin/password_reset/").status_code == 404


def test_who_may_not_edit_is_told_so_instead_of_sent_to_and_fro(
    client: Client, alice: User
) -> None:
    client.force_login(alice)
    answer = client.get("/admin/matters/", follow=True)
    assert answer.redirect_chain == [(f"{LOGIN}?next=/admin/matters/", 302)]
    assert answer.status_code == 403
    assert "这里只给内容编辑用" in answer.content.decode()
    assert client.get(f"{LOGIN}?next=/my/")["Location"] == "/my/"


def test_officers_and_editors_begin_at_their_work(client: Client) -> None:
    make_officer("olive", Duty.RECEIVE)
    answer = client.post(LOGIN, {"login": "olive", "password": PASSWORD})
    assert answer["Location"] == "/desk/"
    client.logout()
    UserFactory(username="editor", is_superuser=True)
    answer = client.post(LOGIN, {"login": "editor", "password": PASSWORD})
    assert answer["Location"] == "/admin/"


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"]
)
def test_sign_in_never_leaves_the_portal(
    client: Client, alice: User, target: str
) -> None:
    answer = client.post(
        LOGIN, {"login": "alice", "password": PASSWORD, "next": target}
    )
    assert answer["Location"] == "/my/"


def test_wrong_password_and_unknown_name_look_the_same(
    client: Client, alice: User
) -> None:
    known = client.post(LOGIN, {"login": "alice", "password": "wrong"})
    unknown = client.post(LOGIN, {"login": "nobody", "password": "wrong"})
    for answer in (known, unknown):
        text = answer.content.decode()
        assert "用户名或者密码不对" in text
        assert "<title>错误：登录" in text
        assert 'href="#login"' in text
        assert "wrong" not in text


def test_empty_sign_in_names_each_field(client: Client) -> None:
    text = client.post(LOGIN, {}).content.decode()
    assert 'href="#login"' in text
    assert 'href="#password"' in text


def test_five_wrong_passwords_lock_the_name_for_five_minutes(
    client: Client, alice: User
) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": "alice", "password": "wrong"})
    answer = client.post(LOGIN, {"login": "alice", "password": PASSWORD})
    assert "请 5 分钟后再试" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_too_many_requests_say_so(client: Client, alice: User) -> None:
    answers = [client.post(LOGIN, {}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "请稍后再试" in answers[-1].content.decode()


def test_inactive_account_is_told(client: Client, alice: User) -> None:
    alice.is_active = False
    alice.save()
    answer = client.post(LOGIN, {"login": "alice", "password": PASSWORD}, follow=True)
    assert "_auth_user_id" not in client.session
    assert client.get("/accounts/inactive/").status_code == 403
    assert answer.status_code in {200, 403}


def test_sign_up_opens_a_sealed_account_and_signs_in(client: Client) -> None:
    answer = client.post(f"{SIGN_UP}?next=/apply/food/", NEW_PERSON)
    assert answer.status_code == 302, answer.content.decode()
    user = User.objects.get(username="ayiguli")
    assert user.display_name == "阿依古丽·买买提"
    assert user.id_number == valid_id_number(7)
    assert user.mobile == "19900001001"
    assert user.kind == "natural"
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("display_name", "", "写姓名"),
        ("id_number", "", "写证件号码"),
        ("id_number", "99010119900307001", "18位"),
        ("id_number", "990101199002300015", "出生日期"),
        ("mobile", "12345", "11位"),
        ("mobile", "", "写手机号"),
        ("username", "ab", "至少 4 个字符"),
        ("username", "", "写用户名"),
        ("password1", "12345678", "不能全是数字"),
        ("password1", "a1", "至少 8 个字符"),
        ("password2", "different-7777", "两次输入的密码不一样"),
        ("certificate_kind", "library_card", "选列出的证件类型"),
    ],
)
def test_sign_up_refuses_and_keeps_what_was_typed(
    client: Client, field: str, value: str, words: str
) -> None:
    answer = client.post(SIGN_UP, {**NEW_PERSON, field: value})
    text = answer.content.decode()
    assert any(word in text for word in words.split("|"))
    assert f'href="#{field}"' in text
    assert field == "display_name" or "阿依古丽·买买提" in text
    assert NEW_PERSON["password1"] not in text
    assert not User.objects.filter(username="ayiguli").exists()


@pytest.mark.parametrize(
    ("kind", "number", "fits"),
    [
        ("passport", "E12345678", True),
        ("passport", "E-1", False),
        ("hong_kong_macao_permit", "H12345678", True),
        ("hong_kong_macao_permit", "12345678", False),
        ("taiwan_permit", "12345678", True),
        ("taiwan_permit", "123", False),
        ("foreign_permanent", "ABC990101199001", True),
        ("foreign_permanent", "ABC", False),
        ("residence_permit", valid_id_number(9), True),
    ],
)
def test_sign_up_takes_other_certificates(
    client: Client, kind: str, number: str, fits: bool
) -> None:
    client.post(SIGN_UP, {**NEW_PERSON, "certificate_kind": kind, "id_number": number})
    assert User.objects.filter(username="ayiguli").exists() is fits


def test_second_account_for_one_certificate_is_refused(client: Client) -> None:
    UserFactory(id_number=NEW_PERSON["id_number"])
    text = client.post(SIGN_UP, NEW_PERSON).content.decode()
    assert "已有账户" in text
    assert not User.objects.filter(username="ayiguli").exists()


def test_second_sign_up_at_the_same_moment_is_refused(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    UserFactory(id_number=NEW_PERSON["id_number"])
    monkeypatch.setattr(
        User.objects, "with_id_number", lambda _number: User.objects.none()
    )
    text = client.post(SIGN_UP, NEW_PERSON).content.decode()
    assert "已有账户" in text
    assert not User.objects.filter(username="ayiguli").exists()


def test_taken_user_name_is_refused(client: Client) -> None:
    UserFactory(username="ayiguli")
    assert "请换一个" in client.post(SIGN_UP, NEW_PERSON).content.decode()


def test_sign_out_asks_first(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/accounts/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post("/accounts/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_password_change(client: Client, alice: User) -> None:
    client.force_login(alice)
    url = "/accounts/password/"
    assert client.get(url).status_code == 200
    new = {"password1": "osmanthus-9-rain", "password2": "osmanthus-9-rain"}
    wrong = client.post(url, {"oldpassword": "no", **new}).content.decode()
    assert "现在的密码不对" in wrong
    right = client.post(url, {"oldpassword": PASSWORD, **new})
    assert right["Location"] == "/my/profile/"
    alice.refresh_from_db()
    assert alice.check_password("osmanthus-9-rain")
    assert client.get("/my/profile/").status_code == 200


@pytest.mark.parametrize("url", ["/accounts/password/", "/my/profile/"])
def test_own_pages_need_a_sign_in(client: Client, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer["Location"]) == (302, f"{LOGIN}?next={url}")


def test_profile_is_masked_and_changes_contact(client: Client, alice: User) -> None:
    client.force_login(alice)
    text = client.get("/my/profile/").content.decode()
    assert alice.id_number not in text
    assert alice.masked_id_number in text
    answer = client.post("/my/profile/", {"mobile": "199 0000 2002", "address": "新街"})
    assert answer.status_code == 302
    alice.refresh_from_db()
    assert (alice.mobile, alice.address) == ("19900002002", "新街")


def test_profile_refuses_a_wrong_mobile(client: Client, alice: User) -> None:
    client.force_login(alice)
    answer = client.post("/my/profile/", {"mobile": "1", "address": "新街"})
    assert answer.status_code == 422
    assert 'href="#mobile"' in answer.content.decode()
    assert client.put("/my/profile/").status_code == 405
