"""Open a case for an officer, or say why not."""

from __future__ import annotations

from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from portal.accounts.models import Staff
from portal.cases.errors import CaseNotFound, NotAllowed
from portal.handling.access import View, message_page, officer_required
from portal.handling.selectors import case_for_officer

FORBIDDEN: Final = 403


def case_required(view: View) -> View:
    """Give a view the officer and the case; others get a page that says why not."""

    @officer_required
    @wraps(view)
    def guarded(
        request: HttpRequest, staff: Staff, case_id: UUID, **kwargs: Any
    ) -> HttpResponseBase:
        try:
            case = case_for_officer(staff.user, case_id)
        except CaseNotFound as err:
            raise Http404(str(err)) from err
        except NotAllowed as err:
            return message_page(
                request, staff, _("您要回避这件办件"), str(err), status=FORBIDDEN
            )
        return view(request, staff, case, **kwargs)

    return guarded
