"""A TLS front with a user before a service on loopback, as production has it."""

from __future__ import annotations

import base64
import datetime
import http.client
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

USER, PASSWORD = "portal", "tea & plum/7"
_HOP = {"connection", "transfer-encoding", "content-length", "host", "authorization"}


@contextmanager
def tls_front(folder: Path, port: int) -> Iterator[tuple[int, Path]]:
    """Yield the port of a TLS front and the file of the authority that signed it."""
    chain, key, authority = _certificates(folder)
    expected = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

    class Front(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.headers.get("Authorization") != f"Basic {expected}":
                self._answer(
                    401, {"Content-Type": "application/json"}, b'{"status":401}'
                )
                return
            behind = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            kept = {k: v for k, v in self.headers.items() if k.lower() not in _HOP}
            behind.request(self.command, self.path, body or None, kept)
            told = behind.getresponse()
            fields = {k: v for k, v in told.getheaders() if k.lower() not in _HOP}
            self._answer(told.status, fields, told.read())
            behind.close()

        def _answer(self, status: int, fields: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in fields.items():
                self.send_header(name, value)
            if status == 401:
                self.send_header("X-Elastic-Product", "Elasticsearch")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        def log_message(self, *_values: object) -> None:
            pass

    for method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
        setattr(Front, f"do_{method}", Front._forward)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, authority
    finally:
        server.shutdown()
        server.server_close()


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    """Write a certificate for loopback, its key, and the authority's certificate."""
    authority_key = ec.generate_private_key(ec.SECP256R1())
    authority = _signed("Portal test authority", authority_key, authority_key, None)
    key = ec.generate_private_key(ec.SECP256R1())
    own = _signed("127.0.0.1", key, authority_key, authority)
    files = folder / "chain.pem", folder / "key.pem", folder / "authority.pem"
    pem = serialization.Encoding.PEM
    files[0].write_bytes(own.public_bytes(pem))
    files[1].write_bytes(
        key.private_bytes(
            pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    files[2].write_bytes(authority.public_bytes(pem))
    return files


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    signer: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate | None,
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(authority.subject if authority else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(
            x509.BasicConstraints(ca=authority is None, path_length=None), True
        )
    )
    if authority is not None:
        loopback = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
        made = made.add_extension(x509.SubjectAlternativeName([loopback]), False)
    return made.sign(signer, hashes.SHA256())
