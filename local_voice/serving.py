"""Where servers listen, and the HTTP server of `simulate`."""

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local_voice.errors import LocalVoiceError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication  # known to type checkers alone

OTHER_ADDRESS = "choose another address"


def server_for(
    app_on: "Callable[[int], WSGIApplication]",
    host: str,
    port: int,
    handler: type[WSGIRequestHandler] | None = None,
) -> BaseWSGIServer:
    """A server that listens, ready to `serve_forever`; its `port` is a free one for 0.

    `app_on` is given the port. Raises `LocalVoiceError` as `listening` does.
    """
    with listening(host, port) as bound:
        port = bound.getsockname()[1]
        app, number = app_on(port), bound.fileno()
        return make_server(host, port, app, threaded=True, request_handler=handler, fd=number)


def listening(
    host: str, port: int, remedy: str = "choose another --host or --port"
) -> socket.socket:
    """Raises `LocalVoiceError` when the place cannot be had; `port` 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "is no name of a computer"
        reason = reason.partition(" (")[0]  # which repeats the place
        raise LocalVoiceError(f"{host}, port {port}: {reason}", remedy) from error


def place_in(address: str, scheme: str) -> SplitResult:
    """The host, port and path of such as http://127.0.0.1:10701/mcp.

    Raises `LocalVoiceError` for anything else.
    """
    try:
        place = urlsplit(address)
        known = place.scheme == scheme and place.hostname and place.port is not None
    except ValueError:
        known = False
    if not known or "@" in place.netloc or place.query or place.fragment:
        raise LocalVoiceError(f"{address} is no address", f"write {scheme}://127.0.0.1:PORT")
    return place
