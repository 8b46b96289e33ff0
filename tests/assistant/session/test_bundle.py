"""What is no session, or a damaged one, is one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput
from assistant.session.bundle import read


@pytest.fixture
def copy(session: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(session, tmp_path / "copy"))


def about(folder: Path, **values: object) -> None:
    (folder / "session.json").write_text(json.dumps({**json.loads((folder / "session.json").read_text()), **values}))


@pytest.mark.slow
def test_the_ears_sound_is_kept_sample_by_sample_with_its_times(session: Path) -> None:
    bundle = read(session)
    chunks = bundle.of("chunk")
    assert sum(row["samples"] for row in chunks) == len(bundle.sound) and np.abs(bundle.sound).max() > 0.1
    starts = np.diff([row["start"] for row in chunks])
    assert starts == pytest.approx(np.full(len(starts), 512 / 16_000), abs=1e-5)


def test_the_frames_are_lossless_and_four_a_second_at_most(session: Path) -> None:
    bundle = read(session)
    rows = bundle.of("frame")
    assert min(np.diff([row["at"] for row in rows])) > 0.24
    assert bundle.frame(rows[0]).pixels.shape[2] == 3 and len({row["file"] for row in rows}) == len(rows)


def test_a_folder_without_a_session_says_how_to_record_one(says_one_sentence, tmp_path: Path) -> None:
    says_one_sentence(r"holds no recorded session; record one: owlish run --record FOLDER\.$", "replay", tmp_path)


def test_a_newer_form_asks_for_an_update(copy: Path) -> None:
    about(copy, format=2, owlish="9.9")
    with pytest.raises(BadInput, match=r"was recorded by Owlish 9\.9 in a form that this one does not know; update Owlish\.$"):
        read(copy)


def test_a_setting_that_is_not_known_is_named(copy: Path) -> None:
    about(copy, config={"microphone": {"brain": 1}})
    with pytest.raises(BadInput, match=r"a setting that this Owlish does not take \(microphone\.brain\)"):
        read(copy)


def test_without_its_sound_it_cannot_be_heard_again(copy: Path) -> None:
    (copy / "sound.flac").unlink()
    with pytest.raises(BadInput, match=r"sound\.flac is missing or no sound"):
        read(copy)


def test_a_session_that_never_began_is_told(copy: Path) -> None:
    (copy / "inputs.jsonl").write_text("")
    with pytest.raises(BadInput, match="holds a session that never began"):
        read(copy)


@pytest.mark.parametrize(
    "line", ['{"kind": "chunk", "at": 0.1}', '{"kind": "frame", "at": 1, "time": 1, "index": 0, "source": "", "live": true}']
)
def test_a_line_that_lacks_something_is_named(copy: Path, line: str) -> None:
    with (copy / "inputs.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(BadInput, match=r"inputs\.jsonl:\d+ is damaged: it has no (start|file)\.$"):
        read(copy)


@pytest.mark.parametrize(
    ("line", "name"),
    [('{"kind": ["chunk"]}', "kind"), ('{"kind": "end", "at": "late"}', "at"), ('{"kind": "played", "at": null}', "at")],
)
def test_a_line_that_has_something_in_another_form_is_named(copy: Path, line: str, name: str) -> None:
    with (copy / "inputs.jsonl").open("a") as file:
        file.write(line + "\n")
    with pytest.raises(BadInput, match=rf"inputs\.jsonl:\d+ is damaged: its {name} is "):
        read(copy)


@pytest.mark.parametrize(("name", "value"), [("lots", 7), ("budgets", []), ("models", None), ("notices", "none")])
def test_a_description_that_has_something_in_another_form_is_named(copy: Path, name: str, value: object) -> None:
    about(copy, **{name: value})
    with pytest.raises(BadInput, match=rf"session\.json is damaged: its {name} is "):
        read(copy)


def test_brackets_without_end_are_damage_too(copy: Path) -> None:
    whole = read(copy)
    with (copy / "inputs.jsonl").open("a") as file:
        file.write("[" * 100_000)
    assert read(copy).inputs == whole.inputs
    (copy / "memory.json").write_text("[" * 100_000)
    with pytest.raises(BadInput, match=r"memory\.json is damaged \("):
        read(copy)


def test_sound_and_lines_that_a_crash_has_cut_end_where_both_are_whole(copy: Path) -> None:
    whole = read(copy)
    lines = (copy / "inputs.jsonl").read_text().splitlines()
    (copy / "inputs.jsonl").write_text("\n".join(lines[: len(lines) // 2]) + '\n{"kind": "chu')
    flac = (copy / "sound.flac").read_bytes()
    (copy / "sound.flac").write_bytes(flac[: len(flac) // 3])
    cut = read(copy)
    assert not cut.whole and 1.0 < cut.length < whole.length / 2
    began = next(row["clock"] for row in cut.inputs if row["kind"] == "begin")
    assert max(event["time"] for event in cut.events) <= began + cut.length
