"""Each mistake in a skill's words is one line with a remedy, a guest's as well as our own."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from assistant.routing.lint import findings
from assistant.routing.registry import GROUP, load_registry
from assistant.routing.router import Router
from tests.assistant.routing.guests import put_on_path


@pytest.fixture
def lint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """`lint(words)`: what is found in a guest with these words, beside the skills that are installed."""
    put_on_path(tmp_path, monkeypatch)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def of(words: str | None, name: str = "guest") -> list[str]:
        package = tmp_path / f"linted_{name}"
        (package / "locales" / "en").mkdir(parents=True)
        (package / "__init__.py").write_text("")
        (package / f"{name}.py").write_text(
            f"from assistant.skill import Skill\nclass Guest(Skill):\n    name = '{name}'\n    async def handle(self, turn): ...\n"
        )
        if words is not None:
            (package / "locales" / "en" / f"{name}.toml").write_text(words)
        point = EntryPoint(name, f"linted_{name}.{name}:Guest", GROUP)
        registry = load_registry(points=[*entry_points(group=GROUP), point])
        return findings(registry, Router(registry), name)

    return of


@pytest.mark.timeout(900)  # seven thousand sentences are routed
@pytest.mark.parametrize("language", ["en", "de", "zh"])
@pytest.mark.slow
def test_the_skills_that_come_with_owlish_have_nothing_to_find(language: str) -> None:
    registry = load_registry(language)
    assert findings(registry, Router(registry, language)) == []


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("bare", '[intents.go]\ntemplates = ["do the twist"]', "bare.go has no examples"),
        ("thief", '[intents.go]\ntemplates = ["what time is it"]\nexamples = ["what time is it"]', "collides with clock.time"),
        ("robbed", '[intents.go]\ntemplates = ["do the twist"]\nexamples = ["flip a coin"]', "“flip a coin” is stolen by chance.coin"),
        ("quiet", '[intents.go]\ntemplates = []\nexamples = ["grommet"]', "nobody takes the example “grommet”"),
        ("filler", '[intents.go]\ntemplates = ["please twist"]\nexamples = ["twist"]', "is compared as “twist”"),
        ("shout", '[intents.go]\ntemplates = ["What\'s twisting"]\nexamples = ["what is twisting"]', "is compared as “what is twisting”"),
        (
            "close",
            '[intents.go]\ntemplates = ["twist {a} {b}", "twist"]\nexamples = ["twist"]',
            "nothing tells where the first of two slots",
        ),
        (
            "never",
            '[intents.go]\ntemplates = ["twist it", "twist"]\nexamples = ["twist"]\n[never]\nwords = ["it"]',
            "one of the skill's [never] words",
        ),
        (
            "lost",
            '[intents.go]\ntemplates = ["do the twist"]\nexamples = ["do the twist"]\n[wordings]\nwent = ["twist"]',
            "names the intent 'went', which does not exist; there are go",
        ),
        (
            "kind",
            '[intents.go]\ntemplates = ["twist {x}"]\nexamples = ["twist"]\n[slots]\nx = "duratoin"',
            "locales/en/kind.toml: slot kind 'duratoin' of 'x' does not exist; there are",
        ),
        (
            "asks",
            '[intents.go]\ntemplates = ["zing"]\nexamples = ["zing"]\n[ask]\nx = "Which?"',
            "[ask] names the slot 'x', which no template",
        ),
        ("absent", None, "has no sentences: there is no locales/en/absent.toml beside its module"),
        ("empty", "", "has no sentences: locales/en/empty.toml is empty"),
        ("table", '[intent.go]\ntemplates = ["do the twist"]', "nobody reads [intent]; did you mean [intents]?"),
        (
            "key",
            '[intents.go]\ntemplate = ["do the twist"]\nexamples = ["do the twist"]',
            "nobody reads 'template'; did you mean templates?",
        ),
        ("odd", '[intents.go]\ntemplates = ["twist"]\nexamples = ["twist"]\nmood = "gay"', "nobody reads 'mood'; there are templates,"),
        (
            "open",
            '[intents.go]\ntemplates = ["zing the (open|lop"]',
            "locales/en/open.toml: the template “zing the (open|lop” of the intent 'go' cannot be read",
        ),
    ],
)
def test_a_mistake_is_one_line_that_names_the_skill_and_says_what_to_do(lint, name: str, words: str | None, said: str) -> None:
    found = lint(words, name)
    assert any(said in line for line in found), found
    assert all(name in line and "\n" not in line for line in found)


def test_what_a_guest_takes_from_others_is_told_of_them_too(lint) -> None:
    templates = ["zing", "stop", "what time is it", "set [a] timer for (five|six) minutes"]
    found = lint(f"[intents.go]\ntemplates = {templates}\nexamples = ['zing']", "aaa")
    for victim, text in (("control.stop", "stop"), ("clock.time", "what time is it"), ("timer.start", "set a timer for five minutes")):
        assert any(line.startswith(victim) and f"“{text}”" in line and "aaa.go" in line for line in found), (victim, found)


def test_a_wording_of_another_that_a_guest_takes_is_told(lint) -> None:
    wordings = next(one.wording for one in load_registry().loaded if one.skill.name == "find").wordings
    intent, text = next((intent, text) for intent, texts in wordings.items() for text in texts if text.isascii() and "'" not in text)
    found = lint(f"[intents.go]\ntemplates = ['zing', '{text}']\nexamples = ['zing']", "magpie")
    assert any(f"find.{intent}: the wording “{text}” is stolen by magpie.go" in line for line in found), found


def test_a_guest_with_sound_words_is_left_in_peace(lint) -> None:
    words = """
    [intents.twist]
    templates = ["(do|dance) the twist [with {partner}]"]
    examples = ["do the twist", "dance the twist with my sister"]
    """
    assert lint(words, "dance") == []
