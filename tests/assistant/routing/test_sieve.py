"""Whatever hassil matches, the sieve lets through; and it keeps back most of what cannot match."""

from __future__ import annotations

from pathlib import Path

import pytest
from hassil import Intents, recognize_all
from hassil.errors import MissingListError, MissingRuleError
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.routing.normal import normal
from assistant.routing.shelf import as_array, kept
from assistant.routing.sieve import Sieve
from bench.routing import LIST
from tests.installed import skills

HERE = Path(__file__).parent
LISTS = (LIST, HERE / "blind.tsv", HERE / "blind_leave_alone.txt")
LOADED = skills().loaded
ALL = [one.wording.grammar.compiled(one.wording.grammar.templates) for one in LOADED]
SIEVES = [Sieve(intents) for intents in ALL]
SAID = [line.partition("\t")[0] for file in LISTS for line in file.read_text("utf-8").splitlines() if line and line[0] != "#"]
DRAWN = [text for one in LOADED for text, _ in one.wording.sentences]
WORDS = ("the", "light", "lights", "Set", "set", "at", "a", "5", "é", "İs", "is", "wi-fi", "o'clock", "3.5", "%", "don't", "up.", "x_y")


def found(text: str, intents: Intents | None) -> list[tuple]:
    results = recognize_all(text, intents) if intents else ()
    return [
        (one.intent.name, one.intent_sentence.text, {name: (slot.text, slot.value) for name, slot in one.entities.items()})
        for one in results
    ]


@pytest.mark.parametrize("part", range(4))
@pytest.mark.slow
def test_no_match_of_any_skill_is_lost_and_their_order_stays(part: int) -> None:
    texts = dict.fromkeys(normal(text) for text in [*SAID[part::4], *DRAWN[part::96]])
    for text in texts:
        for intents, sieve in zip(ALL, SIEVES, strict=True):
            assert found(text, sieve.through(text)) == found(text, intents), text


def test_what_was_worked_out_once_sifts_the_same(tmp_path: Path) -> None:
    made = []

    def sieve(intents: Intents) -> Sieve:
        return Sieve(intents, lambda make: kept(tmp_path, "templates", [], lambda: made.append(1) or make()))

    first = sieve(ALL[0])
    again = sieve(ALL[0])
    assert len(made) == 1
    assert [one.needed for one in again.known] == [one.needed for one in first.known]
    for text in SAID[::40]:
        assert found(text, again.through(text)) == found(text, first.through(text)), text


@pytest.mark.parametrize("damaged", ["[[1]]", '[["a", "b', "\\0", None])
def test_what_was_kept_and_is_damaged_is_worked_out_anew(damaged: str | None) -> None:
    kept_rows = {} if damaged is None else {"templates": as_array(damaged)}
    assert Sieve(ALL[0], lambda make: kept_rows).known == SIEVES[0].known


def templates() -> st.SearchStrategy[str]:
    """Of words, slots, lists, options, alternatives and words that are parted, in each other."""
    leaves = st.sampled_from([*WORDS, "{any}", "{thing}", "light[s]", "(un|re)set"])

    def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        few = st.lists(inner, min_size=1, max_size=3)
        return st.one_of(
            few.map(" ".join),
            few.map(lambda items: f"({'|'.join(items)})"),
            few.map(lambda items: f"[{'|'.join(items)}]"),
            st.lists(inner, min_size=2, max_size=3).map(lambda items: f"({';'.join(items)})"),
        )

    return st.recursive(leaves, nested, max_leaves=6)


TEXTS = st.lists(st.sampled_from([*WORDS, "LIGHT", "un", "red mug", "ıs", "?"])).map(" ".join)


@given(st.lists(templates(), min_size=1, max_size=3), TEXTS)
@example(["light[s]"], "lights")
@example(["{any}light"], "a light")
@example(["İs the light"], "is the light")
@example(["wi fi {any}"], "wi-fi up")
def test_no_match_of_any_template_is_lost(texts: list[str], text: str) -> None:
    intents = made(*texts)
    assert found(text, Sieve(intents).through(text)) == found(text, intents)


def made(*texts: str) -> Intents:
    lists = {"any": {"wildcard": True}, "thing": {"values": ["red mug", "light[s]", "set"]}}
    return Intents.from_dict({"language": "en", "intents": {"it": {"data": [{"sentences": list(texts)}]}}, "lists": lists})


def test_few_templates_are_left_to_try() -> None:
    known = sum(len(intent.data[0].sentences) for intents in ALL for intent in intents.intents.values())
    left = [sum(number_of(sieve.through(normal(text))) for sieve in SIEVES) for text in SAID[::4]]
    print(f"{sum(left) / len(left):.1f} of {known} templates are tried for a sentence")
    assert known > 1000 and sum(left) / len(left) < 0.01 * known


def number_of(intents: Intents | None) -> int:
    return sum(len(intent.data[0].sentences) for intent in intents.intents.values()) if intents else 0


@pytest.mark.parametrize(("template", "error"), [("set <area>", MissingRuleError), ("set {no-such}", MissingListError)])
def test_a_template_that_names_what_does_not_exist_is_told_at_once(template: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        Sieve(made(template))
