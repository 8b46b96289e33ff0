"""Watching: what is asked of the picture, when it counts as happened, and that it survives, ends and can be called off."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import anyio
import anyio.lowlevel
import pytest

from assistant.errors import CameraError
from assistant.events import Answer, Region
from assistant.memory.database import Database
from assistant.skill import Reply
from skills.watch import Trigger, Watcher
from tests.installed import router
from tests.skills.home import SmallHome, say
from tests.skills.talk import Talk

ROUTER = router()
DOG = Region((0, 0, 9, 9), "dog", 0.9)


class Unfolding(SmallHome):
    """A home whose eyes see one entry of `scenes` after the other, two seconds apart: yes, no, guessed, not sure, or nothing at all."""

    def __init__(self, skill: Watcher, database: Database | None = None) -> None:
        super().__init__(skill, (DOG,), database)
        self.scenes: list[str] = []
        self.over = anyio.Event()
        self.sight.answer = self._answer  # type: ignore[method-assign]

    async def _answer(self, question: str) -> Answer:
        self.sight.asked.append(question)
        await anyio.lowlevel.checkpoint()
        if not self.scenes:
            self.over.set()
            return Answer("", "", 0.0, "unfolding", abstained=True)
        self.time += 2
        if (scene := self.scenes.pop(0)) == "blind":
            raise CameraError("My eyes are closed.")
        short = scene.removeprefix("guessed ")
        return Answer(short, "", 0.9, "unfolding", abstained=not short, guessed=short != scene)


def watched(*texts: str, scenes: Sequence[str] = (), database: Database | None = None, skip: float = 0.0) -> tuple[list[Reply], Unfolding]:
    """The replies to the texts, and the home after the background has seen all scenes."""

    async def live() -> tuple[list[Reply], Unfolding]:
        skill = Watcher()
        home = Unfolding(skill, database)
        home.time += skip
        said = []
        for text in texts:
            said.append(await say(ROUTER, skill, home, text))
            home.time += 1
        home.scenes, home.over = list(scenes), anyio.Event()
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(skill.background, home)
            if scenes:
                with anyio.fail_after(5):
                    while not home.over.is_set() and await home.storage.rows():
                        await anyio.lowlevel.checkpoint()
            tasks.cancel_scope.cancel()
        return said, home

    return anyio.run(live)


@pytest.mark.parametrize(
    ("text", "question", "reply"),
    [
        ("tell me when someone comes in", "is there a person", "I will tell you when someone comes in."),
        ("let me know when the dog is on the sofa", "is the dog on the sofa", "I will tell you when the dog is on the sofa."),
        ("watch for a red car", "is there a red car", "I will tell you when I see a red car."),
        ("tell me when the cup is gone", "is there a cup", "I will tell you when the cup is gone."),
        (
            "let me know when my wife comes home",
            "is there a person",
            "I will tell you when your wife comes home. I can't tell who somebody is, though, so anyone will do.",
        ),
        ("tell me every time the cat jumps onto my bed", "is the cat on my bed", "I will tell you every time the cat jumps onto your bed."),
        (
            "alert me if there is somebody at the door",
            "is there a person at the door",
            "I will tell you when there is somebody at the door.",
        ),
        ("let me know when an apple is on the table", "is there an apple on the table", "I will tell you when an apple is on the table."),
        ("watch out for birds", "are there birds", "I will tell you when I see birds."),
        ("keep an eye on my bag", "is there a bag", "I will tell you when the bag is gone."),
        ("guard the room for two hours", "is there a person", "I will tell you when I see someone."),
        ("tell me when the door is open", "is the door open", "I will tell you when the door is open."),
        ("tell me when nobody is here", "is there a person", "I will tell you when nobody is here."),
    ],
)
def test_words_become_a_question(text: str, question: str, reply: str) -> None:
    said, home = watched(text)
    assert (home.sight.asked, said[0].text) == ([question], reply)


@pytest.mark.parametrize(
    ("scenes", "times"),
    [
        ("no no yes yes yes", [3]),
        ("yes yes yes", []),
        ("no no yes no yes no no", []),
        ("yes yes no no yes yes no no yes yes", [5, 9]),
        ("no yes yes no no yes yes", [6]),
    ],
)
def test_it_has_happened_after_two_looks_that_agree_and_two_before_that_did_not(scenes: str, times: list[int]) -> None:
    trigger = Trigger()
    assert [at for at, scene in enumerate(scenes.split()) if trigger.feed(scene == "yes")] == times


def test_it_is_told_once_and_forgotten() -> None:
    _, home = watched("watch for a dog", scenes=["no", "no", "", "yes", "", "yes", "no", "no", "yes", "yes"])
    assert home.announced == ["I see a dog now."]
    assert anyio.run(home.storage.rows) == {}


def test_it_is_told_every_time_when_that_was_asked() -> None:
    _, home = watched("tell me whenever you see a dog", scenes=["no", "no", "yes", "yes", "no", "no", "yes", "yes"])
    assert home.announced == ["I see a dog now."] * 2


@pytest.mark.parametrize(
    ("text", "scenes", "told"),
    [
        ("tell me when the cup is gone", ["yes", "yes", "no", "no"], "I don't see the cup any more."),
        ("tell me when everyone has left", ["yes", "yes", "no", "no"], "I see nobody any more."),
        ("watch out for the postman", ["no", "no", "yes", "yes"], "I see someone now."),
        ("let me know when my mother is at the door", ["no", "no", "yes", "yes"], "I see someone now."),
        ("tell me when my wife leaves", ["yes", "yes", "no", "no"], "I see nobody any more."),
        ("tell me when the dog is on the sofa", ["no", "no", "yes", "yes"], "Now the dog is on the sofa."),
        ("tell me when the cup is no longer on the table", ["yes", "yes", "no", "no"], "Now the cup is no longer on the table."),
    ],
)
def test_what_happened_is_said_in_its_own_words(text: str, scenes: list[str], told: str) -> None:
    assert watched(text, scenes=scenes)[1].announced == [told]


def test_two_that_wait_for_opposite_answers_share_every_look() -> None:
    _, home = watched("tell me when someone comes in", "tell me when everyone has left", scenes=["yes", "yes", "no", "no", "yes", "yes"])
    assert home.announced == ["I see nobody any more.", "I see someone now."]
    assert len(home.sight.asked) == 2 + 6


def test_watches_survive_a_restart(tmp_path: Path) -> None:
    watched("tell me when someone comes in", database=Database(tmp_path / "owlish.db"))
    _, home = watched(scenes=["no", "no", "yes", "yes"], database=Database(tmp_path / "owlish.db"), skip=3600)
    assert home.announced == ["I see someone now."]


def test_it_ends_after_twelve_hours_and_says_so(tmp_path: Path) -> None:
    watched("watch for a red car", database=Database(tmp_path / "owlish.db"))
    _, home = watched(scenes=["no"], database=Database(tmp_path / "owlish.db"), skip=13 * 3600)
    assert home.announced == ["After 12 hours I have stopped watching whether I see a red car."]


def test_a_guess_sets_nothing_off() -> None:
    _, home = watched("watch for a dog", scenes=["no", "no", *["guessed yes"] * 3, "yes", "no", "no", "guessed no", "yes", "yes"])
    assert home.announced == ["I see a dog now."] and home.scenes == []


def test_what_could_only_be_guessed_is_not_watched_for() -> None:
    talk = Talk()
    guess = Answer("yes", "I hardly know the word zither; as a guess, yes.", 0.5, "unsure", guessed=True)

    async def answer(question: str) -> Answer:
        return guess

    talk.homes["watch"].sight.answer = answer  # type: ignore[method-assign]
    assert talk("watch for a zither", "what are you watching for") == [
        "I hardly know what that looks like and would only guess when I see a zither, so I will not watch for it.",
        "I am not watching for anything.",
    ]


def test_closed_eyes_are_told_once() -> None:
    _, home = watched("watch for a dog", scenes=["blind"] * 6 + ["no", "no", "yes", "yes"])
    assert home.announced == ["My eyes are closed. Until that changes, I can't tell you when I see a dog.", "I see a dog now."]


def test_they_are_listed_and_called_off_one_by_one_and_together() -> None:
    said, _ = watched(
        "watch for a red car",
        "tell me when someone comes in",
        "let me know when the dog is on the sofa",
        "what are you watching for",
        "stop watching for the red car",
        "what are you watching for",
        "stop watching for the bus",
        "watch for people",
        "stop watching",
        "are you still watching",
    )
    texts = [reply.text for reply in said]
    assert texts[3] == "I am to tell you when I see a red car, and when someone comes in, and when the dog is on the sofa."
    assert texts[4] == "I no longer watch whether I see a red car."
    assert texts[6].startswith("Which one? I am to tell you when someone comes in") and said[6].follow_up == "stop watching for {answer}"
    assert texts[7:] == ["I am watching for that already.", "I have stopped watching.", "I am not watching for anything."]


def test_undo_takes_back_what_was_begun_and_what_was_ended() -> None:
    talk = Talk()
    talk.homes["watch"].sight.regions = (DOG,)
    said = talk("watch for a red car", "stop watching", "undo", "tell me when the dog is on the sofa", "undo", "undo")
    red_car = "I am to tell you when I see a red car."
    assert [said[at] for at in (1, 2, 4, 5)] == ["I have stopped watching.", red_car, red_car, "I am not watching for anything."]


def test_what_is_missing_is_asked_for() -> None:
    said, _ = watched("watch for something")
    assert said[0].text == "What shall I watch for?" and said[0].follow_up == "watch for {answer}"


def test_there_are_bounds() -> None:
    things = ["a red car", "a dog", "a cat", "a bird", "a bus", "a bicycle", "a truck", "a horse", "a sheep"]
    assert watched(*(f"watch for {thing}" for thing in things))[0][-1].text == "I can watch for up to 8 things at once."
    assert watched("watch for a dog for 30 days")[0][0].text == "I can watch for up to seven days."


def test_what_is_so_already_is_said() -> None:
    async def live() -> str:
        skill = Watcher()
        return (await say(ROUTER, skill, SmallHome(skill, (DOG,)), "watch for a dog")).text

    assert anyio.run(live) == "That is so already. I will tell you when it happens anew."


def test_without_a_camera_nothing_is_promised() -> None:
    async def live() -> None:
        skill = Watcher()
        with pytest.raises(CameraError):
            await say(ROUTER, skill, SmallHome(skill), "watch for a dog")

    anyio.run(live)
