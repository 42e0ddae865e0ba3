"""Who may talk to the simulator: this computer's own pages, with the cookie of this start. Pure.

A page from elsewhere could make a browser send requests to loopback; the names in Host and Origin
and the cookie keep it out.
"""

import hmac
from collections.abc import Mapping

_STRICT = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "frame-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}

# Amazon's viewer compiles its own code and writes style elements; so it has a page to itself, with
# an origin of its own, which can reach nothing: neither the simulator's addresses nor its page.
_VIEWER = {
    "sandbox": "allow-scripts",
    "default-src": "'none'",
    "script-src": "'self' 'unsafe-eval'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self'",
    "connect-src": "data:",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
}


def policy(*, viewer: bool) -> str:
    """The Content-Security-Policy of a page."""
    rules = _VIEWER if viewer else _STRICT
    return "; ".join(f"{name} {value}" for name, value in rules.items())


HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}


STATIC_HEADERS: Mapping[str, str] = {
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
}
"""For the page's own files: the viewer's frame reads some, and its origin is nobody's."""


def hosts(port: int) -> frozenset[str]:
    """What a browser on this computer calls the simulator."""
    return frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def refusal(
    method: str, headers: Mapping[str, str], known: frozenset[str], *, static: bool = False
) -> str | None:
    """Why a request comes from elsewhere, or None. `static`: for one of the page's own files."""
    host, origin = headers.get("Host", ""), headers.get("Origin")
    if host not in known:
        return "the Host is not this computer's"
    if origin is None and method != "GET":
        return "the Origin is missing"
    if static and method == "GET" and origin == "null":  # the viewer's frame
        return None
    if origin is not None and origin != f"http://{host}":
        return "the Origin is another page's"
    return None


def same(token: str, given: str | None) -> bool:
    """Compares in a time that does not depend on where they differ."""
    return given is not None and hmac.compare_digest(token.encode(), given.encode())
