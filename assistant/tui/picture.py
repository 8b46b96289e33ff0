"""`python -m assistant.tui.picture` draws docs/pictures/ui.svg, the real UI on a recorded conversation; `--live` plays it."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import anyio
import numpy as np
from PIL import Image
from textual.widgets import Input

from assistant.config import Config, Routing
from assistant.tui import recording
from assistant.tui.app import OwlishApp
from assistant.tui.recording import Replay
from assistant.tui.terminal import show

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
HALF_BLOCKS = re.compile(r'<text class="([^"]+)" x="([^"]+)" y="([^"]+)" textLength="([^"]+)"[^>]*>▀+</text>')
FONT = "font-size: 20.26px; font-family: DejaVu Sans Mono, Menlo"
"""At this size a letter of these fonts is as wide as Rich's cell."""
CELL = 24.4
"""Height of a cell in Rich's SVG; a text's y lies at 20 * 0.92 below its cell's upper edge."""


def main() -> None:
    options = _options()
    config = Config(routing=Routing(language=options.language))
    replay = Replay(recording.load(options.events, _pixels(options.image)), config, paced=options.live)
    if options.live:
        show(replay)
    else:
        options.out.write_text(_drawn(anyio.run(_screenshot, replay, tuple(options.size))), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m assistant.tui.picture", description=__doc__)
    parser.add_argument("--events", type=Path, default=PICTURES / "conversation.jsonl", help="as owlish run --headless --json prints them")
    parser.add_argument("--image", type=Path, default=PICTURES / "camera.jpg", help="what the camera saw")
    parser.add_argument("--out", type=Path, default=PICTURES / "ui.svg")
    parser.add_argument("--size", type=int, nargs=2, default=(112, 32), metavar=("COLUMNS", "ROWS"))
    parser.add_argument("--language", default="en")
    parser.add_argument("--live", action="store_true", help="play it in this terminal")
    return parser.parse_args()


def _pixels(image: Path) -> np.ndarray:
    with Image.open(image) as opened:
        return np.asarray(opened.convert("RGB"))


async def _screenshot(replay: Replay, size: tuple[int, int]) -> str:
    app = OwlishApp(replay)
    async with app.run_test(size=size) as pilot:
        app.query_one(Input).cursor_blink = False  # however long the replay takes, it is shown
        await replay.played.wait()
        app.tick()
        await pilot.pause()
        return app.export_screenshot(title="Owlish")


def _drawn(svg: str) -> str:
    """Half blocks as rectangles, which meet without gaps in any font; no font from elsewhere."""
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return HALF_BLOCKS.sub(_rectangle, svg).replace("font-family: Fira Code", FONT).replace("font-size: 20px;", "")


def _rectangle(text: re.Match[str]) -> str:
    ink, left, baseline, width = text.groups()
    top = float(baseline) - 20 * 0.92
    return f'<rect class="{ink}" x="{left}" y="{top:.1f}" width="{width}" height="{CELL / 2:.1f}" shape-rendering="crispEdges"/>'


if __name__ == "__main__":
    main()
