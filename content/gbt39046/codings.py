"""The two codings of the exchange format, and where their code lists differ from ours.

A list that is not named here has the same codes in both. What a coding has no code for
is written as the wider one that it has; the exact value then stands under ``ext``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from content.codes import CaseKind, HandleForm, Level, ServiceObject


class Coding(StrEnum):
    """GB/T 39046-2020 itself, or the national exchange lists of 2020."""

    GBT = "gbt"
    N2020 = "n2020"


Differences = Mapping[Coding, Mapping[str, str]]

SERVICE_OBJECT: Final[Differences] = {
    Coding.GBT: {ServiceObject.UNINCORPORATED: "6"},
    Coding.N2020: {
        ServiceObject.UNINCORPORATED: "5",
        ServiceObject.ADMINISTRATION: "6",
        ServiceObject.OTHER_ORGANISATION: "9",
    },
}
_OWN_FORMS: Final[Mapping[str, str]] = {
    HandleForm.KIOSK: "9",
    HandleForm.HOME: "9",
    HandleForm.AGENT: "9",
}
HANDLE_FORM: Final[Differences] = {
    Coding.GBT: _OWN_FORMS,
    Coding.N2020: {HandleForm.MOBILE: "2", HandleForm.EXPRESS: "3", **_OWN_FORMS},
}
# Older lists say 分级管理 with 6 and know no village; 7 is free for it there.
LEVEL: Final[Differences] = {
    Coding.N2020: {Level.VILLAGE: "7", Level.GRADED: "6"},
}
CASE_KIND: Final[Differences] = {
    Coding.GBT: {CaseKind.JOINT: "9", CaseKind.REPORTED: "9"},
}
