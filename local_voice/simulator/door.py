"""The door to the simulator: a token for once, a cookie from then on, and a path that hides both.

A browser sends a cookie to every port of a computer, but only under its path. This one's path is
made up at each start, so another server on this computer never gets to see the cookie.
"""

from collections.abc import Iterable
from pathlib import Path
from secrets import token_urlsafe
from threading import Lock
from typing import TYPE_CHECKING

from local_voice.simulator.guard import same

if TYPE_CHECKING:
    # Known to type checkers alone.
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ELSEWHERE = "/\0/\0"  # a path that no route has


class Door:
    """A token opens it once and is worth a cookie, which opens it from then on."""

    def __init__(self, root: str) -> None:
        """`root`: scheme, host and port of the simulator."""
        self.path = f"/{token_urlsafe(9)}"
        self.cookie = token_urlsafe(24)
        self._root = root
        self._token: str | None = None
        self._lock = Lock()

    def new_address(self) -> str:
        """One that opens the page once; an earlier one is void."""
        with self._lock:
            self._token = token_urlsafe(24)
            return f"{self._root}{self.path}/?token={self._token}"

    def enter(self, token: str | None) -> bool:
        """Whether it is the token, which is used up by this."""
        with self._lock:
            if self._token is None or not same(self._token, token):
                return False
            self._token = None
            return True


class Under:
    """Moves an app under a path; whatever is elsewhere has none of its routes."""

    def __init__(self, path: str, app: "WSGIApplication") -> None:
        self._path = path
        self._app = app

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        asked = environ["PATH_INFO"]
        within = asked.startswith(f"{self._path}/")
        environ["SCRIPT_NAME"] = self._path if within else ""
        environ["PATH_INFO"] = asked.removeprefix(self._path) if within else _ELSEWHERE
        return self._app(environ, start_response)


def page_that_leads_to(address: str, folder: Path) -> Path:
    """A file to open in a browser instead of the address, which its command line would show.

    Every user of a computer can read command lines; the file's folder is its owner's alone.
    """
    page = folder / "simulator.html"
    page.touch(mode=0o600)
    page.write_text(leads_to(address), "utf-8")
    return page


def leads_to(address: str) -> str:
    return (
        f'<!doctype html><title>Simulator</title><meta http-equiv="refresh" content="0;{address}">'
    )
