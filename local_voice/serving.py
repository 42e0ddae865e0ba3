"""The socket on which `serve` and `simulate` listen."""

import socket

from local_voice.errors import LocalVoiceError


def bound_socket(host: str, port: int) -> socket.socket:
    """Listening, on a free port for 0. Raises `LocalVoiceError` when the place cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "is no name of a computer"
        reason = reason.partition(" (")[0]  # which repeats the place
        remedy = "choose another --host or --port"
        raise LocalVoiceError(f"{host}, port {port}: {reason}", remedy) from error
