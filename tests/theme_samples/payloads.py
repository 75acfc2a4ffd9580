"""Payloads in the shape that publishing stores, made from the demonstration files."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings

SITE = {
    "name": "云溪区政务服务网",
    "domain": "zwfw.yunxi.example",
    "site_id_code": "9901010001",
    "sponsor": "临江市云溪区人民政府",
    "contact": "0600-5558001（办公时间）",
    "icp": "临ICP备00000000号（示例）",
    "police_record": "公安备案号：99010100000000（示例）",
    "region_name": "云溪区",
    "hotline": "12345",
}
VERSION = {
    "number": 3,
    "effective_on": "2026-11-01",
    "published_at": "2026-11-01 09:00",
}


@cache
def guide_payload(code: str) -> dict[str, Any]:
    """Return a demonstration guide as the payload of a published matter."""
    path = settings.FIXTURES_DIR / "demo" / "guides" / f"{code}.json"
    guide = json.loads(path.read_text(encoding="utf-8"))
    guide.pop("work_rules")
    return {
        "schema": 1,
        "kind": "guide",
        "code": code,
        "source_id": guide["catalogue_matter_id"] or "",
        "url": f"/guides/{code}/",
        "guide": guide,
        "keywords": [],
        "attachments": [],
    }


@cache
def guide_codes() -> list[str]:
    """Return the codes of all demonstration guides."""
    folder = settings.FIXTURES_DIR / "demo" / "guides"
    return sorted(path.stem for path in folder.glob("*.json"))


@cache
def catalogue_payload() -> dict[str, Any]:
    """Return a matter of which only basic information is published."""
    empty = {
        key: _empty(value) for key, value in guide_payload("food")["guide"].items()
    }
    guide = empty | {
        "name": "适龄儿童、少年因身体状况需要延缓入学或者休学审批",
        "plain_name": "孩子身体不好晚上学",
        "aliases": ["推迟入学", "休学"],
        "summary": "",
        "matter_type": "01",
        "matter_type_name": "行政许可",
        "department": "jyj",
        "department_name": "云溪区教育局",
        "service_objects": ["1"],
        "topics_person": ["020"],
        "rights": dict.fromkeys(guide_payload("food")["guide"]["rights"], ""),
        "legal_bases": [
            {
                "title": "中华人民共和国义务教育法",
                "doc_no": "",
                "issuer": "",
                "article": "",
                "text": "",
                "text_kind": "",
                "rank": "",
                "status": "",
                "fictional": False,
            }
        ],
        "item_code": "511A0138000000-511602000000-000-115113010833722043-1-00",
    }
    return {
        "schema": 1,
        "kind": "catalogue",
        "code": "m0002",
        "source_id": "M0002",
        "url": "/guides/m0002/",
        "guide": guide,
        "keywords": [],
        "attachments": [],
    }


def _empty(value: object) -> object:
    kinds: tuple[tuple[type, object], ...] = (
        (bool, False),
        (int, 0),
        (str, ""),
        (list, []),
    )
    return next((empty for kind, empty in kinds if isinstance(value, kind)), None)


@cache
def departments() -> dict[str, dict[str, Any]]:
    """Return the demonstration departments by key."""
    rows = _demo("departments.json")["departments"]
    return {row["key"]: row | {"url": f"/departments/{row['key']}/"} for row in rows}


@cache
def halls() -> dict[str, dict[str, Any]]:
    """Return the demonstration halls by code."""
    rows = _demo("halls.json")["halls"]
    regions = {row["code"]: row["name"] for row in _demo("regions.json")["regions"]}
    links = {row["code"]: _hall_link(row) for row in rows}
    return {
        row["code"]: row
        | {
            "url": f"/halls/{row['code'].lower()}/",
            "region_name": regions.get(row["region"], ""),
            "parent_name": links.get(row["parent_hall"], {"name": ""})["name"],
            "children": [
                links[child["code"]]
                for child in rows
                if child["parent_hall"] == row["code"]
            ],
        }
        for row in rows
    }


@cache
def theme(code: str) -> dict[str, Any]:
    """Return a demonstration theme as it is published: its typed part only."""
    row = next(row for row in _demo("themes.json")["themes"] if row["code"] == code)
    blank = {"guide": "", "matter_id": "", "when": None, "when_text": None}
    return row | {
        "members": [
            blank
            | {"depends_on": []}
            | {k: v for k, v in member.items() if v}
            | {"days": member["days"]}
            for member in row["members"]
        ],
        "steps_after": row["after"]["steps"],
        "url": f"/themes/{code}/",
    }


def _hall_link(row: dict[str, Any]) -> dict[str, str]:
    return {
        "code": row["code"],
        "name": row["name"],
        "url": f"/halls/{row['code'].lower()}/",
    }


def _demo(name: str) -> dict[str, Any]:
    path = settings.FIXTURES_DIR / "demo" / name
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded
