"""The catalogue of the open data, for portals that gather data sets from many places.

Source: W3C Data Catalog Vocabulary (DCAT) version 3, in JSON-LD 1.1; profile DCAT-AP 3.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from portal.publishing.data_files import json_bytes
from portal.publishing.open_data import files
from portal.publishing.open_data.datasets import Dataset, every_dataset
from portal.publishing.page_values import frame_of
from portal.publishing.store import View
from portal.publishing.values import Seal
from portal.theming.contexts import Frame

# By path: what each file of the open data is.
Seals = dict[str, Seal]
Node = dict[str, Any]

DEFAULT_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_LANGUAGE: Final = "zh-CN"
_PREFIXES: Final = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_EU: Final = "http://publications.europa.eu/resource/authority"
_CHINESE: Final = f"{_EU}/language/ZHO"
_GOVERNMENT: Final = f"{_EU}/data-theme/GOVE"
_AT_ONCE: Final = f"{_EU}/frequency/UPDATE_CONT"
_MEDIA_TYPES: Final = {
    files.JSON: "application/json",
    files.CSV: "text/csv",
    files.WORKBOOK: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    files.LINES: "application/jsonl",
}
FORM_NAMES: Final = {
    files.JSON: "JSON",
    files.CSV: "CSV",
    files.WORKBOOK: "XLSX",
    files.LINES: "JSON Lines",
}
_DESCRIBED_BY: Final = {
    files.CSV: files.COLUMNS,
    files.WORKBOOK: files.COLUMNS,
    files.LINES: files.SCHEMA,
}


def licence_of(view: View) -> str:
    """Return the address of the licence under which the data may be used."""
    return str(view.theme().get("licence") or DEFAULT_LICENCE)


def anchor_of(name: str) -> str:
    """Return where a data set stands on the page of the open data."""
    return name.replace("/", "-")


def catalogue_bytes(view: View, seals: Seals) -> bytes:
    """Return the catalogue; `seals` has every file that it names."""
    frame, licence = frame_of(view), licence_of(view)
    publisher = _publisher(frame)
    datasets = [
        _dataset(frame, dataset, dataset.count(view), _link(licence))
        | {"dct:publisher": _link(publisher["@id"])}
        | {"dcat:distribution": list(_distributions(frame, dataset, seals, licence))}
        for dataset in every_dataset(view)
    ]
    return json_bytes(
        {
            "@context": _PREFIXES,
            "@id": f"{frame.base_url}/{files.CATALOGUE}",
            "@type": "dcat:Catalog",
            "dct:title": _text(
                _("%(site)s开放数据目录") % {"site": frame.site["name"]}
            ),
            "dct:description": _text(_("页面上公开的内容，机器也能读。")),
            "dct:publisher": publisher,
            "dct:license": _link(licence),
            "dct:language": _link(_CHINESE),
            "foaf:homepage": _link(f"{frame.base_url}/data/"),
            "dcat:dataset": datasets,
            "dcat:service": _service(frame, datasets, _link(licence)),
        }
    )


def _dataset(frame: Frame, dataset: Dataset, amount: int, licence: Node) -> Node:
    return {
        "@id": _dataset_id(frame, dataset),
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": _text(dataset.title),
        "dct:description": _text(dataset.text),
        "dcat:keyword": [_text(word) for word in dict.fromkeys(dataset.keywords)],
        "dcat:theme": _link(_GOVERNMENT),
        "dcat:landingPage": _link(f"{frame.base_url}{dataset.page}"),
        "dcat:contactPoint": _contact(frame),
        "dct:language": _link(_CHINESE),
        "dct:license": licence,
        "dct:accrualPeriodicity": _link(_AT_ONCE),
        "void:entities": amount,
    }


def _distributions(
    frame: Frame, dataset: Dataset, seals: Seals, licence: str
) -> Iterator[Node]:
    for form in files.RECORD_FORMS:
        path = files.data_path(dataset.name, form)
        seal, address = seals[path], f"{frame.base_url}/{path}"
        described = _DESCRIBED_BY.get(form)
        yield {
            "@id": address,
            "@type": "dcat:Distribution",
            "dct:title": _text(f"{dataset.title}（{FORM_NAMES[form]}）"),
            "dcat:accessURL": _link(f"{frame.base_url}/data/"),
            "dcat:downloadURL": _link(address),
            "dcat:mediaType": _link(
                f"https://www.iana.org/assignments/media-types/{_MEDIA_TYPES[form]}"
            ),
            "dct:format": FORM_NAMES[form],
            "dcat:byteSize": _typed(str(seal.size), "xsd:nonNegativeInteger"),
            "dct:license": _link(licence),
            "spdx:checksum": {
                "@type": "spdx:Checksum",
                "spdx:algorithm": _link("spdx:checksumAlgorithm_sha256"),
                "spdx:checksumValue": _typed(seal.sha256, "xsd:hexBinary"),
            },
            **(_schema_link(frame, dataset, described) if described else {}),
        }


def _schema_link(frame: Frame, dataset: Dataset, form: str) -> Node:
    path = files.data_path(dataset.name, form)
    return {"dct:conformsTo": _link(f"{frame.base_url}/{path}")}


def _service(frame: Frame, datasets: list[Node], licence: Node) -> Node:
    return {
        "@id": f"{frame.base_url}/api/v1/",
        "@type": "dcat:DataService",
        "dct:title": _text(_("查询接口")),
        "dcat:endpointURL": _link(f"{frame.base_url}/api/v1/"),
        "dcat:endpointDescription": _link(f"{frame.base_url}/api/v1/openapi.json"),
        "dct:license": licence,
        "dcat:servesDataset": _link(datasets[0]["@id"]),
    }


def _publisher(frame: Frame) -> Node:
    return {
        "@id": f"{frame.base_url}/about/#publisher",
        "@type": "foaf:Organization",
        "foaf:name": _text(str(frame.site.get("sponsor") or frame.site["name"])),
        "foaf:homepage": _link(f"{frame.base_url}/"),
    }


def _contact(frame: Frame) -> Node:
    contact: Node = {
        "@type": "vcard:Organization",
        "vcard:fn": _text(str(frame.site["name"])),
        "vcard:hasURL": _link(f"{frame.base_url}/about/"),
    }
    hotline = str(frame.site.get("hotline") or "")
    if hotline.isdigit():
        contact["vcard:hasTelephone"] = _link(f"tel:{hotline}")
    return contact


def _dataset_id(frame: Frame, dataset: Dataset) -> str:
    return f"{frame.base_url}/data/#{anchor_of(dataset.name)}"


def _link(address: str) -> Node:
    return {"@id": address}


def _text(value: str) -> Mapping[str, str]:
    return {"@language": _LANGUAGE, "@value": value}


def _typed(value: str, kind: str) -> Mapping[str, str]:
    return {"@type": kind, "@value": value}
