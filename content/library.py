"""Fill the shared libraries from what guides and powers cite, and find who cites what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from content.codes import BasisStatus, MaterialExempt, TextKind
from content.models import (
    CertificateType,
    LegalArticle,
    LegalText,
    Material,
    MatterLegalBasis,
    MatterPage,
    PowerBasis,
    PowerItemPage,
    StandardMaterial,
)

_BATCH: Final = 500
_REPEALED: Final = (BasisStatus.REPEALED, BasisStatus.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestReport:
    """How many records were added to the libraries."""

    materials: int
    laws: int
    articles: int


def harvest_library() -> HarvestReport:
    """Add papers and laws that guides and powers cite and the libraries do not have.

    What is there stays as its keepers wrote it; doing it again adds nothing.
    """
    with transaction.atomic():
        laws, articles = _harvest_laws()
        return HarvestReport(
            materials=_harvest_materials(), laws=laws, articles=articles
        )


def add_live_certificate_types(names: Iterable[str]) -> int:
    """Add certificate types that are in use, by name; return how many were new."""
    known = set(CertificateType.objects.values_list("name", flat=True))
    numbers = CertificateType.objects.count()
    new = [name for name in dict.fromkeys(names) if name and name not in known]
    CertificateType.objects.bulk_create(
        CertificateType(code=f"DZZZ-{number:03d}", name=name, live=True)
        for number, name in enumerate(new, start=numbers + 1)
    )
    return len(new)


def repealed_laws() -> set[tuple[str, str]]:
    """Return (title, doc_no) of laws that are not in force any more."""
    laws = LegalText.objects.filter(status__in=_REPEALED)
    return set(laws.values_list("title", "doc_no"))


def citing_matters(law: LegalText) -> QuerySet[MatterPage]:
    """Return the matters that cite a law in their legal bases."""
    rows = MatterLegalBasis.objects.filter(title=law.title, doc_no=law.doc_no)
    return MatterPage.objects.filter(pk__in=rows.values("matter")).order_by("code")


def citing_powers(law: LegalText) -> QuerySet[PowerItemPage]:
    """Return the powers that cite a law in their bases."""
    rows = PowerBasis.objects.filter(title=law.title, doc_no=law.doc_no)
    powers: QuerySet[PowerItemPage] = PowerItemPage.objects.filter(
        pk__in=rows.values("power")
    )
    return powers.order_by("code")


def is_repealed(law: LegalText) -> bool:
    """Tell whether a law is not in force any more."""
    return law.status in _REPEALED


def matters_relying_on(kind: CertificateType) -> QuerySet[MatterPage]:
    """Return the matters that spare a paper for holders of a certificate."""
    rows = Material.objects.filter(
        cert_type=kind.name, exempt=MaterialExempt.CERTIFICATE
    )
    return MatterPage.objects.filter(pk__in=rows.values("matter")).order_by("code")


def matters_using(material: StandardMaterial) -> QuerySet[MatterPage]:
    """Return the matters that ask for a paper."""
    rows = Material.objects.filter(std_code=material.code)
    return MatterPage.objects.filter(pk__in=rows.values("matter")).order_by("code")


def _harvest_materials() -> int:
    known = set(StandardMaterial.objects.values_list("code", flat=True))
    types = {kind.name: kind for kind in CertificateType.objects.all()}
    uses: dict[str, list[Material]] = {}
    cited = Material.objects.exclude(std_code="").order_by("pk")
    for row in cited.iterator(_BATCH):
        if row.std_code not in known:
            uses.setdefault(row.std_code, []).append(row)
    new = []
    for code, rows in sorted(uses.items()):
        names = Counter(row.name for row in rows)
        name = names.most_common(1)[0][0]
        first = next(row for row in rows if row.name == name)
        others = [other for other in names if other != name]
        new.append(
            StandardMaterial(
                code=code,
                name=name,
                other_names="\n".join(others),
                mat_kind=first.mat_kind,
                source=first.source,
                issuer=first.issuer,
                exempt=first.exempt,
                exempt_source=first.exempt_source,
                cert_type=types.get(first.cert_type),
                accept_standard=first.accept_standard,
            )
        )
    StandardMaterial.objects.bulk_create(new, batch_size=_BATCH)
    return len(new)


def _harvest_laws() -> tuple[int, int]:
    known = {(law.title, law.doc_no): law for law in LegalText.objects.all()}
    new: dict[tuple[str, str], LegalText] = {}
    cited: dict[tuple[str, str], dict[str, tuple[str, bool]]] = {}
    for row in _citations():
        key = (row.title, row.doc_no)
        if not row.title:
            continue
        if key not in known and key not in new:
            new[key] = LegalText(
                title=row.title,
                doc_no=row.doc_no,
                issuer=row.issuer,
                rank=row.rank,
                status=row.status or BasisStatus.VALID,
                effective_on=row.effective_on,
                url=row.url,
                fictional=row.fictional,
            )
        if row.article:
            text = (row.text, row.text_kind == TextKind.PARAPHRASE)
            cited.setdefault(key, {}).setdefault(row.article, text)
    LegalText.objects.bulk_create(new.values(), batch_size=_BATCH)
    laws = known | {(law.title, law.doc_no): law for law in new.values()}
    return len(new), _add_articles(laws, cited)


def _add_articles(
    laws: dict[tuple[str, str], LegalText],
    cited: dict[tuple[str, str], dict[str, tuple[str, bool]]],
) -> int:
    have = set(LegalArticle.objects.values_list("legal_text", "article"))
    articles = [
        LegalArticle(
            legal_text=laws[key],
            article=article,
            text=text,
            paraphrase=paraphrase,
            sort_order=place,
        )
        for key, by_number in cited.items()
        for place, (article, (text, paraphrase)) in enumerate(by_number.items())
        if (laws[key].pk, article) not in have
    ]
    LegalArticle.objects.bulk_create(articles, batch_size=_BATCH)
    return len(articles)


def _citations() -> Iterator[MatterLegalBasis | PowerBasis]:
    yield from MatterLegalBasis.objects.order_by("pk").iterator(_BATCH)
    yield from PowerBasis.objects.order_by("pk").iterator(_BATCH)
