"""Skills come by entry point; one that is broken is named, and the others are there."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import pytest

from assistant.routing.registry import GROUP, load_registry
from tests.assistant.routing.guests import put_on_path

BUILT_IN = {"clock", "control", "count", "fallback", "find", "look", "timer"}


def guest(folder: Path, name: str, code: str, words: str = "") -> EntryPoint:
    package = folder / f"guest_{name}"
    (package / "locales" / "en").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / f"{name}.py").write_text(code)
    (package / "locales" / "en" / f"{name}.toml").write_text(words)
    return EntryPoint(name, f"guest_{name}.{name}:Guest", GROUP)


@pytest.fixture
def guests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    put_on_path(tmp_path, monkeypatch)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    return tmp_path


def test_the_built_in_skills_come_by_entry_point_like_any_guest() -> None:
    registry = load_registry()
    assert {skill.name for skill in registry.skills} >= BUILT_IN
    assert not registry.failures
    assert all(one.distribution.startswith("owlish") for one in registry.loaded if one.skill.name in BUILT_IN)


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("missing", "import no_such_library", "No module named 'no_such_library'"),
        ("grammar", "def handle(:", "invalid syntax"),
        ("crash", "raise RuntimeError('on purpose')", "on purpose"),
        ("other", "class Guest: pass", "not a subclass"),
        ("nameless", "from assistant.skill import Skill\nclass Guest(Skill): pass", "has no name"),
        ("absent", "", "Guest"),
    ],
)
def test_a_broken_guest_is_one_sentence_and_the_others_are_ready(guests: Path, name: str, code: str, reason: str) -> None:
    registry = load_registry(points=[*entry_points(group=GROUP), guest(guests, name, code)])
    (failure,) = registry.failures
    assert failure.sentence.startswith(f"Skill '{name}' (") and reason in failure.sentence
    assert failure.sentence.endswith(f"The other {len(registry.skills)} skills are ready.")
    assert {skill.name for skill in registry.skills} >= BUILT_IN


def test_a_template_that_cannot_be_parsed_is_told_at_the_start(guests: Path) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'bracket'\n    async def handle(self, turn): ..."
    point = guest(guests, "bracket", code, "[intents.go]\ntemplates = ['(open']\n")
    assert "bracket" in load_registry(points=[point]).failures[0].skill


GO = "[intents.go]\ntemplates = ['poke it']\nexamples = ['poke it']\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("intents = ['go']", "[intents] is \"['go']\"; it must be a table"),
        ("[intents]\ngo = 'poke it'", "go of [intents] is 'poke it'; it must be a table"),
        ("[intents.go]\ntemplates = 'poke it'", "templates of [intents.go] is 'poke it'; it must be a list of texts"),
        ("[intents.go]\ntemplates = [5]", "templates of [intents.go] is '[5]'; it must be a list of texts"),
        ("[intents.go]\nexamples = [5]", "examples of [intents.go] is '[5]'; it must be a list of texts"),
        (f"{GO}asked_back = 'yes'", "asked_back of [intents.go] is 'yes'; it must be true or false"),
        (f"{GO}[lists]\nroom = 'kitchen'", "room of [lists] is 'kitchen'; it must be a list of texts"),
        (f"{GO}[slots]\nroom = ['name']", "room of [slots] is \"['name']\"; it must be a text"),
        (f"{GO}[samples]\nroom = 5", "room of [samples] is '5'; it must be a list of texts"),
        (f"{GO}[frames]\ngo = 5", "go of [frames] is '5'; it must be a list of texts"),
        (f"{GO}[never]\nwords = 'x'", "words of [never] is 'x'; it must be a list of texts"),
        (f"{GO}[phrases]\nsaid = []", "said of [phrases] is '[]'; it must be a text, a list of them, or a table of them with `other`"),
        (f"{GO}[phrases]\nsaid = {{ one = 'One.' }}", "it must be a text, a list of them, or a table of them with `other`"),
    ],
)
def test_words_of_another_shape_are_told_with_their_place_and_take_nobody_down(guests: Path, words: str, told: str) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'bent'\n    async def handle(self, turn): ..."
    registry = load_registry(points=[*entry_points(group=GROUP), guest(guests, "bent", code, words)])
    (failure,) = registry.failures
    assert "locales/en/bent.toml: " in failure.sentence and told in failure.sentence
    assert {skill.name for skill in registry.skills} >= BUILT_IN


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("[frames]\ngo = ['poke it', '(poke|prod it']", "the frame “(poke|prod it” of the intent 'go' cannot be read; close each bracket"),
        ("[unlike]\nframes = ['poke [the fire']", "the frame “poke [the fire” of [unlike] cannot be read; close each bracket"),
        ("[samples]\nname = ['bath', '{tea']", "the sample “{tea” of the slot 'name' cannot be read; close each bracket"),
        ("[frames]\ngo = ['poke it', ' ']", "the frame “ ” of the intent 'go' has nothing in it; write words"),
        ("[lists]\nname = ['bath', '(tea|cup']", "the value “(tea|cup” of the list 'name' cannot be read; close each bracket"),
        ("[samples]\nname = ['{size} cup']\nsize = ['small', '{name}']", "the samples of the slot 'name' have that slot in them"),
    ],
)
def test_what_nothing_can_be_drawn_of_is_told_with_its_file_and_takes_nobody_down(guests: Path, words: str, told: str) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'bent'\n    async def handle(self, turn): ..."
    named = GO.replace("['poke it']", "['poke it', 'poke {name}']", 1)
    registry = load_registry(points=[*entry_points(group=GROUP), guest(guests, "bent", code, f"{named}{words}")])
    (failure,) = registry.failures
    assert f"failed to load: locales/en/bent.toml: {told}" in failure.sentence
    assert {skill.name for skill in registry.skills} >= BUILT_IN


def test_a_slot_with_an_empty_list_of_samples_takes_those_of_its_kind(guests: Path) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'bare'\n    async def handle(self, turn): ..."
    words = "[intents.go]\ntemplates = ['poke {name}']\nexamples = ['poke it']\n[samples]\nname = []"
    (one,) = load_registry(points=[guest(guests, "bare", code, words)]).loaded
    assert len(one.wording.sentences) > 1


def test_words_that_are_no_utf_8_are_told_with_their_file(guests: Path) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'latin'\n    async def handle(self, turn): ..."
    point = guest(guests, "latin", code)
    (guests / "guest_latin" / "locales" / "en" / "latin.toml").write_bytes(b"[intents.go]\ntemplates = ['caf\xe9']\n")
    assert "latin.toml is not valid TOML" in load_registry(points=[point]).failures[0].sentence


def test_a_name_that_is_taken_stays_with_its_first_owner(guests: Path) -> None:
    code = "from assistant.skill import Skill\nclass Guest(Skill):\n    name = 'clock'\n    async def handle(self, turn): ..."
    registry = load_registry(points=[*entry_points(group=GROUP), guest(guests, "zclock", code)])
    assert "already taken" in registry.failures[0].sentence
    assert type(registry.get("clock")).__module__ == "skills.clock"
