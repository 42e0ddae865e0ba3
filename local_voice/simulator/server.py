"""Serves a simulation to its pages: the only importer of flask here.

All under a path that each start makes up: GET / (the page), /viewer (Amazon's, in its own frame),
/page/..., /vendor/..., /events (server push), /sound/N.wav, /conversation.txt. POST, all JSON but
the WAV file for /hear: /say, /open, /touch, /leave, /set, /forward, /anew, /replay, /attend.
"""

import json
import webbrowser
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import Path
from queue import Empty
from tempfile import TemporaryDirectory
from threading import Thread, Timer

from flask import Flask, Response, abort, jsonify, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.security import safe_join
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler

from local_voice.clocks import computer_zone
from local_voice.errors import LocalVoiceError, SpeechUnavailable
from local_voice.serving import server_for
from local_voice.simulator import guard
from local_voice.simulator.actions import act, hear
from local_voice.simulator.door import Door, Under, leads_to, page_that_leads_to
from local_voice.simulator.ear import Ear
from local_voice.simulator.script import written
from local_voice.simulator.settings import CHOICES, BadSetting, Settings
from local_voice.simulator.simulation import Simulation
from local_voice.simulator.sounds import Sounds

_HERE = Path(__file__).parent
_LONGEST_BODY = 1 << 20
_HEARTBEAT = 10.0  # seconds; a page that has gone is noticed at the next beat
_DAY = 86_400
_CLOSED = (
    "Refused: open the address that back-spasm-guide simulate prints. It opens once; after that,"
    " start it again.\n"
)
_UNTIL_IT_SERVES = 0.3  # seconds; the socket listens before, so nothing is lost
_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".woff2": "font/woff2"}


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  # werkzeug's name
        """Nothing: the address of the page carries its token."""


def simulate(
    host: str, port: int, *, show: bool, tell: Callable[[str], None], reminders: str = "granted"
) -> None:
    """Serve until interrupted. `host` is a loopback address; `port` 0 takes a free one.

    `reminders` is the setting at first. Raises `LocalVoiceError` when the port is taken.
    """
    simulation = Simulation(Settings(reminders=reminders), computer_zone())
    server, door = start(simulation, Sounds(), Ear(), host, port)
    address = door.new_address()
    tell(f"The simulator is at {address}, which opens once")
    tell("It listens on this computer only. Control-C ends it.")
    try:
        with TemporaryDirectory(prefix="back-spasm-guide-") as folder:
            if show:
                page = page_that_leads_to(address, Path(folder)).as_uri()
                Timer(_UNTIL_IT_SERVES, webbrowser.open, [page]).start()
            server.serve_forever()
    finally:
        server.server_close()
        simulation.close()


def start(
    simulation: Simulation, sounds: Sounds, ear: Ear, host: str, port: int
) -> tuple[BaseWSGIServer, Door]:
    """A server that is ready to `serve_forever`, and the door to its page."""
    doors: list[Door] = []

    def app_on(free: int) -> Flask:
        doors.append(Door(f"http://{f'[{host}]' if ':' in host else host}:{free}"))
        return create_app(simulation, sounds, ear, free, doors[0])

    server = server_for(app_on, host, port, handler=_Quiet)
    Thread(target=sounds.warm_up, name="warm up", daemon=True).start()
    return server, doors[0]


def create_app(simulation: Simulation, sounds: Sounds, ear: Ear, port: int, door: Door) -> Flask:
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _LONGEST_BODY
    app.wsgi_app = Under(door.path, app.wsgi_app)  # type: ignore[method-assign]
    _add_guard(app, port, door)
    _add_files(app)
    _add_talk(app, simulation, sounds)
    _add_ear(app, simulation, ear)
    return app


def _add_guard(app: Flask, port: int, door: Door) -> None:
    known, cookie = guard.hosts(port), f"simulator-{port}"

    @app.before_request
    def check() -> tuple[str, int] | Response | None:
        static = request.endpoint == "file"
        headers = dict(request.headers)
        if reason := guard.refusal(request.method, headers, known, static=static):
            return f"Refused: {reason}.\n", 403
        if static:  # the viewer's frame has no cookies; these files are the same for everybody
            return None
        if request.path == "/" and door.enter(request.args.get("token")):
            # A page that goes on by itself: to a redirect a browser that came from a file would
            # bring no strict cookie. The address bar and the history keep no token.
            icon = '<link rel="icon" href="page/icon.svg">'
            welcome = Response(leads_to("./") + icon, mimetype="text/html")
            welcome.set_cookie(
                cookie, door.cookie, path=f"{door.path}/", httponly=True, samesite="Strict"
            )
            return welcome
        if not guard.same(door.cookie, request.cookies.get(cookie)):
            return _CLOSED, 403
        return None

    @app.after_request
    def harden(response: Response) -> Response:
        response.headers.update(guard.HEADERS)
        if request.endpoint == "file":
            response.headers.update(guard.STATIC_HEADERS)
        viewer = request.path == "/viewer"
        response.headers["Content-Security-Policy"] = guard.policy(viewer=viewer)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    @app.errorhandler(Exception)
    def failed(error: Exception) -> tuple[Response, int]:
        if isinstance(error, HTTPException):
            return jsonify(error=error.description), error.code or 500
        # Its words may quote what somebody said; they belong on the page, not in a log.
        return jsonify(error=f"{type(error).__name__}: {error}"), 500


def _add_files(app: Flask) -> None:
    @app.get("/")
    def index() -> Response:
        return _file("page", "index.html")

    @app.get("/viewer")
    def viewer() -> Response:
        return _file("page", "viewer.html")

    @app.get("/<any(page, vendor):folder>/<path:name>")
    def file(folder: str, name: str) -> Response:
        return _file(folder, name)


def _file(folder: str, name: str) -> Response:
    place = safe_join(str(_HERE / folder), name)
    if place is None or not Path(place).is_file():
        abort(404)
    kind = _TYPES.get(Path(name).suffix) or guess_type(name)[0]
    # Whole: a browser that breaks off would leave an open file behind.
    sent = Response(Path(place).read_bytes(), mimetype=kind)
    # What is vendored carries its version in its path.
    sent.headers["Cache-Control"] = f"max-age={_DAY}" if folder == "vendor" else "no-cache"
    return sent


def _add_talk(app: Flask, simulation: Simulation, sounds: Sounds) -> None:
    @app.get("/choices")
    def choices() -> Response:
        return jsonify(CHOICES)

    @app.get("/events")
    def events() -> Response:
        return Response(_events(simulation), mimetype="text/event-stream")

    @app.get("/sound/<int:entry_id>.wav")
    def sound(entry_id: int) -> Response:
        try:
            wav = sounds.of(simulation.history.entry(entry_id))
        except SpeechUnavailable as error:
            return Response(str(error), 503)
        return Response(wav, 200 if wav else 404, mimetype="audio/wav")

    @app.get("/conversation.txt")
    def conversation() -> Response:
        name = 'attachment; filename="conversation.txt"'
        headers = {"Content-Disposition": name}
        # Half of a surrogate pair, which JSON can bring, is no text.
        text = written(simulation.history.entries()).encode("utf-8", "replace")
        return Response(text, mimetype="text/plain", headers=headers)

    @app.post("/<action>")
    def post(action: str) -> Response:
        try:
            asked = request.get_json()
            return jsonify(act(simulation, action, asked if isinstance(asked, dict) else {}))
        except (BadSetting, KeyError, RecursionError, TypeError, ValueError) as error:
            raise BadRequest(str(error)) from error


def _add_ear(app: Flask, simulation: Simulation, ear: Ear) -> None:
    @app.post("/attend")
    def attend() -> Response:
        return jsonify(ear.attend())

    @app.post("/hear")
    def heard() -> Response:
        try:
            return jsonify(hear(simulation, ear, request.get_data()))
        except LocalVoiceError as error:
            raise BadRequest(str(error)) from error


def _events(simulation: Simulation) -> Iterator[str]:
    queue = simulation.history.subscribe()
    simulation.show()
    try:
        while True:
            try:
                event = queue.get(timeout=_HEARTBEAT)
            except Empty:
                yield ": still here\n\n"
                continue
            yield f"event: {event.name}\ndata: {json.dumps(event.data)}\n\n"
            if event.name == "replaced":
                return
    finally:
        simulation.history.unsubscribe(queue)
