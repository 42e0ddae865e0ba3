"""What `serve` does for other speakers than Alexa."""

import asyncio

import click

from local_voice.errors import LocalVoiceError


def serve_wyoming(address: str, locale: str) -> None:
    """Answer at "tcp://HOST:PORT" until a signal; `locale` is for whoever names no country.

    Raises `LocalVoiceError` where the address cannot be had.
    """
    try:
        from local_voice.speakers.talks import Talks  # noqa: PLC0415
        from local_voice.speakers.wyoming import WyomingServer  # noqa: PLC0415
    except ImportError as error:
        raise _not_installed("wyoming") from error
    from local_voice.clocks import TalkClock  # noqa: PLC0415
    from local_voice.serving import OTHER_ADDRESS, listening, place_in  # noqa: PLC0415
    from local_voice.timers.database import TimerDatabase  # noqa: PLC0415
    from skill.app import default_guides  # noqa: PLC0415
    from skill.bounded_http import is_loopback  # noqa: PLC0415
    from skill.settings import data_folder, default_store  # noqa: PLC0415

    place = place_in(address, "tcp")
    host, guides, clock = place.hostname or "", default_guides(), TalkClock()
    captions = guides.speaking(locale).captions
    with listening(host, place.port or 0, OTHER_ADDRESS) as bound:
        timers = TimerDatabase(data_folder() / "speakers.db")
        talks = Talks(guides, locale, default_store(clock), timers, clock)
        if not is_loopback(host):
            told = "Wyoming knows no password: whoever reaches this address is answered."
            click.echo(told, err=True)
        at = f"tcp://{host}:{bound.getsockname()[1]}"
        number = captions.emergency_number
        click.echo(f"Serving Wyoming at {at}; who names no country hears: call {number}", err=True)
        asyncio.run(WyomingServer(talks, captions.name).run(bound))


def serve_mcp(address: str) -> None:
    """Answer at "http://HOST:PORT/PATH", or on "stdio", until a signal. Raises as the other."""
    try:
        from local_voice.speakers.mcp import serve  # noqa: PLC0415
    except ImportError as error:
        raise _not_installed("mcp") from error
    serve(address)


def _not_installed(extra: str) -> LocalVoiceError:
    remedy = f"run 'pip install \"back-spasm-guide[{extra}]\"'"
    return LocalVoiceError(f"the package {extra} is not installed", remedy)
