"""Starts the simulator and opens its page."""

import webbrowser
from collections.abc import Callable
from threading import Thread, Timer

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from local_voice.serving import bound_socket
from local_voice.simulator.server import create_app
from local_voice.simulator.sounds import Sounds
from local_voice.simulator.stage import Stage

_UNTIL_IT_SERVES = 0.3  # seconds; the socket listens before, so nothing is lost


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Nothing: the address of the page carries its token."""


def simulate(host: str, port: int, *, show: bool, tell: Callable[[str], None]) -> None:
    """Serve until interrupted. `host` is a loopback address; `port` 0 takes a free one.

    Raises `LocalVoiceError` when the port is taken.
    """
    stage = Stage()
    server, address = start(stage, Sounds(), host, port)
    tell(f"The simulator is at {address}")
    tell("It listens on this computer only. Control-C ends it.")
    if show:
        Timer(_UNTIL_IT_SERVES, webbrowser.open, [address]).start()
    try:
        server.serve_forever()
    finally:
        server.server_close()
        stage.close()


def start(stage: Stage, sounds: Sounds, host: str, port: int) -> tuple[BaseWSGIServer, str]:
    """A server that is ready to `serve_forever`, and the address that opens its page."""
    with bound_socket(host, port) as listening:
        port = listening.getsockname()[1]
        app = create_app(stage, sounds, port)
        server = make_server(
            host, port, app, threaded=True, request_handler=_Quiet, fd=listening.fileno()
        )
    Thread(target=sounds.warm_up, name="warm up", daemon=True).start()
    name = f"[{host}]" if ":" in host else host
    return server, f"http://{name}:{port}/?token={app.config['TOKEN']}"
