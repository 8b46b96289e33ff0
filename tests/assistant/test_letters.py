"""Names are said back with the letters that they were written with."""

from __future__ import annotations

import pytest

from assistant.letters import as_written


@pytest.mark.parametrize(
    ("words", "said", "others", "language", "written"),
    [
        ("call anna", "Remind me to call Anna at six", (), "en", "call Anna"),
        ("milk", "Milk and eggs, on the list", (), "en", "milk"),
        ("milch und eier", "Milch und Eier auf die Einkaufsliste", (), "de", "Milch und Eier"),
        ("die oma anzurufen", "nein, um acht", ("Ich erinnere dich um 7 Uhr: die Oma anzurufen.",), "de", "die Oma anzurufen"),
        ("die oma anzurufen", "erinnere mich daran, die oma anzurufen", ("Gut: die Oma anzurufen.",), "de", "die Oma anzurufen"),
        ("ich", "morgen", ("Ich erinnere dich.",), "de", "ich"),
        ("wi fi router and ac dc", "Add Wi-Fi router and AC/DC to my list", (), "en", "Wi-Fi router and AC/DC"),
        ("acdc", "把AC/DC加到我的清单", (), "zh", "AC/DC"),
        ("iphone15充电器", "把 iPhone 15 充电器加到购物清单", (), "zh", "iPhone 15 充电器"),
        ("iphone充电器", "把iPhone充电器加到购物清单", (), "zh", "iPhone充电器"),
        ("übung", "Übung: Übung", (), "de", "Übung"),
        ("", "", (), "en", ""),
    ],
)
def test_words_are_as_they_were_written(words: str, said: str, others: tuple[str, ...], language: str, written: str) -> None:
    assert as_written(words, said, others, language) == written
