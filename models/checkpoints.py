"""Checkpoints of training: nothing in one is ever run, one is always whole, and a folder of a run is one process's at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from filelock import FileLock, Timeout

from models.errors import CannotKeep, DamagedModel
from models.whole import in_place_of


def read(path: Path, parts: Iterable[str], device: torch.device | str = "cpu") -> dict[str, Any]:
    """parts: names that it must have. Raises FileNotFoundError, and DamagedModel for a file that is no such checkpoint."""
    try:
        content = torch.load(path, weights_only=True, map_location=device)
    except FileNotFoundError:
        raise
    except Exception as error:  # torch raises whatever it stumbles over in a file
        raise DamagedModel(f"{path} is no checkpoint ({type(error).__name__}); nothing in it was run, so name another.") from error
    if lacking := [name for name in parts if not isinstance(content, dict) or name not in content]:
        raise DamagedModel(f"{path} is a checkpoint of something else, as it has no {lacking[0]}; name one that this command has made.")
    return content


def write(content: Mapping[str, Any], path: Path) -> None:
    """A run that is killed leaves the one before."""
    with in_place_of(path) as part:
        torch.save(content, part)


def unused(path: Path) -> Path:
    """Where a new run begins. Raises CannotKeep where one is already, as what was trained is not written over."""
    if path.exists():
        raise CannotKeep(f"{path.parent} holds a run already; choose another --name, or take it away.")
    return path


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """The run's folder for this process. Raises CannotKeep while another one trains there."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=0):
            yield
    except Timeout:
        raise CannotKeep(f"Another process is training in {folder}; wait for it, or choose another name.") from None
