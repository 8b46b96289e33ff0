"""What a guest's reply leads on to reaches the guest; where it cannot, whoever wrote the guest is told, and the person too."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from assistant.build import build
from assistant.config import Config, replace_section
from tests.assistant.routing.guests import HEAD, Site, site  # noqa: F401
from tests.assistant.test_guests import Talk

pytestmark = pytest.mark.usefixtures("default_models")
PLANTS = (
    HEAD
    + """
REPLIES = {
    "grow": Reply("Grown.", undo="Shrink the Ficus again"),
    "wilt": Reply("Wilted.", undo="unwilt the ficus"),
    "count": Reply("How many?", follow_up="i have {answer} plants"),
    "clear": Reply("Shall I?", follow_up="{answer} clear the Greenhouse"),
    "buy": Reply("Which one?", follow_up="buy the {answer} plant"),
    "sell": Reply("Which one?", follow_up="sell the {answer}"),
    "mute": Reply("Which one?", follow_up="i mean the plant"),
}

class Guest(Skill):
    name = "plants"

    async def handle(self, turn):
        return REPLIES.get(turn.intent) or Reply(f"{turn.intent}: {turn.written(turn.text)}")
"""
)
WORDS = """
[intents]
grow = { templates = ["let the ficus grow"], examples = ["let the ficus grow"] }
wilt = { templates = ["let the ficus wilt"], examples = ["let the ficus wilt"] }
count = { templates = ["count my greenhouse"], examples = ["count my greenhouse"] }
clear = { templates = ["clear my greenhouse"], examples = ["clear my greenhouse"] }
buy = { templates = ["get a plant for the greenhouse"], examples = ["get a plant for the greenhouse"] }
sell = { templates = ["sell a plant of the greenhouse"], examples = ["sell a plant of the greenhouse"] }
mute = { templates = ["mean a plant of the greenhouse"], examples = ["mean a plant of the greenhouse"] }
shrink = { templates = ["shrink the ficus again"], asked_back = true }
counted = { templates = ["i have {n} plants"], asked_back = true }
cleared = { templates = ["yes clear the greenhouse"], asked_back = true }
bought = { templates = ["buy the (red|dark blue) plant"], asked_back = true }

[slots]
n = "number"
"""
DEAF = "Sorry, plants asks, and no answer reaches it. The details are on the screen."


@pytest.fixture
def talk(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Talk:  # noqa: F811
    monkeypatch.setenv("OWLISH_DATA", str(tmp_path / "data"))
    site.install("plants", PLANTS, WORDS)
    return Talk(build(replace_section(Config(), "speech", voice="none"), eyes=False, ears=False))


def test_what_has_words_of_its_own_reaches_the_guest_as_it_wrote_them_and_nothing_is_told(talk: Talk) -> None:
    async def live() -> None:
        async with talk.running():
            assert await talk.say("let the ficus grow") == "Grown."
            assert await talk.say("undo") == "shrink: shrink the Ficus again"
            assert await talk.say("count my greenhouse") == "How many?"
            assert await talk.say("seven") == "counted: i have seven plants"
            assert await talk.say("clear my greenhouse") == "Shall I?"
            assert await talk.say("sure") == "cleared: yes clear the Greenhouse"
            assert await talk.say("get a plant for the greenhouse") == "Which one?"
            assert await talk.say("dark blue") == "bought: buy the dark blue plant"

    anyio.run(live)
    assert talk.failures == []


def test_what_has_none_is_told_to_its_writer_and_to_the_person(talk: Talk) -> None:
    async def live() -> None:
        async with talk.running():
            assert await talk.say("let the ficus wilt") == "Wilted."
            assert await talk.say("undo") == "I can't take that back: plants does not say how."
            assert await talk.say("sell a plant of the greenhouse") == f"Which one? {DEAF}"
            assert await talk.say("mean a plant of the greenhouse") == f"Which one? {DEAF}"

    anyio.run(live)
    assert talk.failures == [
        "Skill 'plants' gave the undo “unwilt the ficus”, which none of its intents takes; give one a template for it.",
        "Skill 'plants' gave the follow_up “sell the {answer}”, which none of its intents takes, whatever the answer is; "
        "give one a template for it.",
        "Skill 'plants' gave the follow_up “i mean the plant” without {answer}; write that where the answer belongs.",
    ]
