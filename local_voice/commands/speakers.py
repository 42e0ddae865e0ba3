"""What `serve` does for other speakers than Alexa."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import click


def serve_wyoming(address: str, locale: str) -> None:
    """Answer at "tcp://HOST:PORT" until a signal; `locale` is for whoever names no country.

    Raises `LocalVoiceError` where the address cannot be had.
    """
    host, port = _place(address)
    try:
        from local_voice.speakers.talks import Talks  # noqa: PLC0415
        from local_voice.speakers.wyoming import WyomingServer  # noqa: PLC0415
    except ImportError as error:
        remedy = "pip install 'back-spasm-guide[wyoming]'"
        raise click.UsageError(f"the package wyoming is not installed: {remedy}") from error
    from local_voice.clocks import TalkClock  # noqa: PLC0415
    from local_voice.serving import listening  # noqa: PLC0415
    from local_voice.timers.database import TimerDatabase  # noqa: PLC0415
    from skill.app import default_guides  # noqa: PLC0415
    from skill.bounded_http import is_loopback  # noqa: PLC0415
    from skill.settings import data_folder, default_store  # noqa: PLC0415

    guides, clock = default_guides(), TalkClock()
    captions = guides.speaking(locale).captions
    with listening(host, port, "choose another address for --wyoming") as bound:
        timers = TimerDatabase(data_folder() / "speakers.db")
        talks = Talks(guides, locale, default_store(clock), timers, clock)
        if not is_loopback(host):
            told = "Wyoming knows no password: whoever reaches this address is answered."
            click.echo(told, err=True)
        at = f"tcp://{host}:{bound.getsockname()[1]}"
        number = captions.emergency_number
        click.echo(f"Serving Wyoming at {at}; who names no country hears: call {number}", err=True)
        asyncio.run(WyomingServer(talks, captions.name).run(bound))


def _place(address: str) -> tuple[str, int]:
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.scheme == "tcp" and parts.hostname and parts.port is not None:
            return parts.hostname, parts.port
    raise click.UsageError(f"--wyoming {address} is no address: write tcp://127.0.0.1:10700")
