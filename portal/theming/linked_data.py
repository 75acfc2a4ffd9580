"""Describe a matter to machines in the words of schema.org (GovernmentService)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.theming import graphs
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


def service_at_places(
    frame: Frame, payload: Payload, halls: Sequence[Payload]
) -> dict[str, Any]:
    """Return the object of a guide with the halls where it is done, the first ones."""
    return {
        "@type": "GovernmentService",
        "@id": f"{frame.base_url}{payload['url']}",
        "name": payload["guide"]["name"],
        "provider": {
            "@type": "GovernmentOrganization",
            "name": payload["guide"]["department_name"],
        },
        "availableChannel": [
            {
                "@type": "ServiceChannel",
                "serviceLocation": graphs.place(
                    "GovernmentOffice", frame.base_url, hall
                ),
            }
            for hall in halls[: graphs.MOST_NAMED]
        ],
    }


def _known(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value}
