from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

from assistant.tui import picture


def test_the_picture_in_the_readme_shows_the_screen_as_it_is_and_takes_nothing_from_elsewhere(tmp_path, monkeypatch):
    out: Path = tmp_path / "ui.svg"
    monkeypatch.setattr(sys, "argv", ["picture", "--out", str(out)])
    picture.main()
    svg = out.read_text("utf-8")
    assert "@font-face" not in svg and "▀" not in svg and "conversation" in svg
    shown = (picture.PICTURES / "ui.svg").read_text("utf-8")
    assert words(shown) == words(svg), "the screen has changed; run: python -m assistant.tui.picture"


def words(svg: str) -> list[str]:
    return [text.strip() for text in ElementTree.fromstring(svg).itertext() if text.strip() and "{" not in text]
