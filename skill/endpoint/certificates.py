"""Signing certificates: fetched from Amazon, checked up to a trusted root, and kept for a while.

`SigningKeys.key(url)` gives the public key of a chain that has passed; everything else in this
module serves that call.
"""

import math
import re
import ssl
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import closing, suppress
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from typing import NamedTuple

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
KEY_SECONDS = 3600.0
REST_SECONDS = 10.0  # after a fetch in vain
MOST_WAITING = 4  # threads, for all certificates together: half of what the server has

# The names that Amazon has given so far: few enough to be asked for one by one. All other names
# share one rest, so made-up ones cost a fetch in ten seconds, and never keep Amazon's own out.
_AMAZONS_NAME = re.compile(
    r"https://s3\.amazonaws\.com/echo\.api/echo-api-cert(-[0-9]{1,2})?\.pem", re.ASCII
)
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
    if not leaf.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature:
        raise VerificationError("the certificate's key is not for signatures")
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey) or key.key_size < MIN_KEY_BITS:
        raise VerificationError(f"the certificate's key is not RSA of {MIN_KEY_BITS} bits or more")
    verifier = PolicyBuilder().store(store).time(now)
    chain = verifier.build_server_verifier(x509.DNSName(SIGNER)).verify(leaf, intermediates)
    return key, min(certificate.not_valid_after_utc for certificate in chain)


class _Kept(NamedTuple):
    key: RSAPublicKey
    ends: datetime  # the first certificate of its chain
    until: float  # of the clock that never jumps


class SigningKeys:
    """Keys that have passed, by URL. At most `MAX_KEYS` of them, each for an hour at most.

    Anybody can name a URL, so fetches are few: one for all who wait for the same URL, none for a
    while after one in vain, and once there is a key `MOST_WAITING` threads wait at most.
    """

    def __init__(
        self,
        roots: Iterable[x509.Certificate],
        clock: Clock,
        fetch: Fetch,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = Store(list(roots))
        self._clock = clock
        self._fetch = fetch
        self._monotonic = monotonic
        self._kept: dict[str, _Kept] = {}
        self._fetches: dict[str, Future[RSAPublicKey]] = {}
        self._rests: dict[str, float] = {}
        self._waiting = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def key(self, url: str) -> RSAPublicKey:
        """Raise `VerificationError` when there is no chain at `url`, or it does not hold."""
        if kept := self._at_hand(url):
            return kept
        with self._lock:
            if kept := self._at_hand(url):  # another thread was quicker
                return kept
            if self._kept and self._waiting >= MOST_WAITING:
                raise VerificationError("too many wait for certificates")
            waited_for = self._fetches.get(url)
            fetch = waited_for or self._begin(url)
            self._waiting += 1
        try:
            if waited_for is None:
                self._carry_out(url, fetch)
            return fetch.result()
        finally:
            with self._lock:
                self._waiting -= 1

    def _at_hand(self, url: str) -> RSAPublicKey | None:
        kept = self._kept.get(url)
        good = kept and self._monotonic() <= kept.until and self._clock() <= kept.ends
        return kept.key if kept and good else None

    def _begin(self, url: str) -> "Future[RSAPublicKey]":
        # What was good before is asked for at once: strangers cannot add to it.
        rests_until = self._rests.get(_group(url), -math.inf)
        if url not in self._kept and self._monotonic() < rests_until:
            raise VerificationError("no certificate: the last fetch was in vain a moment ago")
        fetch = self._fetches[url] = Future()
        return fetch

    def _carry_out(self, url: str, fetch: "Future[RSAPublicKey]") -> None:
        try:
            key, ends = self._fetch_and_check(url, self._clock())
        except VerificationError as refusal:
            with self._lock:
                del self._fetches[url]
                self._rests[_group(url)] = self._monotonic() + REST_SECONDS
            fetch.set_exception(refusal)
            return
        with self._lock:
            del self._fetches[url]
            self._kept.pop(url, None)
            while len(self._kept) >= MAX_KEYS:
                del self._kept[min(self._kept, key=lambda kept_url: self._kept[kept_url].until)]
            self._kept[url] = _Kept(key, ends, self._monotonic() + KEY_SECONDS)
        fetch.set_result(key)

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


def _group(url: str) -> str:
    """The URLs that rest together after a fetch in vain: one of Amazon's names, or all others."""
    return url if _AMAZONS_NAME.fullmatch(url) else ""
