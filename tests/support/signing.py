"""Signs requests as Amazon does, with a certificate chain made on the spot.

`issue_chain` has a knob for each way a chain can be wrong; `sign` gives the two headers.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
SKILL_ID = "amzn1.ask.skill.11111111-2222-3333-4444-555555555555"
CHAIN_URL = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SIGNER = "echo-api.amazon.com"

BAD_URLS = [
    "",
    "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "file:///echo.api/echo-api-cert.pem",
    "//s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https:/s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://notamazon.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com.evil.example/echo.api/echo-api-cert.pem",
    "https://evil.s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3xamazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com./echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
    "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api.evil/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api",
    "https://s3.amazonaws.com/echo.api/",
    "https://s3.amazonaws.com",
    "https://s3.amazonaws.com/echo.api/../evil/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/..",
    "https://s3.amazonaws.com//echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/%2e%2e/evil/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo%2eapi/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api\\..\\evil",
    "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com:0443/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com:/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com:port/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com:99999/echo.api/echo-api-cert.pem",
    "https://user@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://user:word@s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com@evil.example/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/echo-api-cert.pem?evil",
    "https://s3.amazonaws.com/echo.api/echo-api-cert.pem#evil",
    "https://s3.amazonaws.com/echo.api/echo-api-cert.pem;evil",
    "https://[::1]/echo.api/echo-api-cert.pem",
    "https://[s3.amazonaws.com/echo.api/echo-api-cert.pem",
    " https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/echo-api-cert.pem\n",
    "https://s3.amazonaws.com/echo.api/echo api.pem",
    "https://s3.amazonaws.com/echo.api/\x00.pem",
    f"{CHAIN_URL},{CHAIN_URL}",
    f"{CHAIN_URL}, {CHAIN_URL}",
    "http\u017f://s3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://\u017f3.amazonaws.com/echo.api/echo-api-cert.pem",
    "https://s3.amazonaws.com/echo.api/\ud800.pem",
]
"""What may stand in the SignatureCertChainUrl header of a request that must be refused."""

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Party = tuple[str, PrivateKey]
"""A common name and its key."""


@dataclass(frozen=True)
class Chain:
    """`leaf` and `intermediate` are PEM; `pem` is what Amazon would serve at the chain's URL."""

    root: x509.Certificate
    leaf: bytes
    intermediate: bytes
    key: PrivateKey

    @property
    def pem(self) -> bytes:
        return self.leaf + self.intermediate


@cache
def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    """Make a key once for all tests: it takes a tenth of a second."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def issue_chain(  # noqa: PLR0913 - a knob for each way to be wrong
    *,
    names: Sequence[str] | None = (SIGNER,),
    key: PrivateKey | None = None,
    begins: datetime = NOW - timedelta(days=30),
    ends: datetime = NOW + timedelta(days=30),
    intermediate_ends: datetime = NOW + timedelta(days=3650),
    intermediate_is_ca: bool = True,
    signs: bool | None = True,
) -> Chain:
    """Make a root, an intermediate and a leaf; `names` None leaves the leaf without a SAN.

    `signs`: whether the leaf's usage has digitalSignature; None leaves it without a usage.
    """
    decade = timedelta(days=3650)
    root = "Test Root", ec.generate_private_key(ec.SECP256R1())
    middle = "Test Intermediate", ec.generate_private_key(ec.SECP256R1())
    leaf = SIGNER, key or rsa_key()
    root_certificate = _certificate(root, root, (NOW - decade, NOW + decade))
    middle_certificate = _certificate(
        middle, root, (NOW - decade, intermediate_ends), is_ca=intermediate_is_ca
    )
    leaf_certificate = _certificate(
        leaf, middle, (begins, ends), is_ca=False, names=names, signs=signs
    )
    return Chain(
        root=root_certificate,
        leaf=leaf_certificate.public_bytes(Encoding.PEM),
        intermediate=middle_certificate.public_bytes(Encoding.PEM),
        key=leaf[1],
    )


def _certificate(
    subject: Party,
    issuer: Party,
    period: tuple[datetime, datetime],
    *,
    is_ca: bool = True,
    names: Sequence[str] | None = None,
    signs: bool | None = False,
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(subject[1].public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(period[0])
        .not_valid_after(period[1])
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer[1].public_key()),
            critical=False,
        )
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(subject[1].public_key()), critical=False
        )
    )
    if signs is not None:
        builder = builder.add_extension(_key_usage(is_ca=is_ca, signs=signs), critical=True)
    if names is not None:
        alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
        builder = builder.add_extension(alternatives, critical=False)
    return builder.sign(issuer[1], SHA256())


def _name(party: Party) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, party[0])])


def _key_usage(*, is_ca: bool, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        content_commitment=False,
        key_encipherment=not is_ca,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def sign(key: PrivateKey, body: bytes, *, url: str = CHAIN_URL) -> dict[str, str]:
    """Give the headers Amazon would send with `body`."""
    if isinstance(key, rsa.RSAPrivateKey):
        signature = key.sign(body, PKCS1v15(), SHA256())
    else:
        signature = key.sign(body, ec.ECDSA(SHA256()))
    return {
        "SignatureCertChainUrl": url,
        "Signature-256": base64.b64encode(signature).decode(),
    }


def envelope(
    *,
    request: dict[str, object] | None = None,
    timestamp: object = "2026-11-22T08:00:00Z",
    skill_id: str = SKILL_ID,
) -> dict[str, object]:
    """Give a launch request as Alexa sends it, or another `request` with its id and time."""
    kind = request or {"type": "LaunchRequest"}
    common = {"requestId": "amzn1.echo-api.request.1", "locale": "en-US", "timestamp": timestamp}
    application = {"applicationId": skill_id}
    user = {"userId": "amzn1.ask.account.SECRETUSER"}
    return {
        "version": "1.0",
        "session": {
            "new": True,
            "sessionId": "amzn1.echo-api.session.1",
            "application": application,
            "attributes": {},
            "user": user,
        },
        "context": {
            "System": {
                "application": application,
                "user": user,
                "device": {"deviceId": "amzn1.ask.device.1", "supportedInterfaces": {}},
                "apiEndpoint": "https://api.amazonalexa.com",
                "apiAccessToken": "token",
            }
        },
        "request": common | kind,
    }


def body_of(envelope: object) -> bytes:
    return json.dumps(envelope, ensure_ascii=False).encode()
