"""`owlish route` and `owlish skills`: for people, and line by line for programs."""

from __future__ import annotations

import json
import re
import subprocess

import pytest


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_a_sentence_shows_its_skill_and_the_candidates(owlish):
    text = owlish("route", "set a timer for ten minutes").stdout
    assert text.startswith("timer.start takes it.")
    assert "seconds = 600" in text


def test_a_batch_has_one_answer_a_line_in_the_same_order(owlish):
    texts = ["what time is it", "set a pasta timer for 90 seconds", "please paint the moon", "how many cups are there"]
    rows = owlish.rows("route", "--batch", "-", stdin=lines(*({"text": text} for text in texts)))
    assert [row["text"] for row in rows] == texts
    assert [row["skill"] for row in rows] == ["clock", "timer", None, "count"]
    assert {"text", "skill", "intent", "slots", "confidence"} <= set(rows[0])
    assert rows[1]["slots"]["seconds"] == 90
    assert rows[2] | {"confidence": 0} == {"text": texts[2], "skill": None, "intent": None, "slots": {}, "confidence": 0}
    assert all(0 <= row["confidence"] <= 1 for row in rows)


def test_a_batch_may_be_a_file(owlish, tmp_path):
    (tmp_path / "in.jsonl").write_text(lines({"text": "what time is it"}))
    assert owlish.rows("route", "--batch", tmp_path / "in.jsonl")[0]["skill"] == "clock"


def test_a_broken_line_is_told_on_its_own_line_and_the_others_go_on(owlish):
    given = (
        lines({"text": "what time is it"})
        + "no json\n"
        + lines({"words": "x"}, ["text"], {"text": 3})
        + "\n"
        + lines({"text": "what day is it"})
    )
    done = owlish("route", "--batch", "-", stdin=given.encode() + b'{"text": "\xff"}\n')
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2
    assert ["error" in row for row in rows] == [False, True, True, True, True, False, True]
    assert rows[2]["error"] == 'Line 3 has no text "text"; it needs "text".'
    assert rows[5]["skill"] == "clock"


def test_each_answer_comes_before_the_next_question(owlish):
    """A program may talk to it line by line."""
    process = subprocess.Popen(
        owlish.command("route", "--batch", "-"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=owlish.environment
    )
    assert process.stdin and process.stdout
    with process:
        for text in ("what time is it", "stop"):
            process.stdin.write(lines({"text": text}))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == text
        process.stdin.close()
    assert process.returncode == 0


def test_an_empty_batch_is_no_error(owlish):
    done = owlish("route", "--batch", "-")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_line_without_an_end_ends_the_batch_with_a_sentence(owlish):
    done = owlish("route", "--batch", "/dev/zero")
    assert done.returncode == 2 and re.fullmatch(r"Line 1 has more than \d+ bytes, so it .*; give one JSON object a line\.\n", done.stderr)


def test_a_batch_that_does_not_exist_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^nowhere\.jsonl cannot be read \(No such file or directory\)", "route", "--batch", "nowhere.jsonl")


def test_no_sentence_at_all_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^Give one sentence, for example: ", "route")


def test_every_skill_is_listed_with_what_to_say(owlish):
    rows = owlish.rows("skills", "--json")
    names = {row["skill"] for row in rows}
    assert {"clock", "timer", "look", "find", "count", "control", "fallback"} <= names
    text = owlish("skills").stdout
    assert all(name in text for name in names)
    assert all(next(iter(row["intents"].values()))[0] in text for row in rows if row["intents"])


def test_it_says_why_with_thresholds_and_the_nearest_sentence(owlish):
    text = owlish("route", "put five minutes on the clock for my eggs").stdout
    assert text.startswith("timer.start takes it.") and "meaning" in text and "nearest sentence" in text
    assert "A skill acts from 0." in text and "the assistant asks" in text


def test_what_is_only_asked_about_is_taken_by_nobody_yet(owlish):
    (row,) = owlish.rows("route", "--batch", "-", stdin=lines({"text": "what are your talents"}))
    assert row["skill"] is None and row["question"] == "Did you mean: help?"


def test_a_machine_without_the_encoder_routes_by_templates_and_says_so(owlish, tmp_path):
    done = owlish("route", "set a timer for ten minutes", OWLISH_MODELS=tmp_path / "none")
    assert done.stdout.startswith("timer.start takes it.")
    assert done.stderr.startswith("Templates alone decided: Model 'all-minilm-l6-v2' is not prepared on this machine; run: ")


@pytest.mark.slow
def test_the_words_of_a_skill_are_checked(owlish, says_one_sentence, tmp_path):
    assert owlish("skills", "lint", "timer").stdout == "Nothing to find in the words of timer.\n"
    missing = r"^Model 'all-minilm-l6-v2' is not prepared on this machine; run: owlish models pull all-minilm-l6-v2\.$"
    says_one_sentence(missing, "skills", "lint", "timer", OWLISH_MODELS=tmp_path / "none")
    says_one_sentence(r"^Skill 'tmier' is not installed; there are alarm, calculator, ", "skills", "lint", "tmier")
