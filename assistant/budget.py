"""Which models may stay in memory, by the budget of the configuration, and what is spared where they have little room."""

from __future__ import annotations

from math import ceil

from assistant.config import Config, replace_section
from models.errors import OutOfMemory
from models.keeper import Keeper
from models.memory import MB
from models.plan import PARTS, RARE, RECOGNIZER, UNLIMITED, VOICE, Plan, ledger_of, plan
from models.runtime import device_of

APART = 0.5
"""Seconds between the frames that are kept where memory is short."""


def keeper_of(config: Config, *, screen: bool = False, eyes: bool = True) -> Keeper:
    """
    screen: whether the terminal UI runs
    eyes:   whether a camera keeps frames
    Raises OutOfMemory where not even what listens fits.
    """
    planned = plan_of(config, config.models.bytes or UNLIMITED, screen=screen, eyes=eyes)
    if RECOGNIZER in planned.without:
        least = ceil(planned.ledger.with_one_more((), RECOGNIZER) / MB)
        raise OutOfMemory(f"models.memory is {config.models.memory}, and Owlish needs {least} MB to hear at all; allow at least that.")
    return Keeper(planned, idle=config.models.idle)


def plan_of(config: Config, budget: int, *, screen: bool = False, eyes: bool = True) -> Plan:
    """budget: bytes; the others as of keeper_of"""
    ledger = ledger_of(device_of()).with_more(config.camera.bytes if eyes else 0)
    silent = config.speech.voice in ("none", "espeak") or config.routing.language != "en"
    wanted = [part for part in PARTS if part != VOICE or not silent]
    return plan(ledger.with_screen() if screen else ledger, budget, wanted)


def sparing(config: Config, *, screen: bool = False, eyes: bool = True) -> Config:
    """With fewer frames in memory, where not all that might stay there has the room. The parameters are those of keeper_of."""
    planned = plan_of(config, config.models.bytes or UNLIMITED, screen=screen, eyes=eyes)
    tight = planned.without or not set(planned.lazy) <= set(RARE)
    return replace_section(config, "camera", apart=config.camera.apart or APART) if tight else config
