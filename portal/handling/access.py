"""Let only officers in, and give every desk page its head."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.accounts.models import Staff
from portal.accounts.policy import staff_of
from portal.publishing.models import RecordSnapshot

View = Callable[..., HttpResponseBase]


def officer_required(view: View) -> View:
    """Give a view the officer who is signed in; send others to sign in, or away."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        staff = staff_of(request.user)
        if staff is None:
            return refused_visitor(request)
        return view(request, staff, *args, **kwargs)

    return never_cache(guarded)


def desk_page(
    request: HttpRequest, staff: Staff, title: str, **context: Any
) -> dict[str, Any]:
    """Return the context of a desk page: head, officer, notices, and its own parts."""
    return {
        "page": {"title": title, "description": title, "noindex": True},
        "officer": {
            "name": staff.display_name,
            "post": staff.post_title,
            "department": department_name(staff.department_key),
        },
        "notices": [
            {"text": str(message), "tone": message.level_tag}
            for message in messages.get_messages(request)
        ],
        **context,
    }


def message_page(
    request: HttpRequest, staff: Staff, title: str, text: str, *, status: int
) -> HttpResponse:
    """Tell an officer one thing, with the way back to the desk."""
    context = desk_page(request, staff, title, text=text)
    return render(request, "handling/message.html", context, status=status)


def department_name(key: str) -> str:
    """Return the published name of a department, or its key when it has none."""
    snapshot = RecordSnapshot.objects.filter(
        kind=RecordSnapshot.Kind.DEPARTMENT, key=key
    ).first()
    return str(snapshot.payload["name"]) if snapshot is not None else key


def refused_visitor(request: HttpRequest) -> HttpResponse:
    """Tell somebody who is no officer that this is not the place."""
    title = _("这里只给工作人员用")
    context = {"page": {"title": title, "description": title, "noindex": True}}
    return render(request, "handling/not_staff.html", context, status=403)
