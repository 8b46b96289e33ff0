from __future__ import annotations

from typing import Any

import anyio
import pytest

from assistant.errors import CameraError, SkillError
from assistant.routing.runner import run_skill
from assistant.skill import Reply, Skill, Turn


def run(handle: Any, longest: float = 5.0) -> Reply:
    from trio.testing import MockClock

    class Guest(Skill):
        name = "guest"

        async def handle(self, turn: Turn) -> Reply:
            return await handle()

    turn = Turn("go", "go", {}, home=None)  # type: ignore[arg-type]
    clock = MockClock(autojump_threshold=0)
    return anyio.run(run_skill, Guest(), turn, longest, backend="trio", backend_options={"clock": clock})


async def hangs() -> Reply:
    await anyio.sleep_forever()
    return Reply("")


async def crashes() -> Reply:
    raise ZeroDivisionError("on purpose")


async def sees_nothing() -> Reply:
    raise CameraError("I have no camera.")


async def sees_nothing_twice() -> Reply:
    async with anyio.create_task_group() as both:
        both.start_soon(sees_nothing)
        both.start_soon(anyio.sleep_forever)
    return Reply("")


async def says_a_string() -> Any:
    return "hello"


async def answers() -> Reply:
    return Reply("hello")


def test_a_reply_is_passed_on() -> None:
    assert run(answers) == Reply("hello")


def test_a_hang_ends_after_the_timeout_and_is_named() -> None:
    with pytest.raises(SkillError, match=r"'guest' had not answered after 5 s"):
        run(hangs)


def test_a_crash_is_named_with_its_cause() -> None:
    with pytest.raises(SkillError, match=r"'guest' failed: ZeroDivisionError: on purpose") as caught:
        run(crashes)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_timeout_of_the_skills_own_is_a_crash_and_no_hang() -> None:
    async def gives_up() -> Reply:
        raise TimeoutError("the server was silent")

    with pytest.raises(SkillError, match=r"'guest' failed: TimeoutError: the server was silent"):
        run(gives_up)


def test_what_is_no_reply_is_named() -> None:
    with pytest.raises(SkillError, match="returned str"):
        run(says_a_string)


@pytest.mark.parametrize("handle", [sees_nothing, sees_nothing_twice])
def test_having_nothing_to_see_is_no_fault_of_the_skill(handle: Any) -> None:
    with pytest.raises(CameraError):
        run(handle)
