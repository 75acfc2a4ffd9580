"""Articles, policies and interpretations as records: one shape for all three."""

from __future__ import annotations

import re
from typing import Final

from content.guides.plain import Plain, date_text, filled
from content.importers.values import (
    RawRecord,
    date_of,
    records_of,
    set_values,
    text_of,
    texts_of,
)
from content.models import ArticlePage, InterpretationPage, PolicyPage

Document = ArticlePage | InterpretationPage | PolicyPage

POLICY: Final = "政策"
INTERPRETATION: Final = "解读"
_TEXTS: Final = "index_no doc_no source author summary body disclosure validity"
_LISTS: Final = ("keywords", "related_guides", "attachments")
_REVIEWS: Final = {"初审": "first_review", "复审": "second_review", "签发": "issued_by"}
_INTERPRETED: Final = ("form", "who", "how", "contact", "transcript")
_NAMED = re.compile(r"《([^》]+)》")
_FICTIONAL = re.compile(r"\(虚构\)$")


def model_of_kind(kind: str) -> type[Document]:
    """Return the page model of a record's kind."""
    if kind == POLICY:
        return PolicyPage
    return InterpretationPage if kind == INTERPRETATION else ArticlePage


def policy_named_in(title: str) -> PolicyPage | None:
    """Return the policy whose name stands in 《》 in a title, if it is there."""
    for name in _NAMED.findall(title):
        policies: list[PolicyPage] = list(
            PolicyPage.objects.filter(title__startswith=name)
        )
        for policy in policies:
            if _FICTIONAL.sub("", policy.title) == name:
                return policy
    return None


def fill_document(page: Document, raw: RawRecord) -> None:
    """Set every field of a document from a record, but the policy it interprets."""
    set_values(page, {name: text_of(raw, name) for name in _TEXTS.split()})
    set_values(page, {name: texts_of(raw, name) for name in _LISTS})
    set_values(
        page,
        {
            "title": text_of(raw, "title"),
            "slug": text_of(raw, "no").lower(),
            "made_on": date_of(raw, "made_on"),
            "published_on": date_of(raw, "published_on"),
            "expires_on": date_of(raw, "expire_at"),
        },
    )
    for review in records_of(raw, "reviews"):
        name = _REVIEWS.get(text_of(review, "role"))
        if name is not None:
            setattr(page, name, text_of(review, "by"))
    if isinstance(page, ArticlePage):
        page.kind = text_of(raw, "kind")
    elif isinstance(page, PolicyPage):
        page.effective_on = date_of(raw, "effective_on")
    else:
        given = {name: text_of(raw, name) for name in _INTERPRETED}
        set_values(page, {name: value for name, value in given.items() if value})
        page.highlights = texts_of(raw, "highlights")


def document_record(page: Document) -> Plain:
    """Return a document in the shape in which documents are exchanged."""
    record: Plain = {
        "no": page.slug.upper(),
        "kind": _kind_of(page),
        "title": page.title,
        "issuer": page.department.slug,
        "issuer_name": page.department.title,
        "published_on": date_text(page.published_on),
        "made_on": date_text(page.made_on),
        "summary": page.summary,
        "body": page.body,
        "index_no": page.index_no,
        "doc_no": page.doc_no,
        "validity": page.validity or None,
        "expire_at": date_text(page.expires_on) or None,
        "disclosure": page.disclosure,
        "keywords": list(page.keywords),
        "related_guides": list(page.related_guides),
        "reviews": [
            {"role": role, "by": getattr(page, name)}
            for role, name in _REVIEWS.items()
            if getattr(page, name)
        ],
    }
    return record | filled(
        {
            "source": page.source,
            "author": page.author,
            "attachments": list(page.attachments),
        }
        | _own(page)
    )


def document_payload(page: Document) -> Plain:
    """Return what is published of a document; who reviewed it stays inside."""
    record = document_record(page)
    del record["reviews"]
    record["validity"] = page.validity
    record["expire_at"] = date_text(page.expires_on)
    record |= {
        "key": page.slug,
        "url": page.static_path(),
        "source": page.source or page.department.title,
        "author": page.author,
        "attachments": list(page.attachments),
    }
    if isinstance(page, InterpretationPage):
        own = {name: getattr(page, name) for name in _INTERPRETED}
        policy = page.policy.slug if page.policy else ""
        record |= own | {"highlights": list(page.highlights), "policy": policy}
    return record


def _own(page: Document) -> Plain:
    if isinstance(page, PolicyPage):
        return {"effective_on": date_text(page.effective_on)}
    if not isinstance(page, InterpretationPage):
        return {}
    own = {name: getattr(page, name) for name in _INTERPRETED if name != "form"}
    shown = {} if page.form == "文字" else {"form": page.form}
    return own | shown | {"highlights": list(page.highlights)}


def _kind_of(page: Document) -> str:
    if isinstance(page, PolicyPage):
        return POLICY
    return INTERPRETATION if isinstance(page, InterpretationPage) else page.kind
