"""Answers about photos are counted by kind, beside what needs no picture."""

from __future__ import annotations

from bench.tables import matches, question_only, render, summary

ROWS = [
    {"image": "a.jpg", "type": "colour", "question": "what color is the cup", "answers": ["red"]},
    {"image": "b.jpg", "type": "colour", "question": "what color is the cup", "answers": ["red", "pink"]},
    {"image": "b.jpg", "type": "count", "question": "how many cups are there", "answers": ["two"]},
    {"image": "b.jpg", "type": "grounding", "phrase": "the cup", "box": [0, 0, 9, 9]},
]


def test_an_answer_is_right_with_any_article_in_any_number() -> None:
    assert matches("The cups!", ["a cup"]) and not matches("a cup", ["mug"])


def test_the_most_similar_question_about_another_photo_is_what_words_alone_tell() -> None:
    assert question_only(ROWS[0], ROWS[:3]) == "red"
    assert question_only({"image": "b.jpg", "question": "what color is it", "answers": []}, ROWS[1:3]) == ""


def test_every_kind_has_its_row_with_its_interval_and_phrases_are_in_no_sum() -> None:
    rated = [{"right": right, "abstained": not right} for right in (True, False, True, True)]
    table = summary(ROWS, {"an engine": rated})
    assert [(row["type"], row["n"], row["an engine"]["right"]) for row in table] == [
        ("colour", 2, 50.0),
        ("count", 1, 100.0),
        ("all", 3, 66.7),
        ("grounding", 1, 100.0),
    ]
    assert table[2]["an engine"]["within"] == [20.8, 93.9] and table[2]["majority"] == 100.0
    head, *lines = render(table, ["an engine"]).splitlines()
    assert "an engine (95 %)" in head and [line.split()[0] for line in lines] == ["colour", "count", "all", "grounding"]
