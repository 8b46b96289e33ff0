"""Where Owlish keeps things on this machine; each place can be moved by an environment variable."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import platformdirs

from models.place import model_dir as model_dir

APP = "owlish"
FULL = 100_000
"""Bytes that a disk has left when it counts as full."""


def config_file() -> Path:
    """OWLISH_CONFIG, or config.toml in the user's configuration folder."""
    return Path(os.environ.get("OWLISH_CONFIG") or Path(platformdirs.user_config_dir(APP)) / "config.toml")


def machine_config_files() -> list[Path]:
    """config.toml of the whole machine, in rising order: /etc/owlish, then what XDG_CONFIG_DIRS names, the first of it last."""
    folders = [folder for folder in os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":") if folder]
    return [Path(folder) / APP / "config.toml" for folder in dict.fromkeys(["/etc", *reversed(folders)])]


def data_dir() -> Path:
    """OWLISH_DATA, or the user's data folder: the database with timers and turns. Not created here."""
    return Path(os.environ.get("OWLISH_DATA") or platformdirs.user_data_dir(APP))


def keep_private(file: Path) -> None:
    """Made where it is not there, with its folder; nobody but its owner may read it, be it from before. Raises OSError."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL, 0o600))
    if file.is_file() and file.stat().st_mode & 0o077:
        with suppress(PermissionError):  # somebody else's, or a file system without modes
            file.chmod(0o600)


def is_full(folder: Path) -> bool:
    """Whether its disk is, which libraries call any error of the system."""
    try:
        return shutil.disk_usage(folder).free < FULL
    except OSError:
        return False


def database_file() -> Path:
    return data_dir() / "owlish.db"


def pictures_dir(folder: str = "") -> Path:
    """folder: a configured one, or empty for `owlish` in the user's pictures folder (XDG_PICTURES_DIR). Not created here."""
    return Path(folder).expanduser() if folder else Path(platformdirs.user_pictures_dir()) / APP
