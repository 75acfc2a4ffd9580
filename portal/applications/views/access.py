"""Find what a request is about, for the person who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.pages import page_head
from portal.applications.errors import ApplicationError
from portal.applications.flow import Flow
from portal.applications.models import Draft
from portal.applications.selectors import draft_of
from portal.cases.errors import CaseError, CaseNotFound
from portal.cases.models import Case
from portal.cases.selectors import case_for_applicant

View = Callable[..., HttpResponseBase]


def refusals_shown(view: View) -> View:
    """Turn a refusal that a view lets through into a page that says it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except CaseNotFound as missing:
            raise Http404(str(missing)) from missing
        except (ApplicationError, CaseError) as refused:
            context = {"page": page_head(_("没有办成")), "reason": str(refused)}
            return render(request, "applications/refused.html", context, status=409)

    return guarded


def person(request: HttpRequest) -> User:
    """Return the signed-in person.

    Raises:
        Http404: nobody is signed in; views that call this require a sign-in before.
    """
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def draft_or_404(request: HttpRequest, draft_id: UUID) -> Draft:
    """Return a draft that the signed-in person may work on.

    Raises:
        Http404: unknown or a stranger's.
    """
    draft = draft_of(person(request), draft_id)
    if draft is None:
        raise Http404
    return draft


def case_or_404(request: HttpRequest, case_id: UUID) -> Case:
    """Return a case of which the signed-in person is a party.

    Raises:
        Http404: unknown or a stranger's.
    """
    case = case_for_applicant(person(request), case_id)
    if case is None:
        raise Http404
    return case


def flow_or_404(request: HttpRequest, draft_id: UUID) -> Flow:
    """Return the flow of a draft that the signed-in person may work on.

    Raises:
        Http404: unknown or a stranger's.
    """
    return Flow(draft_or_404(request, draft_id))
