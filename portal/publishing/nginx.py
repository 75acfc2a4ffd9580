"""Write the configuration with which nginx serves the current release by itself."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Final

from django.conf import settings
from whitenoise.media_types import MediaTypes

from portal.publishing.front import security_fields
from portal.publishing.releases import CURRENT
from portal.publishing.serving import FILES_POLICY, MEDIA_TYPES
from portal.theming.security import PUBLIC_POLICY

_TEMPLATE: Final = Path(__file__).with_name("deploy") / "nginx.conf"
_TEXT: Final = "text/"
# nginx adds the charset to text/html by itself and refuses to hear of it again.
_ALWAYS_TEXT: Final = "text/html"
_LARGEST_UPLOAD: Final = "64m"
_ITEM_INDENT: Final = " " * 8
_PROXY: Final = (
    "proxy_pass http://portal_dynamic",
    "proxy_http_version 1.1",
    'proxy_set_header Connection ""',
    "proxy_set_header Host $http_host",
    "proxy_set_header X-Forwarded-For $remote_addr",
    "proxy_set_header X-Forwarded-Proto $scheme",
    "charset off",
    "gzip_static off",
)


def nginx_config(
    *,
    listen: str = "80",
    names: str = "_",
    upstream: str = "127.0.0.1:8000",
    root: Path | None = None,
) -> str:
    """Return the text of a configuration for nginx's `http` block.

    Args:
        listen: Value of nginx's `listen`, e.g. "127.0.0.1:8080".
        names: Values of `server_name`, parted by blanks.
        upstream: Where the portal's own server listens.
        root: The folder of the release; None for the link to the current one.
    """
    types = _extensions_by_type()
    text = sorted(kind for kind in types if kind.startswith(_TEXT))
    fields = [
        ("Cache-Control", "$portal_cache_control"),
        ("Content-Security-Policy", "$portal_policy"),
        ("X-Frame-Options", str(settings.X_FRAME_OPTIONS)),
        *security_fields(),
    ]
    values = {
        "__POLICY__": PUBLIC_POLICY,
        "__FILES_POLICY__": FILES_POLICY,
        "__UPSTREAM__": upstream,
        "__LISTEN__": listen,
        "__NAMES__": names,
        "__ROOT__": str(root or Path(settings.RELEASES_DIR) / CURRENT),
        "__BODY__": _LARGEST_UPLOAD,
        "__CHARSET_TYPES__": " ".join(kind for kind in text if kind != _ALWAYS_TEXT),
        "__TYPES__": "\n".join(
            f"{_ITEM_INDENT}{kind} {' '.join(sorted(types[kind]))};"
            for kind in sorted(types)
        ),
        "__PROXY__": "\n".join(f"{_ITEM_INDENT}{line};" for line in _PROXY),
        "__FIELDS__": "\n".join(
            f'{_ITEM_INDENT}add_header {name} "{value}" always;'
            for name, value in fields
        ),
    }
    made = _TEMPLATE.read_text(encoding="utf-8")
    for mark, value in values.items():
        made = made.replace(mark, value)
    return made


def _extensions_by_type() -> dict[str, list[str]]:
    """Return the types that the portal itself sends, so that both say the same."""
    found: dict[str, list[str]] = defaultdict(list)
    for extension, kind in MediaTypes(extra_types=MEDIA_TYPES).types_map.items():
        # Some entries are for whole file names.
        if extension.startswith("."):
            found[kind].append(extension.removeprefix("."))
    return dict(found)
