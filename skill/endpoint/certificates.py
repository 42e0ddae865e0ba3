"""Signing certificates: fetched from Amazon, checked up to a trusted root, and kept for a while.

`SigningKeys.key(url)` gives the public key of a chain that has passed; everything else in this
module serves that call.
"""

import re
import ssl
import warnings
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from threading import Lock

import certifi
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store

from skill.bounded_http import HttpClient
from skill.clock import Clock
from skill.errors import CallFailed, VerificationError

Fetch = Callable[[str], bytes]
"""Gives what stands at an https URL; may raise anything."""

SIGNER = "echo-api.amazon.com"
MIN_KEY_BITS = 2048  # the least a public authority may certify; cryptography takes less
FETCH_SECONDS = 3.0
MAX_KEYS = 8
KEY_LIFETIME = timedelta(hours=1)

_PEM_BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def trusted_roots() -> list[x509.Certificate]:
    """Load the roots certifi trusts.

    Read one by one: a few carry serial numbers of zero or below, which cryptography warns of
    today and means to refuse. Those few must not take the others with them.
    """
    roots = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CryptographyDeprecationWarning)
        for block in _PEM_BLOCK.findall(Path(certifi.where()).read_bytes()):
            with suppress(ValueError):
                roots.append(x509.load_pem_x509_certificate(block))
    return roots


def fetch_chain(
    url: str, *, seconds: float = FETCH_SECONDS, tls: ssl.SSLContext | None = None
) -> bytes:
    """Read an https URL, no redirects, `seconds` for all of it. Raises `CallFailed`.

    `tls` replaces certifi's roots. Each key is kept for an hour, so no connection is.
    """
    if not url.startswith("https://"):
        raise CallFailed("the certificate's address must begin with https://")
    with closing(HttpClient(seconds, tls)) as http:
        answer = http.call("GET", url, {})
    if answer.status != HTTPStatus.OK:
        raise CallFailed(f"HTTP status {answer.status}")
    return answer.body


def check_chain(pem: bytes, store: Store, now: datetime) -> tuple[RSAPublicKey, datetime]:
    """Give the signer's key, and when the first certificate of its chain runs out.

    Raises `VerificationError`, and anything a parser of hostile bytes may raise.
    """
    leaf, *intermediates = x509.load_pem_x509_certificates(pem)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    # The path check below accepts a wildcard for the name; Amazon asks for the name itself.
    if SIGNER not in names.get_values_for_type(x509.DNSName):
        raise VerificationError(f"the certificate is not for {SIGNER}")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        raise VerificationError(f"the certificate's key is not RSA of {MIN_KEY_BITS} bits or more")
    verifier = PolicyBuilder().store(store).time(now)
    chain = verifier.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, intermediates)
    return key, min(certificate.not_valid_after_utc for certificate in chain)


class SigningKeys:
    """Keys that have passed, by URL. At most `MAX_KEYS` of them, each for an hour at most."""

    def __init__(self, roots: Iterable[x509.Certificate], clock: Clock, fetch: Fetch) -> None:
        self._store = Store(list(roots))
        self._clock = clock
        self._fetch = fetch
        self._kept: dict[str, tuple[RSAPublicKey, datetime]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def key(self, url: str) -> RSAPublicKey:
        """Raise `VerificationError` when there is no chain at `url`, or it does not hold."""
        now = self._clock()
        kept = self._kept.get(url)
        if kept and now <= kept[1]:
            return kept[0]
        # Outside the lock: a slow host must not hold up requests whose key is at hand.
        key, ends = self._fetch_and_check(url, now)
        with self._lock:
            self._kept.pop(url, None)  # another thread may have been quicker
            while len(self._kept) >= MAX_KEYS:
                del self._kept[min(self._kept, key=lambda kept_url: self._kept[kept_url][1])]
            self._kept[url] = (key, min(ends, now + KEY_LIFETIME))
        return key

    def _fetch_and_check(self, url: str, now: datetime) -> tuple[RSAPublicKey, datetime]:
        try:
            pem = self._fetch(url)
        except CallFailed as failure:
            raise VerificationError(f"no certificate: {failure}") from failure
        except Exception as error:
            raise VerificationError(f"no certificate: {type(error).__name__}") from error
        try:
            return check_chain(pem, self._store, now)
        except VerificationError:
            raise
        except Exception as error:
            # Hostile bytes through other people's parsers: whatever they raise, it is no chain.
            raise VerificationError(f"the chain does not hold: {type(error).__name__}") from error
