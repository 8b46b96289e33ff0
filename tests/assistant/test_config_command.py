"""`owlish config` from outside: each value with its place, and changes that keep the file right."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def file(owlish):
    made = owlish.home / "config.toml"
    made.write_text("# mine\n[listening]\nsilence = 0.4\n")
    return made


def test_show_says_of_every_value_where_it_comes_from(owlish, file, tmp_path):
    (tmp_path / "etc" / "owlish").mkdir(parents=True)
    (tmp_path / "etc" / "owlish" / "config.toml").write_text("[camera]\nwidth = 320\n")
    done = owlish(
        "--offline",
        "config",
        "show",
        "--json",
        XDG_CONFIG_DIRS=tmp_path / "etc",
        OWLISH__LISTENING__PAUSE="0.2",
        OWLISH__CAMERA__HEIGHT="240",
    )
    rows = {row["key"]: (row["value"], row["source"], row["line"]) for row in map(json.loads, done.stdout.splitlines())}
    assert rows["listening.silence"] == (0.4, str(file), 3)
    assert rows["camera.width"] == (320, str(tmp_path / "etc" / "owlish" / "config.toml"), 2)
    assert rows["listening.pause"] == (0.2, "OWLISH__LISTENING__PAUSE", None)
    assert rows["network.offline"] == (True, "flag", None)
    assert rows["memory.keep_turns"] == (500, "default", None)
    lines = owlish("config", "show").stdout.splitlines()
    assert any(line.split() == ["listening.silence", "0.4", f"{file}:3"] for line in lines)


def test_the_table_shows_no_password_of_a_camera(owlish, file):
    file.write_text('[camera]\ndevice = "rtsp://anna:geheim@10.0.0.7/live"\n')
    table = owlish("config", "show").stdout
    assert "rtsp://***@10.0.0.7/live" in table and "geheim" not in table
    assert owlish("config", "get", "camera.device").stdout.strip() == "rtsp://anna:geheim@10.0.0.7/live", "who asks for it gets it"


def test_get_set_and_unset_belong_together(owlish, file):
    assert owlish("config", "set", "listening.silence", "0.6").stdout == f"listening.silence = 0.6 in {file}\n"
    assert owlish("config", "get", "listening.silence").stdout == "0.6\n"
    assert owlish("config", "unset", "listening.silence").stdout == f"listening.silence is no longer set in {file}\n"
    assert owlish.rows("config", "get", "listening.silence", "--json") == [
        {"key": "listening.silence", "value": 0.3, "source": "default", "line": None}
    ]


def test_a_negative_number_is_a_value_and_no_option(says_one_sentence, file):
    says_one_sentence(r"^listening\.silence is -1; it must be greater than or equal to 0\.$", "config", "set", "listening.silence", "-1")


def test_an_unknown_key_suggests_the_nearest(says_one_sentence, file):
    says_one_sentence(r"^listening\.silenc is unknown; did you mean listening\.silence\? Known here: ", "config", "get", "listening.silenc")


def test_a_variable_that_wins_over_the_file_is_told(owlish, file):
    done = owlish("config", "set", "listening.silence", "0.6", OWLISH__LISTENING__SILENCE="0.9")
    assert done.stdout.endswith("The environment has another value, which wins: $OWLISH__LISTENING__SILENCE\n")


def test_a_file_that_is_wrong_can_be_repaired(owlish, file, says_one_sentence):
    file.write_text("[listening]\nsilence = -1\n")
    says_one_sentence(rf"^listening\.silence is -1 in {file}:2; ", "config", "show")
    assert owlish("config", "set", "listening.silence", "0.5").returncode == 0 and file.read_text() == "[listening]\nsilence = 0.5\n"
