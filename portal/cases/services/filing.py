"""File an application once, whatever is pressed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts import policy
from portal.accounts.models import Organisation, User
from portal.cases.acts import Act, Paper, conclude
from portal.cases.answers import answered_files, frozen, shown_answers
from portal.cases.authority import Authority, actor_id
from portal.cases.documents import filing_particulars
from portal.cases.errors import NotAllowed, VersionNotUsable
from portal.cases.inputs import MaterialInput
from portal.cases.materials import planned_slots
from portal.cases.models import (
    Case,
    Channel,
    DocumentKind,
    MaterialFile,
    MaterialSlot,
    Phase,
    Submission,
)
from portal.cases.numbering import new_query_key, next_number
from portal.cases.submissions import content_hash, stored_json
from portal.cases.transitions import RULES, Command
from portal.publishing.models import MatterVersion
from portal.workdays.selectors import calendar_for


def file_case(  # noqa: PLR0913 - what a filing consists of
    *,
    version: MatterVersion,
    applicant: User,
    organisation: Organisation | None = None,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any],
    materials: Sequence[MaterialInput] = (),
    idempotency_key: str,
    channel: str = Channel.DESKTOP,
    hall_code: str = "",
    at: datetime | None = None,
) -> Case:
    """File an application under a published version and return its case.

    The same applicant and key give the same case, however often and however parallel the
    call: so a double click or a retry files once.

    Raises:
        NotAllowed: the person may not apply in the organisation's name.
        RequirementsUnmet: answers or materials are missing or wrong; names all.
        VersionNotUsable: the version names no region to file in.
    """
    if not applicant.is_active:
        raise NotAllowed(_("您的账号已停用，不能提交申请。"))
    if organisation is not None and not policy.may_act_for(applicant, organisation):
        raise NotAllowed(_("您没有代表“%(name)s”办事的授权。") % {"name": organisation})
    known = _filed_before(applicant, idempotency_key)
    if known is not None:
        return known
    moment = at or timezone.now()
    case = Case(
        version=version,
        applicant=applicant,
        organisation=organisation,
        idempotency_key=idempotency_key,
        channel=channel,
        hall_code=hall_code,
        filed_at=moment,
        received_at=moment,
        phase=Phase.RECEIVED,
        **_taken_from(version),
    )
    inputs = {
        "answers": shown_answers(
            version.payload["guide"].get("online_form"), answers, scenario_answers
        ),
        "scenario_answers": scenario_answers,
        "materials": materials,
    }
    try:
        return _file(case, inputs)
    except IntegrityError:
        # A parallel call with the same key has won; anything else is a real fault.
        known = _filed_before(applicant, idempotency_key)
        if known is None:
            raise
        return known


def add_files(
    slot: MaterialSlot, material: MaterialInput | None, round_number: int
) -> list[str]:
    """Link the stored files of one material to its slot; return their digests."""
    if material is None:
        return []
    files = {file.digest: file for file in material.files}
    MaterialFile.objects.bulk_create(
        MaterialFile(
            slot=slot,
            round=round_number,
            digest=file.digest,
            name=file.name,
            size=file.size,
            content_type=file.content_type,
            scan=file.scan,
        )
        for file in files.values()
    )
    return list(files)


def freeze_submission(
    case: Case,
    *,
    round_number: int,
    answers: Mapping[str, Any],
    scenario_answers: Mapping[str, Any],
    signed_by: User,
    at: datetime,
) -> Submission:
    """Keep the answers of one filing for ever."""
    answers_json = stored_json(frozen(answers))
    scenario_json = stored_json(frozen(scenario_answers))
    return Submission.objects.create(
        case=case,
        round=round_number,
        answers_json=answers_json,
        scenario_json=scenario_json,
        content_hash=content_hash(answers_json, scenario_json),
        signed_by=signed_by,
        submitted_at=at,
    )


def _file(case: Case, inputs: Mapping[str, Any]) -> Case:
    with transaction.atomic():
        act = Act(
            case=case,
            rule=RULES[Command.FILE],
            authority=Authority(actor=actor_id(case.applicant)),
            calendar=calendar_for(case.region),
            at=case.filed_at,
            clock_at=case.received_at,
        )
        act.require(inputs)
        case.number = next_number(case.region, timezone.localdate(case.filed_at))
        case.query_key = new_query_key()
        case.save(force_insert=True)
        freeze_submission(
            case,
            round_number=0,
            answers=inputs["answers"],
            scenario_answers=inputs["scenario_answers"],
            signed_by=case.applicant,
            at=case.filed_at,
        )
        form = act.guide.get("online_form")
        act.blobs.extend(answered_files(form, inputs["answers"]))
        act.blobs.extend(_open_slots(case, inputs))
        act.papers.append(Paper(DocumentKind.FILING_RECEIPT, filing_particulars))
        conclude(act)
    return case


def _open_slots(case: Case, inputs: Mapping[str, Any]) -> Iterable[str]:
    given = {material.order: material for material in inputs["materials"]}
    digests: list[str] = []
    guide = case.version.payload["guide"]
    for planned in planned_slots(guide, inputs["scenario_answers"]):
        material = given.get(planned.order)
        way, state = planned.settled_by(material)
        slot = MaterialSlot.objects.create(
            case=case,
            order=planned.order,
            name=planned.name,
            required=planned.required,
            way=way,
            state=state,
        )
        digests.extend(add_files(slot, material, 0))
    return digests


def _filed_before(applicant: User, idempotency_key: str) -> Case | None:
    return (
        Case.objects.select_related("version", "applicant", "organisation")
        .filter(applicant=applicant, idempotency_key=idempotency_key)
        .first()
    )


def _taken_from(version: MatterVersion) -> dict[str, str]:
    guide = version.payload["guide"]
    # Digits 3 to 8 of the credit code name the region in which the body is registered.
    region = str(guide.get("department_uscc") or "")[2:8]
    if not region.isdigit() or not guide.get("department"):
        raise VersionNotUsable(
            f"Matter '{version.code}' version {version.number} has department "
            f"'{guide.get('department')}' and credit code "
            f"'{guide.get('department_uscc')}'; expected both, since they say where a "
            f"case belongs. Complete the guide and publish it again."
        )
    return {
        "title": str(guide["name"])[:300],
        "region": region,
        "department_key": guide["department"],
    }
