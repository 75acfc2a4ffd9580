"""Fill the shared libraries from what guides and powers cite, and find who cites what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
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

_Key = tuple[str, str]

_BATCH: Final = 500
_REPEALED: Final = (BasisStatus.REPEALED, BasisStatus.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HarvestReport:
    """How many records were added to the libraries."""

    materials: int
    laws: int
    articles: int


@dataclass(slots=True)
class _Cited:
    """A law as it was cited first, and the wording of its articles by number."""

    first: MatterLegalBasis | PowerBasis
    articles: dict[str, tuple[str, bool]] = field(default_factory=dict)


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
    """Return (title, doc_no) of laws that are not in force any more.

    Without a number where no other law has the title: so it may be cited, too.
    """
    repealed = set[_Key]()
    for title, laws in _laws_by_title().items():
        out_of_force = {doc_no for doc_no, status in laws if status in _REPEALED}
        repealed |= {(title, doc_no) for doc_no in out_of_force}
        if len(laws) == len(out_of_force) == 1:
            repealed.add((title, ""))
    return repealed


def _laws_by_title() -> dict[str, list[tuple[str, str]]]:
    laws: dict[str, list[tuple[str, str]]] = {}
    rows = LegalText.objects.values_list("title", "doc_no", "status")
    for title, doc_no, status in rows:
        laws.setdefault(title, []).append((doc_no, status))
    return laws


def citing_matters(law: LegalText) -> QuerySet[MatterPage]:
    """Return the matters that cite a law in their legal bases."""
    rows = MatterLegalBasis.objects.filter(title=law.title, doc_no__in=_numbers_of(law))
    return MatterPage.objects.filter(pk__in=rows.values("matter")).order_by("code")


def citing_powers(law: LegalText) -> QuerySet[PowerItemPage]:
    """Return the powers that cite a law in their bases."""
    rows = PowerBasis.objects.filter(title=law.title, doc_no__in=_numbers_of(law))
    powers: QuerySet[PowerItemPage] = PowerItemPage.objects.filter(
        pk__in=rows.values("power")
    )
    return powers.order_by("code")


def _numbers_of(law: LegalText) -> list[str]:
    """Return the numbers under which a law is cited: none, too, if no other has its title."""
    others = LegalText.objects.filter(title=law.title).exclude(pk=law.pk)
    return [law.doc_no] if others.exists() else ["", law.doc_no]


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
    cited: dict[_Key, _Cited] = {}
    for row in _citations():
        if not row.title:
            continue
        found = cited.setdefault((row.title, row.doc_no), _Cited(first=row))
        if row.article:
            text = (row.text, row.text_kind == TextKind.PARAPHRASE)
            found.articles.setdefault(row.article, text)
    _join_unnumbered(cited, known)
    new = {
        key: _law_of(found.first) for key, found in cited.items() if key not in known
    }
    LegalText.objects.bulk_create(new.values(), batch_size=_BATCH)
    return len(new), _add_articles(known | new, cited)


def _join_unnumbered(cited: dict[_Key, _Cited], known: Collection[_Key]) -> None:
    """Count a citation without a number as one of the only law of that title."""
    numbers: dict[str, set[str]] = {}
    for title, doc_no in {*cited, *known}:
        if doc_no:
            numbers.setdefault(title, set()).add(doc_no)
    for title, found in numbers.items():
        if len(found) > 1 or (title, "") in known or (title, "") not in cited:
            continue
        unnumbered = cited.pop((title, ""))
        law = cited.setdefault((title, found.pop()), unnumbered)
        law.articles = law.articles | {
            number: text
            for number, text in unnumbered.articles.items()
            if number not in law.articles
        }


def _law_of(row: MatterLegalBasis | PowerBasis) -> LegalText:
    return LegalText(
        title=row.title,
        doc_no=row.doc_no,
        issuer=row.issuer,
        rank=row.rank,
        status=row.status or BasisStatus.VALID,
        effective_on=row.effective_on,
        url=row.url,
        fictional=row.fictional,
    )


def _add_articles(laws: Mapping[_Key, LegalText], cited: Mapping[_Key, _Cited]) -> int:
    have = set(LegalArticle.objects.values_list("legal_text", "article"))
    articles = [
        LegalArticle(
            legal_text=laws[key],
            article=article,
            text=text,
            paraphrase=paraphrase,
            sort_order=place,
        )
        for key, found in cited.items()
        for place, (article, (text, paraphrase)) in enumerate(found.articles.items())
        if (laws[key].pk, article) not in have
    ]
    LegalArticle.objects.bulk_create(articles, batch_size=_BATCH)
    return len(articles)


def _citations() -> Iterator[MatterLegalBasis | PowerBasis]:
    yield from MatterLegalBasis.objects.order_by("pk").iterator(_BATCH)
    yield from PowerBasis.objects.order_by("pk").iterator(_BATCH)
