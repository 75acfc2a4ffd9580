"""Articles, policies, interpretations and benefits: records and payloads."""

from __future__ import annotations

from content.documents.benefits import (
    SelfCheck,
    benefit_payload,
    benefit_record,
    fill_benefit,
    self_check,
)
from content.documents.records import (
    document_payload,
    document_record,
    fill_document,
    model_of_kind,
    policy_named_in,
)

__all__ = [
    "SelfCheck",
    "benefit_payload",
    "benefit_record",
    "document_payload",
    "document_record",
    "fill_benefit",
    "fill_document",
    "model_of_kind",
    "policy_named_in",
    "self_check",
]
