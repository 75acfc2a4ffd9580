"""Notices by https reach a receiver whose certificate is vouched for, and no other."""

from __future__ import annotations

import datetime
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from portal.webhooks.errors import DeliveryFailed
from portal.webhooks.sending import post
from tests.portal.webhooks.conftest import Receiver


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of this machine with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(timezone.now() - datetime.timedelta(days=1))
        .not_valid_after(timezone.now() + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "receiver.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def secure(receiver: Receiver, certificate: Path) -> Receiver:
    """The receiver, by https."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    receiver.secure(context)
    receiver.url = receiver.url.replace("http://", "https://")
    return receiver


def test_certificate_that_nobody_vouches_for_is_refused(secure: Receiver) -> None:
    with pytest.raises(DeliveryFailed, match="certificate verify failed"):
        post(secure.url, b"{}", {})
    assert secure.got == []


def test_certificate_that_is_trusted_is_taken(
    secure: Receiver, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    assert post(secure.url, b"{}", {}) == 204
    assert secure.got[0].body == b"{}"


def test_certificate_of_another_name_is_refused(
    secure: Receiver,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    settings: object,
) -> None:
    settings.PORTAL_WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
    with pytest.raises(DeliveryFailed, match="certificate verify failed"):
        post(secure.url.replace("127.0.0.1", "localhost"), b"{}", {})
    assert secure.got == []
