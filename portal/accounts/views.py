"""Sign in, sign up, sign out, change the password, look after one's own profile."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.forms import (
    TAKEN,
    ContactForm,
    PasswordChangeForm,
    SignInForm,
    SignUpForm,
)
from portal.accounts.models import CertificateKind, User
from portal.accounts.pages import error_list, first_errors, page_head
from portal.accounts.policy import organisations_of
from portal.accounts.services import change_contact

_WAIT_SECONDS = 300


class _PortalPage:
    """Give allauth's pages the head and the errors that our layout shows."""

    page_title: str | Promise = ""
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]  # a mix-in to allauth's untyped views
        context["page"] = page_head(str(self.page_title))
        form = context.get("form")
        if form is not None:
            bound = form.is_bound
            context["errors"] = error_list(form) if bound else []
            context["why"] = first_errors(form) if bound else {}
            context["typed"] = {name: form[name].value() or "" for name in form.fields}
        context["next"] = context.get("redirect_field_value") or ""
        return context


class SignInView(_PortalPage, allauth_views.LoginView):
    """Sign in and go back to the page that asked for it."""

    form_class = SignInForm
    page_title = gettext_lazy("登录")

    def dispatch(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Show the form; tell who is signed in already and may not edit just that.

        The editors' desk would send this account here, and this page send it back.
        """
        asked, user = request.GET.get("next", ""), request.user
        wants_desk = asked.startswith(reverse("wagtailadmin_home"))
        if (
            wants_desk
            and user.is_authenticated
            and not user.has_perm("wagtailadmin.access_admin")
        ):
            context = {"page": page_head(_("这里只给内容编辑用"))}
            return render(request, "account/not_editor.html", context, status=403)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]  # untyped base


class SignUpView(_PortalPage, allauth_views.SignupView):
    """Open a citizen's account."""

    form_class = SignUpForm
    page_title = gettext_lazy("注册个人账户")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["certificate_kinds"] = [
            {"value": value, "label": label} for value, label in CertificateKind.choices
        ]
        return context

    def form_valid(self, form: SignUpForm) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except IntegrityError:
            # Two browsers signed the same number up at once; the other one won.
            form.add_error("id_number", TAKEN)
            return self.form_invalid(form)  # type: ignore[no-any-return]  # untyped base
        return response


class SignOutView(_PortalPage, allauth_views.LogoutView):
    """Ask, then sign out."""

    page_title = gettext_lazy("退出登录")


@method_decorator(login_required, name="dispatch")
class PasswordChangeView(_PortalPage, allauth_views.PasswordChangeView):
    """Change one's own password."""

    form_class = PasswordChangeForm
    page_title = gettext_lazy("修改密码")

    def get_default_success_url(self) -> str:
        return reverse("accounts:show-profile")


@require_safe
def editor_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead from Wagtail's own form, which does not count attempts, to ours."""
    wanted = request.GET.get("next") or reverse("wagtailadmin_home")
    return redirect_to_login(wanted)


@require_safe
def account_inactive(request: HttpRequest) -> HttpResponse:
    """Say that an account was closed."""
    context = {"page": page_head(_("账户已停用"))}
    return render(request, "account/account_inactive.html", context, status=403)


def too_many_requests(
    request: HttpRequest, exception: Exception | None = None, *, reason: str = ""
) -> HttpResponse:
    """Say that somebody asks too often, and how long to wait: 5 minutes without a reason."""
    del exception
    context = {"page": page_head(_("请稍后再试")), "reason": reason}
    response = render(request, "account/too_many_requests.html", context, status=429)
    response["Retry-After"] = str(_WAIT_SECONDS)
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show_profile(request: HttpRequest) -> HttpResponse:
    """Show who is signed in, masked, and change mobile and address."""
    user = request.user
    if not isinstance(user, User):
        return HttpResponseRedirect(reverse("account_login"))
    form = ContactForm(
        request.POST or None, initial={"mobile": user.mobile, "address": user.address}
    )
    if request.method == "POST" and form.is_valid():
        change_contact(user, **form.cleaned_data)
        return redirect("accounts:show-profile")
    context = {
        "page": page_head(_("我的资料")),
        "person": user,
        "organisations": organisations_of(user),
        "typed": {name: form[name].value() or "" for name in form.fields},
        "errors": error_list(form) if form.is_bound else [],
        "why": first_errors(form) if form.is_bound else {},
    }
    status = 422 if form.is_bound else 200
    return render(request, "account/profile.html", context, status=status)
