"""Runs a skill so that whatever it does, the assistant goes on."""

from __future__ import annotations

import anyio

from assistant.errors import NetworkError, SenseError, SkillError, StoreError, unwrapped
from assistant.skill import Reply, Skill, Turn


async def run_skill(skill: Skill, turn: Turn, longest: float) -> Reply:
    """
    longest: seconds; the skill's own `timeout` may be shorter
    Raises SenseError, StoreError, NetworkError and PermissionDenied as the skill met them (there is nothing to see, the disk is full,
    nobody answers, it may not), SkillError for a crash, a hang or a wrong return value.
    """
    seconds = min(longest, skill.timeout)
    reply: object = None
    try:
        with anyio.move_on_after(seconds) as limit:
            reply = await skill.handle(turn)
    except Exception as raised:  # a skill may raise anything
        error = unwrapped(raised)
        if isinstance(error, (SenseError, StoreError, NetworkError, SkillError)):
            raise error from None
        raise SkillError(f"Skill '{skill.name}' failed: {type(error).__name__}: {error}.") from error
    if limit.cancelled_caught:
        raise SkillError(f"Skill '{skill.name}' had not answered after {seconds:g} s and was given up.")
    if not isinstance(reply, Reply):
        raise SkillError(f"Skill '{skill.name}' returned {type(reply).__name__}; a Reply is expected.")
    return reply
