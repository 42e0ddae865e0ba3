"""Whether an unsigned request comes from this computer, for local use. Pure.

A page from elsewhere can make a browser post to loopback, under a name of its own. It cannot make
it say that the body is JSON without asking first, nor lie about Host and Origin.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from skill.bounded_http import is_loopback
from skill.errors import VerificationError


def check_local(headers: Mapping[str, str]) -> None:
    """Raise `VerificationError` with why it may not; the headers' names are in lower case."""
    host, origin = headers.get("host", ""), headers.get("origin")
    if not _names_this_computer(host):
        raise VerificationError("the Host is not this computer")
    if origin is not None and origin != f"http://{host}":
        raise VerificationError("the Origin is another page's")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise VerificationError("the Content-Type is not application/json")


def _names_this_computer(host: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{host}").hostname or "")
    except ValueError:
        return False
