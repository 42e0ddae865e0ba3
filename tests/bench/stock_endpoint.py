"""The endpoint as flask-ask-sdk makes it, around the SDK's empty skill: the peer of our own.

It is repaired only so that it imports: its verifier's certvalidator stands on oscrypto 1.3.0, which
cannot read the version of an OpenSSL whose patch level has two digits (wbond/oscrypto, issue 78).
"""

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from unittest.mock import patch

from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.utils import CryptographyDeprecationWarning
from flask import Flask

from tests.bench.answers import empty_skill
from tests.support.signing import Chain

_VERSION = r"\b(\d\.\d\.\d[a-z]*)\b"
_TWO_DIGITS = r"\b(\d\.\d\.\d+[a-z]*)\b"


def stock_app(chain: Chain) -> Flask:
    """The adapter with both of its verifiers on, trusting the root of `chain`."""
    warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # its verifier's, each time
    with _oscrypto_that_imports():
        from ask_sdk_webservice_support import verifier  # noqa: PLC0415 - only now does it import
        from certvalidator import CertificateValidator, ValidationContext  # noqa: PLC0415
        from flask_ask_sdk.skill_adapter import SkillAdapter  # noqa: PLC0415

    root = chain.root.public_bytes(Encoding.DER)

    def validator(leaf: bytes, intermediates: list[bytes]) -> CertificateValidator:
        # As the verifier calls it, with a new context for each request; only one root more in it.
        return CertificateValidator(
            leaf, intermediates, ValidationContext(extra_trust_roots=[root])
        )

    # The edge of the network, and the one root more.
    vars(verifier).update(urlopen=lambda _url: BytesIO(chain.pem), CertificateValidator=validator)
    app = Flask("stock")
    adapter = SkillAdapter(skill=empty_skill(), skill_id=1, app=app)
    adapter.register(app=app, route="/alexa")
    return app


@contextmanager
def _oscrypto_that_imports() -> Iterator[None]:
    search = re.search

    def patient(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
        return search(_TWO_DIGITS if pattern == _VERSION else pattern, text, flags)

    with patch("re.search", patient):
        yield
