"""One target under atheris, until something but a refusal comes out of it.

python -m tests.soak.fuzz TARGET [libFuzzer's own options] CORPUS
"""

import sys
from contextlib import suppress
from pathlib import Path

import atheris

from tests.support.signing import (
    BAD_URLS,
    CHAIN_URL,
    NOW,
    SKILL_ID,
    body_of,
    envelope,
    issue_chain,
    sign,
)

with atheris.instrument_imports(include=["skill"]):
    from skill.endpoint.certificates import SigningKeys
    from skill.endpoint.verification import Verifier, certificate_url, parse_body, value_at
    from skill.errors import VerificationError

CHAIN = issue_chain()
BODY = body_of(envelope())
HEADERS = sign(CHAIN.key, BODY)
SIGNATURE = HEADERS["Signature-256"].encode()
PUBLIC = CHAIN.key.public_key()
VERIFIER = Verifier(SKILL_ID, [CHAIN.root], clock=lambda: NOW, fetch=lambda _url: CHAIN.pem)


def url(data: bytes) -> None:
    """Whatever is fetched is under Amazon's one folder."""
    found = certificate_url(data.decode("utf-8", "surrogateescape"))
    assert found.startswith("https://s3.amazonaws.com/echo.api/")
    assert "/../" not in f"{found}/"


def headers(data: bytes) -> None:
    """URL, signature and body, a line each: only the very body that was signed gets through."""
    chain_url, signature, body = (*data.split(b"\n", 2), b"", b"")[:3]
    sent = {
        "SignatureCertChainUrl": chain_url.decode("latin-1"),
        "Signature-256": signature.decode("latin-1"),
    }
    VERIFIER.verify(sent, body)
    assert body == BODY


def body(data: bytes) -> None:
    """What is taken for an envelope is one."""
    assert isinstance(value_at(parse_body(data), "request", "type"), str)


def chain(data: bytes) -> None:
    """Whatever is served as a chain: the only key that comes of it is the signer's own."""
    keys = SigningKeys([CHAIN.root], lambda: NOW, lambda _url: data)
    assert keys.key(CHAIN_URL) == PUBLIC


TARGETS = {target.__name__: target for target in (url, headers, body, chain)}
SEEDS = {
    "url": [CHAIN_URL.encode(), *(bad.encode("utf-8", "surrogatepass") for bad in BAD_URLS)],
    "headers": [b"\n".join((CHAIN_URL.encode(), SIGNATURE, BODY))],
    "body": [BODY],
    "chain": [CHAIN.pem, CHAIN.leaf, CHAIN.intermediate + CHAIN.leaf],
}


def main() -> None:
    name, *options = sys.argv[1:]
    for number, seed in enumerate(SEEDS[name]):
        (Path(options[-1]) / str(number)).write_bytes(seed)

    def fuzz(data: bytes) -> None:
        with suppress(VerificationError):
            TARGETS[name](data)

    atheris.Setup([sys.argv[0], *options], fuzz)
    atheris.Fuzz()


main()
