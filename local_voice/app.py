"""Puts a local Alexa together with the real skill: the composition root of the local voice."""

from pathlib import Path

from platformdirs import user_cache_path

from local_voice.alexa.envelope import Device
from local_voice.alexa.local_alexa import LocalAlexa
from local_voice.model.interaction_model import InteractionModel
from local_voice.model.locales import named, source_model, with_topics
from local_voice.resolver import Resolver
from local_voice.timers.database import TimerDatabase
from local_voice.timers.service import AlexaService
from skill.app import build_skill, default_guides
from skill.clock import Clock, system_clock
from skill.content.guidance import Guides
from skill.settings import APP
from skill.storage.store import Store


def cache_folder() -> Path:
    """Where what was compiled is kept; it may be deleted at any time."""
    return user_cache_path(APP)


def resolver_for(model: InteractionModel) -> Resolver:
    """Compiled at the first use of a model, which takes some seconds, and kept in the cache."""
    return Resolver.load(model, cache_dir=cache_folder())


def local_alexa(
    device: Device,
    store: Store,
    timers: TimerDatabase,
    *,
    clock: Clock = system_clock,
    fault: str | None = None,
    guides: Guides | None = None,
) -> LocalAlexa:
    """`guides`: by default the skill's own, with the clinic's content that is set.

    Raises a `GuideError` when the content or the interaction model is wrong.
    """
    guides = guides or default_guides()
    guide = guides.speaking(device.locale)
    model = with_topics(source_model(), guide)
    resolver = resolver_for(model)
    service = AlexaService(timers, clock, fault=fault)
    skill = build_skill(store=store, api_client=service, clock=clock, guides=guides)
    return LocalAlexa(skill, named(model, guide), resolver, service, device, clock)
