"""Puts a local Alexa together with the real skill: the composition root of the local voice."""

from importlib.resources import files
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from local_voice.alexa import LocalAlexa
from local_voice.alexa_service import AlexaService
from local_voice.envelope import Device
from local_voice.interaction_model import load_interaction_model
from local_voice.resolver import Resolver
from local_voice.timer_database import TimerDatabase
from skill.app import build_skill
from skill.clock import Clock, system_clock
from skill.store import Store

APP = "back-spasm-guide"


def data_folder() -> Path:
    """Where this user's timers and state are kept between starts."""
    return user_data_path(APP)


def local_alexa(
    device: Device,
    store: Store,
    timers: TimerDatabase,
    *,
    clock: Clock = system_clock,
    fault: str | None = None,
) -> LocalAlexa:
    """Raises a `GuideError` when the content or the interaction model is wrong."""
    model = load_interaction_model(files("interaction_models") / "en-US.json")
    resolver = Resolver.load(model, cache_dir=user_cache_path(APP))
    service = AlexaService(timers, clock, fault=fault)
    skill = build_skill(store=store, api_client=service, clock=clock)
    return LocalAlexa(skill, model, resolver, service, device, clock)
