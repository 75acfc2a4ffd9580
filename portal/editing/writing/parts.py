"""Take parts of another guide, or rows of the shared libraries, into a draft."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations

from content.differences import name_of
from content.models import (
    LegalArticle,
    Material,
    MatterLegalBasis,
    MatterPage,
    StandardMaterial,
)
from portal.accounts.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Something of a guide that is taken as a whole.

    Attributes:
        label: What editors choose.
        relations: Names of the child rows.
        fields: Names of the page's own fields that belong to it.
    """

    label: str | Promise
    relations: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


PARTS: Final[Mapping[str, Part]] = {
    "materials": Part(label=_("申请材料"), relations=("materials",)),
    "conditions": Part(
        label=_("受理条件和不予受理情形"),
        relations=("accept_conditions", "refuse_conditions"),
    ),
    "stages": Part(
        label=_("办理流程和时限"),
        relations=("stages", "special_procedures"),
        fields=(
            "statutory_days", "statutory_unit", "statutory_basis", "promise_days",
            "promise_unit", "flow_text",
        ),
    ),
    "scenario": Part(
        label=_("情形问题和规则"),
        relations=("questions", "scenario_rules", "scenario_sets"),
    ),
    "legal": Part(label=_("设定依据"), relations=("legal_bases",)),
    "fees": Part(
        label=_("收费"), relations=("fee_rows",), fields=("is_fee", "fee_note")
    ),
    "faq": Part(label=_("常见问题"), relations=("faq",)),
    "form": Part(
        label=_("网上申请表"),
        relations=("form_fields",),
        fields=("form_code", "form_version", "form_title"),
    ),
    "locations": Part(label=_("办理地点"), relations=("locations",)),
    "criteria": Part(label=_("审查工作细则"), relations=("work_criteria",)),
}  # fmt: skip


class NothingToTake(Exception):
    """Nothing was chosen, or what was chosen is empty; the text says what to do."""


def take_parts(
    page: MatterPage,
    source: MatterPage,
    names: Collection[str],
    user: User,
    *,
    replace: bool,
) -> int:
    """Save a draft with parts of another guide's public version; return how many rows.

    Rows come after those that are there, without those of the same name, or in their
    place. Fields that have a value
    keep it unless they are replaced.

    Raises:
        NothingToTake: no part was chosen, or the chosen ones have no rows there.
    """
    parts = [part for name, part in PARTS.items() if name in names]
    if not parts:
        raise NothingToTake("请至少选一个要带过来的部分。")
    draft = page.get_latest_revision_as_object()
    taken = 0
    for part in parts:
        for relation in part.relations:
            taken += _add(draft, relation, getattr(source, relation).all(), replace)
        for field in part.fields:
            if replace or getattr(draft, field) in (None, "", False):
                setattr(draft, field, getattr(source, field))
    if not taken:
        raise NothingToTake(f"“{source.title}”的这些部分是空的，请换一份指南。")
    # A draft may lack what the taken rows refer to; publishing asks for it.
    draft.save_revision(user=user, clean=False)
    return taken


def take_from_libraries(
    page: MatterPage, materials: Iterable[str], articles: Iterable[str], user: User
) -> int:
    """Save a draft with papers and legal bases of the libraries; return how many.

    What the draft has already is left out.

    Raises:
        NothingToTake: nothing was chosen, or the draft has all of it.
    """
    draft = page.get_latest_revision_as_object()
    known = {row.std_code for row in draft.materials.all()}
    papers = StandardMaterial.objects.filter(pk__in=_numbers(materials))
    cited = {(row.title, row.article) for row in draft.legal_bases.all()}
    clauses = LegalArticle.objects.filter(pk__in=_numbers(articles))
    rows = [_material(each) for each in papers if each.code not in known]
    bases = [
        _basis(each)
        for each in clauses.select_related("legal_text")
        if (each.legal_text.title, each.article) not in cited
    ]
    if not rows and not bases:
        raise NothingToTake("没有选中新的材料或依据；已有的不会重复加入。")
    with transaction.atomic():
        _add(draft, "materials", rows, replace=False)
        _add(draft, "legal_bases", bases, replace=False)
        draft.save_revision(user=user, clean=False)
    return len(rows) + len(bases)


def _add(
    draft: MatterPage, relation: str, rows: Iterable[models.Model], replace: bool
) -> int:
    own = [] if replace else list(getattr(draft, relation).all())
    owner = next(
        each.field
        for each in get_all_child_relations(type(draft))
        if each.get_accessor_name() == relation
    )
    known = {name_of(row) for row in own}
    copies = [
        _copied(row, owner.name, draft) for row in rows if name_of(row) not in known
    ]
    for position, row in enumerate([*own, *copies]):
        row.sort_order = position
    getattr(draft, relation).set([*own, *copies])
    return len(copies)


def _copied(row: models.Model, owner: str, draft: MatterPage) -> Any:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made._state.adding = True
    made.pk = None
    setattr(made, owner, draft)
    return made


def _numbers(values: Iterable[str]) -> list[int]:
    return [int(value) for value in values if value.isdigit()]


def _material(paper: StandardMaterial) -> Material:
    return Material(
        name=paper.name,
        std_code=paper.code,
        mat_kind=paper.mat_kind,
        source=paper.source,
        issuer=paper.issuer,
        exempt=paper.exempt,
        exempt_source=paper.exempt_source,
        cert_type=paper.cert_type.code if paper.cert_type else "",
        accept_standard=paper.accept_standard,
    )


def _basis(clause: LegalArticle) -> MatterLegalBasis:
    law = clause.legal_text
    return MatterLegalBasis(
        title=law.title,
        doc_no=law.doc_no,
        issuer=law.issuer,
        article=clause.article,
        text=clause.text,
        rank=law.rank,
        status=law.status,
        effective_on=law.effective_on,
        url=law.url,
        fictional=law.fictional,
        verify=clause.paraphrase,
    )
