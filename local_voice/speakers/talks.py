"""The talks at a house's speakers: one for each conversation, and a user for each device."""

from collections.abc import Mapping
from typing import NamedTuple

from wyoming.intent import Entity, Intent

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.app import Prepared, prepared
from local_voice.timers.database import TimerDatabase
from local_voice.timers.kept import KeptTimers
from skill.clock import Clock
from skill.content.guidance import Guides
from skill.storage.store import Store

MOST = 256
IDLE_SECONDS = 600.0  # Home Assistant takes no talk up again after five minutes
_LOOK = "HassTimerStatus"


class _Talk(NamedTuple):
    alexa: LocalAlexa
    timers: KeptTimers
    orders: list[Intent]
    used: float = 0.0


class Talks:
    """For one thread. `locale` is for whoever names no country."""

    def __init__(
        self, guides: Guides, locale: str, store: Store, timers: TimerDatabase, clock: Clock
    ) -> None:
        self._guides, self._locale, self._clock = guides.away_from_alexa(), locale, clock
        self._store, self._timers = store, timers
        self._talks: dict[tuple[str, ...], _Talk] = {}  # in the order of their last use
        self._ready: dict[str, Prepared] = {}
        self._ready_for(locale)

    def say(
        self, text: str, language: object, context: Mapping[str, object]
    ) -> tuple[str, bool, list[Intent]]:
        """The answer, whether it asks something, and what a device is to do for it.

        `context` has up to three ids. A device in it keeps timers, unless its "timers" is None; it
        may list there those it has.
        """
        names = ("device_id", "satellite_id", "conversation_id")
        user = next((f"{name} {context[name]}" for name in names if context.get(name)), "")
        key = (user, str(context.get("conversation_id")), self._locale_of(language))
        now = self._clock().timestamp()
        awake = {own: it for own, it in self._talks.items() if now - it.used < IDLE_SECONDS}
        talk = awake.pop(key, None) or self._new(user, key[-1])
        there = context.get("timers", ())
        talk.timers.ring = bool(context.get("device_id")) and there is not None
        talk.timers.there = there if isinstance(there, Mapping) else None
        talk.orders.clear()
        exchange = talk.alexa.say(text)
        if not exchange.session_ended:
            awake[key] = talk._replace(used=now)
        self._talks = dict([*awake.items()][-MOST:])
        orders = [order for order in talk.orders if order.name != _LOOK] or talk.orders
        return exchange.speech, not exchange.session_ended, [*orders] if talk.timers.ring else []

    def trouble(self, language: object) -> str:
        return self._guides.speaking(self._locale_of(language)).phrases.trouble

    def _locale_of(self, language: object) -> str:
        """As it stands in "en-GB" and "en_gb"; of a bare "en" the house's."""
        spoken, _, country = str(language).replace("_", "-").partition("-")
        return f"en-{country.upper()}" if spoken.lower() == "en" and country else self._locale

    def _new(self, user: str, locale: str) -> _Talk:
        orders: list[Intent] = []
        port = KeptTimers(self._timers, self._clock, lambda *step: orders.append(_order(*step)))
        device = Device(locale, reminders="denied", user=user)
        ready = self._ready_for(locale)
        alexa = ready.alexa(device, self._store, self._timers, clock=self._clock, port=port)
        return _Talk(alexa, port, orders)

    def _ready_for(self, locale: str) -> Prepared:
        known = self._guides.speaking(locale).locale
        if known not in self._ready:
            self._ready[known] = prepared(locale, guides=self._guides)
        return self._ready[known]


def _order(step: str, label: str, seconds: int) -> Intent:
    """Named as the timer, so that whoever asks the device itself for "the ice timer" finds it."""
    length = zip(("minutes", "seconds"), divmod(seconds, 60), strict=True)
    return Intent(
        f"Hass{step}", [*(Entity(*part) for part in length if part[1]), Entity("name", label)]
    )
