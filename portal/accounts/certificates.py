"""Check the number of a certificate by its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _, gettext_lazy

from content.validators import check_idno, normalise_idno
from portal.accounts.models import CertificateKind

# Source: GA/T 2000.156, document types; what their numbers look like.
_PATTERNS: Final[Mapping[str, str]] = {
    CertificateKind.PASSPORT: r"[A-Z0-9]{5,17}",
    CertificateKind.HONG_KONG_MACAO_PERMIT: r"[HM]\d{8,10}",
    CertificateKind.TAIWAN_PERMIT: r"\d{8}|\d{10}[A-Z0-9]",
    CertificateKind.FOREIGN_PERMANENT: r"[A-Z0-9]{15}|[A-Z0-9]{18}",
}
_EXPECTED: Final = {
    CertificateKind.PASSPORT: gettext_lazy("5 到 17 位字母和数字"),
    CertificateKind.HONG_KONG_MACAO_PERMIT: gettext_lazy("H 或者 M 加 8 到 10 位数字"),
    CertificateKind.TAIWAN_PERMIT: gettext_lazy("8 位数字，或者 11 位"),
    CertificateKind.FOREIGN_PERMANENT: gettext_lazy("15 位或者 18 位"),
}


def checked_number(kind: str, number: str) -> str:
    """Return the number in the form that is stored.

    Raises:
        ValidationError: the number is not one of this kind; the text says what is
            expected and never repeats the number.
    """
    number = normalise_idno(number)
    if kind in {CertificateKind.RESIDENT_ID, CertificateKind.RESIDENCE_PERMIT}:
        check_idno(number)
        return number
    if not re.fullmatch(_PATTERNS[kind], number, re.ASCII):
        raise ValidationError(
            _("%(kind)s号码不对，应为%(expected)s，请照证件填写"),
            code="certificate",
            params={
                "kind": CertificateKind(kind).label,
                "expected": _EXPECTED[CertificateKind(kind)],
            },
        )
    return number
