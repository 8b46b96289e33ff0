from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

from assistant.tui import picture


def test_the_picture_in_the_readme_is_a_whole_svg_without_fonts_or_scripts_from_elsewhere(tmp_path, monkeypatch):
    out: Path = tmp_path / "ui.svg"
    monkeypatch.setattr(sys, "argv", ["picture", "--out", str(out)])
    picture.main()
    svg = out.read_text("utf-8")
    ElementTree.fromstring(svg)
    assert "@font-face" not in svg and "▀" not in svg and "conversation" in svg
