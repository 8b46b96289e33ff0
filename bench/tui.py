"""What the terminal UI costs while it shows the camera: share of one core of the process that draws, in a terminal of its own.

    python -m bench.tui [--seconds 8] [--rate 15] [--video FILE]

Prints a row a size and a way of drawing. The frames are the video's, with a camera's noise, so that no two are alike. The terminal is a
pseudo-terminal that is read and thrown away: what the terminal itself costs is not counted, what is sent to it is.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import numpy as np
import psutil

from assistant.bundled import SAMPLE_VIDEO, sample
from assistant.config import Config, Screen
from assistant.events import Frame, Heard, Seen, SenseChanged, StateChanged
from assistant.tui.recording import Replay
from bench.start import computed
from models import door

SIZES = ((80, 24), (140, 40), (200, 60))
WAYS = ("blocks", "kitty", "sixel")
WARM_UP = 3.0
NOISE = 2.0
LIMIT = 0.25
"""Share of one core that is still good."""


def main() -> int:
    options = arguments()
    if options.draw:
        draw(options)
        return 0
    print(f"preview at {options.rate:g} pictures a second, {options.seconds:g} s each, on {os.cpu_count()} cores")
    print(f"{'size':>9}  {'drawn as':12}{'of one core':>12}{'sent':>12}")
    costs = [row(options, size, graphics) for size in SIZES for graphics in options.graphics]
    return 0 if max(costs) < LIMIT else 1


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.tui", description="What the terminal UI costs.")
    parser.add_argument("--seconds", type=door.positive, default=8.0, help="over which each row is measured (default: %(default)s)")
    parser.add_argument("--rate", type=door.positive, default=15.0, help="pictures a second (default: %(default)s)")
    parser.add_argument("--video", type=video, default=sample(SAMPLE_VIDEO), help="what the camera sees")
    parser.add_argument("--graphics", nargs="+", default=WAYS, choices=WAYS, help="ways of drawing (default: all)")
    parser.add_argument("--draw", metavar="WAY", help=argparse.SUPPRESS)
    return parser.parse_args()


def video(text: str) -> Path:
    """The type of an option that names one; for argparse."""
    import cv2

    capture = cv2.VideoCapture(text)
    read, _ = capture.read()
    capture.release()
    if not read:
        raise argparse.ArgumentTypeError(f"'{text}' is no video that can be read")
    return Path(text)


def row(options: argparse.Namespace, size: tuple[int, int], graphics: str) -> float:
    with drawing(options, size, graphics) as (process, sent):
        time.sleep(WARM_UP)
        drawn = psutil.Process(process.pid)
        before, begin, bytes_before = computed(drawn), time.monotonic(), sent[0]
        time.sleep(options.seconds)
        seconds = time.monotonic() - begin
        if process.poll() is not None:
            door.leave(2, f"The UI ended by itself, so nothing was measured; python -m bench.tui --draw {graphics} shows why.")
        share, flow = (computed(drawn) - before) / seconds, (sent[0] - bytes_before) / seconds
    print(f"{size[0]:>5}x{size[1]:<3}  {graphics:12}{share:>12.1%}{flow / 1e6:>7.2f} MB/s", flush=True)
    return share


@contextmanager
def drawing(options: argparse.Namespace, size: tuple[int, int], graphics: str) -> Iterator[tuple[subprocess.Popen, list[int]]]:
    """The UI in a process of its own, on a pseudo-terminal; [bytes that it has sent]"""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], size[0] * 9, size[1] * 18))
    command = [sys.executable, "-m", "bench.tui", "--draw", graphics, "--rate", str(options.rate), "--video", str(options.video)]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "OWLISH_DATA": folder}
        process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True)
        os.close(theirs)
        sent = [0]
        reader = threading.Thread(target=drain, args=(ours, sent))
        reader.start()
        try:
            yield process, sent
        finally:
            process.kill()
            process.wait()
            reader.join()
            os.close(ours)


def drain(terminal: int, sent: list[int]) -> None:
    """Until the other side is gone, which reads as an error."""
    try:
        while some := os.read(terminal, 1 << 16):
            sent[0] += len(some)
    except OSError:
        return


class Moving(Replay):
    """Stands where the assistant stands and sends pictures and levels."""

    def __init__(self, frames: list[np.ndarray], rate: float, config: Config) -> None:
        super().__init__(
            [StateChanged(0.0, "idle"), SenseChanged(0.0, "microphone", "active", "bench"), SenseChanged(0.0, "camera", "armed", "bench")],
            config,
        )
        self._frames, self._rate = frames, rate

    async def _play(self) -> None:
        await super()._play()
        begin = anyio.current_time()
        for number in range(1 << 30):
            await anyio.sleep_until(begin + number / self._rate)
            now = anyio.current_time()
            self.bus.send(Seen(now, Frame(self._frames[number % len(self._frames)], now, number)))
            self.bus.send(Heard(now, -30.0 - number % 20, 0.5, number % 10 / 10))


def draw(options: argparse.Namespace) -> None:
    from assistant.tui.terminal import show

    show(Moving(noisy(options.video), options.rate, Config(screen=Screen(preview=options.draw))))


def noisy(video: Path) -> list[np.ndarray]:
    """Three seconds of it, noise added beforehand, so that only the UI is measured."""
    import cv2

    capture, random = cv2.VideoCapture(str(video)), np.random.default_rng(0)
    frames = [cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB) for read in (capture.read() for _ in range(45)) if read[0]]
    capture.release()
    return [np.clip(frame + random.normal(0, NOISE, frame.shape), 0, 255).astype(np.uint8) for frame in frames]


if __name__ == "__main__":
    sys.exit(main())
