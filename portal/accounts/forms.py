"""Forms for signing in and up; the words are ours, the machinery is allauth's."""

from __future__ import annotations

from typing import Any, Final

from allauth.account.forms import ChangePasswordForm, LoginForm, SignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from content.validators import check_mobile, normalise_mobile
from portal.accounts.certificates import checked_number
from portal.accounts.models import CertificateKind, User

NAME_LENGTH: Final = 100
TAKEN: Final = _(
    "这个证件号码已有账户，请直接登录；不是您本人注册的，请拨打 12345 核实"
)
DIFFERENT: Final = _("两次输入的密码不一样，请再输一遍")


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].error_messages["required"] = _("写用户名")
        self.fields["password"].error_messages["required"] = _("写密码")


class MobileField(forms.CharField):
    """A mainland mobile number, kept as eleven digits."""

    def clean(self, value: str) -> str:
        number = normalise_mobile(super().clean(value))
        if number:
            check_mobile(number)
        return number


class SignUpForm(SignupForm):
    """A citizen's new account: name, certificate, mobile, user name, password."""

    field_order = [
        "display_name",
        "certificate_kind",
        "id_number",
        "mobile",
        "username",
        "password1",
        "password2",
    ]

    display_name = forms.CharField(
        label=_("姓名"),
        max_length=NAME_LENGTH,
        error_messages={"required": _("写姓名，与证件上一致")},
    )
    certificate_kind = forms.ChoiceField(
        label=_("证件类型"),
        choices=CertificateKind.choices,
        initial=CertificateKind.RESIDENT_ID,
        error_messages={
            "required": _("选证件类型"),
            "invalid_choice": _("选列出的证件类型"),
        },
    )
    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        error_messages={"required": _("写证件号码")},
    )
    mobile = MobileField(
        label=_("手机号"),
        max_length=20,
        error_messages={"required": _("写手机号，11 位数字")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].error_messages.update(
            required=_("写用户名"), min_length=_("用户名至少 4 个字符")
        )
        self.fields["password1"].error_messages["required"] = _("设一个密码")
        self.fields["password2"].error_messages["required"] = _("再输一遍密码")

    def clean(self) -> dict[str, Any]:
        super().clean()
        _say_in_chinese(self)
        cleaned: dict[str, Any] = self.cleaned_data
        kind, number = cleaned.get("certificate_kind"), cleaned.get("id_number")
        if kind and number:
            self._clean_certificate(kind, number)
        return cleaned

    def _clean_certificate(self, kind: str, number: str) -> None:
        try:
            number = checked_number(kind, number)
        except ValidationError as error:
            self.add_error("id_number", error)
            return
        self.cleaned_data["id_number"] = number
        if User.objects.with_id_number(number).exists():
            self.add_error("id_number", TAKEN)


class PasswordChangeForm(ChangePasswordForm):
    """The old password and twice the new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].error_messages["required"] = _("写现在的密码")
        self.fields["password1"].error_messages["required"] = _("设一个新密码")
        self.fields["password2"].error_messages["required"] = _("再输一遍新密码")

    def clean(self) -> dict[str, Any]:
        super().clean()
        _say_in_chinese(self)
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned


class ContactForm(forms.Form):
    """What a person may change about himself or herself without proof."""

    mobile = MobileField(
        label=_("手机号"),
        max_length=20,
        error_messages={"required": _("写手机号，11 位数字")},
    )
    address = forms.CharField(
        label=_("联系地址"),
        max_length=200,
        required=False,
        error_messages={"max_length": _("联系地址最多 200 个字")},
    )


# Django's refusals of a password by code, said as an instruction.
PASSWORD_WORDS: Final = {
    "password_too_short": _("密码至少 8 个字符"),
    "password_too_common": _("这个密码太常见，换一个不容易猜到的"),
    "password_entirely_numeric": _("密码不能全是数字，加上字母或者符号"),
    "password_too_similar": _("密码和用户名太像，换一个"),
}


def _say_in_chinese(form: forms.Form) -> None:
    for name in ("password1", "password2"):
        errors = form.errors.get(name)
        if errors is None:
            continue
        for error in errors.as_data():
            if error.code is None and name == "password2":
                error.message = DIFFERENT
            elif error.code in PASSWORD_WORDS:
                error.message = PASSWORD_WORDS[error.code]
                error.params = None
