"""A loopback camera that speaks MJPEG over HTTP and can go silent, drop its viewers, vanish and come back."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from PIL import Image

RATE_HZ = 20.0


class MjpegServer:
    """`picture` is what it shows, with the noise of a camera unless `noise` is 0."""

    def __init__(self) -> None:
        self.picture = scene()
        self.noise = 3.0
        self.viewers = 0
        self.talking = threading.Event()
        self.talking.set()
        self._dropped = threading.Event()
        self._random = np.random.default_rng(0)
        self._server: ThreadingHTTPServer | None = None
        self._port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/camera.mjpeg"

    def start(self) -> None:
        self._dropped.clear()
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._handler())
        self._server.daemon_threads = True
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def vanish(self) -> None:
        """Nobody answers at the address until `start`."""
        self._dropped.set()
        self.talking.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def fall_silent(self) -> None:
        """The connection stays, and nothing comes."""
        self.talking.clear()

    def jpeg(self) -> bytes:
        noisy = self.picture + self._random.normal(0, self.noise, self.picture.shape) if self.noise else self.picture
        file = io.BytesIO()
        Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
        return file.getvalue()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                camera.viewers += 1
                try:
                    self._show()
                except OSError:
                    pass
                finally:
                    camera.viewers -= 1

            def _show(self) -> None:
                while not camera._dropped.wait(1 / RATE_HZ):
                    camera.talking.wait()
                    body = camera.jpeg()
                    self.wfile.write(b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(body), body))

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def scene(width: int = 320, height: int = 240) -> np.ndarray:
    """A picture with edges: a red square on a grey table. (H, W, 3) float32."""
    picture = np.full((height, width, 3), 120, np.float32)
    picture[height // 2 :] = 70
    picture[80:160, 120:200] = (220, 30, 30)
    return picture


@pytest.fixture
def mjpeg() -> Iterator[MjpegServer]:
    server = MjpegServer()
    server.start()
    yield server
    server.vanish()
