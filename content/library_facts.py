"""What the keepers of the libraries see beside a record: who uses it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from content.computed_panel import Fact, links_of
from content.library import (
    citing_matters,
    citing_powers,
    is_repealed,
    matters_relying_on,
    matters_using,
)
from content.models import CertificateType, LegalText, StandardMaterial


def material_facts(material: StandardMaterial) -> Iterator[Fact]:
    """Yield the matters that ask for a paper."""
    yield links_of(
        _("要求本材料的事项"), matters_using(material), empty=_("没有事项要求")
    )


def law_facts(law: LegalText) -> Iterator[Fact]:
    """Yield the matters and powers that cite a law; repealed, they have to be mended."""
    if is_repealed(law):
        yield Fact(
            label=_("时效"),
            text=_("本文件已%(status)s，下列事项和职权须改引现行依据")
            % {"status": law.status},
        )
    nothing = _("没有引用")
    yield links_of(_("引用本文件的事项"), citing_matters(law), empty=nothing)
    yield links_of(_("引用本文件的职权"), citing_powers(law), empty=nothing)


def certificate_facts(kind: CertificateType) -> Iterator[Fact]:
    """Yield the matters that spare a paper because of a certificate of this type."""
    yield links_of(
        _("用本证照免交材料的事项"), matters_relying_on(kind), empty=_("没有事项使用")
    )
