"""Describe a matter to machines in the words of schema.org (GovernmentService)."""

from __future__ import annotations

from typing import Any

from portal.theming.contexts import Frame, Payload, Version


def government_service(
    frame: Frame, payload: Payload, version: Version
) -> dict[str, Any]:
    """Return the JSON-LD object of a guide; unknown properties are left out."""
    guide = payload["guide"]
    consult = guide["consult"] or {}
    provider = {
        "@type": "GovernmentOrganization",
        "name": guide["department_name"],
        "telephone": consult.get("tel"),
    }
    service = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "@id": f"{frame.base_url}{payload['url']}",
        "name": guide["name"],
        "alternateName": guide["plain_name"],
        "description": guide["summary"],
        "identifier": guide["item_code"],
        "serviceType": guide["matter_type_name"],
        "areaServed": frame.site["region_name"],
        "provider": _known(provider),
        "dateModified": version["published_at"][:10],
    }
    if guide["online_form"]:
        service["availableChannel"] = {
            "@type": "ServiceChannel",
            "serviceUrl": f"{frame.base_url}/apply/{payload['code']}/",
        }
    return _known(service)


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}
