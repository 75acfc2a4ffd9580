"""Give a record the keys that rules read: drafts and files may lack some."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Record = Mapping[str, Any]

_GUIDE: Final[Record] = {
    "slug": "", "name": "", "plain_name": "", "summary": "", "flow_text": "",
    "matter_type": "", "level": "", "department": "", "department_uscc": "",
    "body_nature": "", "basic_code": "", "impl_code": "", "item_code": "",
    "code_scheme": "N2020", "power_item": "", "state": "1", "effective_on": "",
    "checked_on": "", "case_kind": "", "visit_reason": "", "online_url": "",
    "not_in_hall_reason": "", "proxy_reason": "", "appointment_rule": "",
    "statutory_unit": "", "promise_unit": "1", "promise_note": "",
    "statutory_days": None, "promise_days": None, "online_form": None,
    "commitment": None, "no_statutory": False, "online": False, "visits": 0,
    "express_in": False, "express_out": False, "kiosk": False, "appointment": False,
    "daily_quota": 0, "proxy_allowed": False, "commitment_based": False,
    "in_hall": False, "safety_flag": False, "accept_conditions": [],
    "refuse_conditions": [], "service_objects": [], "topics_person": [],
    "topics_corp": [], "handle_forms": [], "online_depth": [], "locations": [],
    "legal_bases": [], "materials": [], "stages": [], "special_procedures": [],
    "faq": [], "intermediary": [],
    "consult": {"tel": ""}, "supervise": {"tel": ""},
    "fee": {"is_fee": False, "rows": [], "note": ""},
    "result": {"name": "", "type": "", "deliver": [], "sample": ""},
    "rights": {"review_body": "", "court": ""},
    "cross": {"scope": "0", "modes": [], "places": ""},
    "scenario": {"questions": [], "rules": [], "sets": []},
}  # fmt: skip
_MATERIAL: Final[Record] = {
    "order": 0, "name": "", "mat_kind": "", "mat_form": "", "need": "1",
    "originals": 0, "copies": 0, "source": "10", "issuer": "", "exempt": "0",
    "accept_standard": "",
}  # fmt: skip
_STAGE: Final[Record] = {"order": 0, "name": "", "days": 0, "counted": True}
_POWER: Final[Record] = {
    "code": "", "name": "", "bases": [], "duties": [], "accountability": [],
    "on_application": True, "matters": [], "no_matter_reason": "", "state": "公布",
}  # fmt: skip
_EMPTY: Final[Mapping[str, Record]] = {
    "guide": _GUIDE,
    "power": _POWER,
    "theme": {"code": "", "state": "在用", "members": []},
    "list": {"key": "", "items": []},
    "cross_list": {"key": "", "items": []},
    "policy": {"key": "", "published_on": ""},
}
_ROWS: Final[Mapping[str, Record]] = {"materials": _MATERIAL, "stages": _STAGE}
_ORDERED: Final = ("duties", "accountability")


def completed(kind: str, record: Record) -> dict[str, Any]:
    """Return the record with every key that the rules of its kind read."""
    full = dict(record)
    for name, empty in _EMPTY.get(kind, {}).items():
        given = full.get(name)
        if given is None:
            full[name] = empty
        elif isinstance(empty, Mapping):
            full[name] = {**empty, **given}
    if kind == "guide":
        for name, row in _ROWS.items():
            full[name] = [
                {
                    **row,
                    "order": number,
                    **{k: v for k, v in each.items() if v is not None},
                }
                for number, each in enumerate(full[name], start=1)
            ]
    for name in _ORDERED if kind == "power" else ():
        full[name] = [
            {"order": number, **each} if isinstance(each, Mapping) else each
            for number, each in enumerate(full.get(name) or (), start=1)
        ]
    return full
