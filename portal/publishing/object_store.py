"""An S3 bucket, or a folder of one, to upload releases to; needs boto3."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from portal.publishing.errors import UploadRefused
from portal.publishing.uploading import StoredObject

_SCHEME: Final = "s3"
_MISSING: Final = frozenset({"NoSuchKey", "404"})


class S3Bucket:
    """Objects below a prefix of a bucket."""

    def __init__(self, client: Any, name: str, prefix: str) -> None:
        self.name = name
        self._client = client
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    @classmethod
    def at(cls, address: str, *, endpoint: str = "") -> S3Bucket:
        """Return the bucket at "s3://bucket/prefix".

        Account and region are found as boto3 finds them: environment, profile or
        role. `endpoint` is the address of a store that is not Amazon's.

        Raises:
            UploadRefused: the address is of another kind, or boto3 is not installed.
        """
        parts = urlsplit(address)
        if parts.scheme != _SCHEME or not parts.netloc:
            raise UploadRefused(
                f"Address '{address}' is not of a bucket; expected s3://bucket/prefix."
            )
        try:
            boto3 = import_module("boto3")
        except ImportError as error:
            raise UploadRefused(
                "boto3 is not installed; expected it for uploads. Run: "
                "uv run --group upload manage.py upload_site …"
            ) from error
        client = boto3.client("s3", endpoint_url=endpoint or None)
        return cls(client, parts.netloc, parts.path)

    def put(self, stored: StoredObject) -> None:
        """Write an object."""
        values = {
            "Bucket": self.name,
            "Key": f"{self._prefix}{stored.key}",
            "Body": stored.body,
            "ContentType": stored.content_type,
            "CacheControl": stored.cache_control,
        }
        if stored.content_encoding:
            values["ContentEncoding"] = stored.content_encoding
        self._client.put_object(**values)

    def get(self, key: str) -> bytes | None:
        """Return an object's body, or None."""
        try:
            found = self._client.get_object(
                Bucket=self.name, Key=f"{self._prefix}{key}"
            )
        except self._client.exceptions.ClientError as error:
            if error.response["Error"]["Code"] in _MISSING:
                return None
            raise
        body: bytes = found["Body"].read()
        return body

    def remove(self, key: str) -> None:
        """Remove an object."""
        self._client.delete_object(Bucket=self.name, Key=f"{self._prefix}{key}")
