"""Puts a local Alexa together with the real skill: the composition root of the local voice."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.files import clear_leftovers
from local_voice.model.interaction_model import InteractionModel
from local_voice.model.locales import named, source_model, with_topics
from local_voice.resolver import Resolver
from local_voice.resolver.understanding import RULED, Understanding, words_of_patterns
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.app import build_skill, default_guides
from skill.clock import Clock, system_clock
from skill.content.guidance import Guide, Guides
from skill.storage.own_files import APP
from skill.storage.store import Store
from skill.timers.device import Timers

if TYPE_CHECKING:
    # Imported where it is needed: most talks are typed.
    from local_voice.listener import Listener


def cache_folder() -> Path:
    """Where what was compiled is kept; it may be deleted at any time."""
    return user_cache_path(APP)


def resolver_for(model: InteractionModel) -> Resolver:
    """Compiled at the first use of a model, which takes some seconds, and kept in the cache."""
    return Resolver.load(model, cache_dir=cache_folder())


def understanding_for(
    model: InteractionModel, guide: Guide, on_first: Callable[[], None] = lambda: None
) -> Understanding:
    """The same for the guide's own model: people's whole words are looked through for signs."""
    resolver = Resolver.load(
        model,
        cache_dir=cache_folder(),
        ruled=RULED,
        words=words_of_patterns(guide),
        on_first=on_first,
    )
    return Understanding(resolver, guide)


def listener_for(locale: str) -> "Listener":
    """An ear for what is said to the guide in `locale`; it takes a moment to get ready.

    Raises `ListeningUnavailable` when the extra `listen` is not installed, or does not start.
    """
    from local_voice.listener import Listener  # noqa: PLC0415 - most talks are typed

    guide = default_guides().speaking(locale)
    model = with_topics(source_model(), guide)
    return Listener(model, understanding_for(model, guide).resolve_heard)


def resolver_of_samples(model: InteractionModel) -> Resolver:
    """What Amazon is given: the model's samples, and nothing else that is known of the domain."""
    return Resolver.load(model, cache_dir=cache_folder(), domain=False)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What takes time and serves any number of talks: one guide, its model, what understands it."""

    guides: Guides
    model: InteractionModel
    understanding: Understanding | Resolver

    def alexa(
        self,
        device: Device,
        store: Store,
        timers: TimerDatabase,
        *,
        clock: Clock = system_clock,
        fault: str | None = None,
        port: Timers | None = None,
    ) -> LocalAlexa:
        """A talk on one device; `fault` is one of the timers' and reminders' to play.

        `port`: the timers' own, where they are not reached by Alexa's API.
        """
        service = AlexaService(timers, clock, fault=fault)
        skill = build_skill(
            store=store, api_client=service, clock=clock, guides=self.guides, timers=port
        )
        return LocalAlexa(skill, self.model, self.understanding, service, device, clock)


def prepared(
    locale: str,
    *,
    guides: Guides | None = None,
    as_alexa: bool = False,
    on_first: Callable[[], None] = lambda: None,
) -> Prepared:
    """`guides`: by default the skill's own, with the clinic's content that is set.

    `on_first` is called before the resolver is compiled. `as_alexa` understands by the model's
    samples alone, as far as that can be played.
    Raises a `GuideError` when the content or the interaction model is wrong.
    """
    clear_leftovers()
    guides = guides or default_guides()
    guide = guides.speaking(locale)
    model = with_topics(source_model(), guide)
    understanding = (
        resolver_of_samples(model) if as_alexa else understanding_for(model, guide, on_first)
    )
    return Prepared(guides, named(model, guide), understanding)


def local_alexa(  # noqa: PLR0913 - the parts of one talk
    device: Device,
    store: Store,
    timers: TimerDatabase,
    *,
    clock: Clock = system_clock,
    fault: str | None = None,
    guides: Guides | None = None,
    as_alexa: bool = False,
    on_first: Callable[[], None] = lambda: None,
) -> LocalAlexa:
    """One talk; the arguments are those of `prepared` and of its `alexa`."""
    ready = prepared(device.locale, guides=guides, as_alexa=as_alexa, on_first=on_first)
    return ready.alexa(device, store, timers, clock=clock, fault=fault)
