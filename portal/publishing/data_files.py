"""The machine-readable outputs: guides, calendar, attachments, robots."""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage

from portal.publishing.bodies import Spool
from portal.publishing.cards import ALL, canonical_json
from portal.publishing.open_data.datasets import guide_rows, own_years
from portal.publishing.open_data.forms import rows_pieces
from portal.publishing.page_values import frame_of
from portal.publishing.store import View

_NOT_FOR_ROBOTS = (
    "/admin/", "/accounts/", "/apply/", "/my/", "/desk/", "/at/", "/history/",
)  # fmt: skip


def json_bytes(value: object) -> bytes:
    """Return compact JSON in UTF-8 with sorted keys and a line end."""
    return f"{canonical_json(value)}\n".encode()


def guide_json(view: View, *, code: str) -> bytes:
    """Return a matter as JSON: the payload of its page, with version and department."""
    matter = view.matter(code)
    if matter is None:
        raise LookupError(f"Matter '{code}' is not published.")
    department = view.record("department", matter.payload["guide"]["department"])
    return json_bytes(
        {
            "version": matter.number,
            "published_at": matter.published_at,
            "matter": matter.payload,
            "department": department,
        }
    )


def guides_json(view: View) -> Spool:
    """Return the list of all matters with their main facts."""
    return Spool.of(rows_pieces(view.count(ALL), "matters", guide_rows(view)))


def calendar_json(view: View) -> bytes:
    """Return the days that differ from Monday to Friday, for the site's region."""
    own = own_years(view)
    days = [day for year in own for day in year["days"]]
    return json_bytes(
        {
            "from": f"{own[0]['year']}-01-01" if own else "",
            "to": f"{own[-1]['year']}-12-31" if own else "",
            "workdays": [day["date"] for day in days if day["is_workday"]],
            "holidays": [day["date"] for day in days if not day["is_workday"]],
            "notices": [year["notice_no"] for year in own],
        }
    )


def robots(view: View) -> bytes:
    """Return the rules for crawlers."""
    base_url = frame_of(view).base_url
    lines = ["User-agent: *"]
    lines += [f"Disallow: {address}" for address in _NOT_FOR_ROBOTS]
    lines += ["", f"Sitemap: {base_url}/sitemap.xml", ""]
    return "\n".join(lines).encode()


def file(view: View, *, path: str) -> bytes:
    """Return an attachment, kept in the default storage under its digest.

    Where matters were published with different contents under one path, the content of
    the latest publication is taken.

    Raises:
        LookupError: No published matter has it.
        ValueError: The storage has other bytes than were published.
    """
    digests = [
        (card.published_on, card.code, sha256)
        for card in view.everything(f"file:{path}")
        for name, sha256 in card.files
        if name == path
    ]
    if not digests:
        raise LookupError(f"File '{path}' belongs to no published matter.")
    sha256 = max(digests)[2]
    return stored_file(path, sha256)


def record_file(_view: View, *, path: str, sha256: str) -> bytes:
    """Return an attachment of a record, as it was published with it.

    Raises:
        ValueError: The storage has other bytes than were published.
    """
    return stored_file(path, sha256)


def stored_file(path: str, sha256: str) -> bytes:
    """Return the bytes of an attachment by its digest.

    Raises:
        ValueError: The storage has other bytes.
    """
    with default_storage.open(f"guide-files/{sha256[:2]}/{sha256}") as stored:
        content: bytes = stored.read()
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise ValueError(
            f"File '{path}' in the storage has SHA-256 {found}; expected {sha256}, "
            f"as it was published. Upload the file again and publish."
        )
    return content
