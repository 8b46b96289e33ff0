"""The command line: help, exit codes, and one sentence for everything that a person can get wrong."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from assistant.__main__ import explain
from assistant.cli import hoisted
from assistant.errors import BadInput
from models import registry

COMMANDS = (
    "run replay ask ground describe read transcribe say route skills models config devices why doctor service tune-wake bench".split()
)


def test_help_names_every_command(owlish):
    text = owlish("--help").stdout
    assert [name for name in COMMANDS if f" {name} " not in text] == []


def test_without_a_command_there_is_help(owlish):
    done = owlish()
    assert (done.returncode, "Usage: owlish" in done.stdout) == (0, True)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(owlish, command):
    done = owlish(command, "--help")
    assert done.returncode == 0
    assert f"Usage: owlish {command}" in done.stdout


def test_completion_is_offered(owlish):
    done = owlish("--show-completion", "bash", _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION=1)  # which shell runs the tests is no matter
    assert done.returncode == 0 and "_OWLISH_COMPLETE" in done.stdout


def test_the_options_of_every_command_may_stand_anywhere():
    assert hoisted(["ask", "x", "--debug", "--config", "a.toml", "--image", "b"]) == [
        "--debug",
        "--config",
        "a.toml",
        "ask",
        "x",
        "--image",
        "b",
    ]
    assert hoisted(["say", "--", "--debug"]) == ["say", "--", "--debug"]
    assert hoisted(["say", "x", "--config"]) == ["--config", "say", "x"]


# ---- bad input


def test_an_unknown_command_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^No such command 'frobnicate'; see: owlish --help\.$", "frobnicate")
    says_one_sentence(r"^No such command 'devicse'\. Did you mean 'devices', 'service'\? See: owlish --help\.$", "devicse")


def test_an_unknown_option_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^No such option:? '?--nope'?.*; see: owlish ask --help\.$", "ask", "--nope")


def test_an_unknown_key_is_one_sentence(says_one_sentence, owlish):
    (owlish.home / "config.toml").write_text("[vad]\nsilence = 1\n")
    says_one_sentence(r"^vad is unknown in .*config\.toml:1; known here: ", "skills")


def test_a_missing_settings_file_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^nowhere\.toml does not exist; create it, or leave out --config\.$", "skills", "--config", "nowhere.toml")


def test_an_unknown_model_is_one_sentence(says_one_sentence):
    says_one_sentence(r"^Model 'oracle' does not exist; choose one of: ", "models", "pull", "oracle")


def test_the_traceback_comes_with_debug_alone(owlish):
    done = owlish("--debug", "models", "pull", "oracle")
    assert done.returncode == 1
    assert "Traceback" in done.stderr and "UnknownModel" in done.stderr


def test_something_unforeseen_is_one_sentence_too_and_the_log_has_the_place_but_not_the_words(owlish, tmp_path):
    code = "import sys; from assistant import log; from assistant.__main__ import explain\nlog.open_file()\n"
    code += "try: {}['a secret']\nexcept KeyError as error: sys.exit(explain(error))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=owlish.environment)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "run it again with --debug" in done.stderr
    text = (owlish.home / "data" / "owlish.log").read_text()
    assert "KeyError" in text and "secret" not in text


def test_errors_that_come_in_a_group_are_told_alike(capsys):
    async def two() -> None:
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(fail)

    async def fail() -> None:
        raise BadInput("The cat sits on it.")

    with pytest.raises(Exception) as caught:
        anyio.run(two)
    assert explain(caught.value) == 2
    assert capsys.readouterr().err == "The cat sits on it.\n"


@pytest.mark.parametrize("loaded", ["typer.colors", "typer", "assistant.config", "numpy", "assistant.commands.output", "models.store"])
def test_ctrl_c_during_start_up_is_quiet(owlish, loaded):
    """The moment is that at which Python has loaded a module, the first of them by the door itself."""
    command = owlish.command("models", "verify")
    with owlish.start_command([command[0], "-X", "importtime", *command[1:]]) as process:
        told = iter(process.stderr.readline, "")
        assert any(line.rsplit("|", 1)[-1].strip() == loaded for line in told), f"{loaded} is never loaded"
        process.send_signal(signal.SIGINT)
        said = [line for line in told if not line.startswith("import time:")]
    assert said == []
    assert process.returncode in (0, 130, -signal.SIGINT)


def test_a_reader_that_leaves_is_no_fault(owlish):
    process = owlish.start("models", "list", "--json")
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(timeout=30) in (0, 1)
    assert process.stderr is not None and process.stderr.read() == ""
    process.stderr.close()


def shell(owlish, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """line: of a shell, in which $@ is the command"""
    given = {name: value for name, value in owlish.environment.items() if name != "PYTHONUNBUFFERED"}
    given |= {"PYTHONPATH": str(Path(__file__).parents[2]), **environment}
    return subprocess.run(["sh", "-c", line, "sh", *owlish.command()], capture_output=True, text=True, env=given, timeout=60)


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["models list", "models list --json", "skills --json", "config show", "--version"])
def test_an_output_without_room_is_one_sentence(owlish, command, unbuffered):
    done = shell(owlish, f'"$@" {command} > /dev/full', PYTHONUNBUFFERED=unbuffered)
    told = "The output cannot be written (No space left on device); make room, or send it elsewhere.\n"
    assert (done.returncode, done.stderr) == (2, told)


def test_a_closed_output_or_input_is_one_sentence(owlish):
    done = shell(owlish, '"$@" models list >&-')
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and done.stderr.startswith("Nothing can be written, for stdout is closed")
    done = shell(owlish, '"$@" ask --batch - <&-')
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and done.stderr.startswith("Nothing can be read, for stdin is closed")


def test_what_the_output_has_no_letters_for_is_written_out(owlish):
    (owlish.home / "config.toml").write_text('[photos]\nfolder = "größe"\n', "utf-8")
    for output in ({"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        done = shell(owlish, '"$@" config get photos.folder', **output)
        assert (done.returncode, done.stdout) == (0, "gr\\xf6\\xdfe\n"), done


@pytest.mark.parametrize(
    ("command", "code"),
    [("--version", 0), ("models list", 0), ("search cat --dir .", 2), ("ask what --image a.jpg --explain why.png", 2)],
)
def test_a_folder_that_was_deleted_meanwhile_is_no_riddle(owlish, tmp_path, command, code):
    done = shell(owlish, f'mkdir "{tmp_path}/gone" && cd "{tmp_path}/gone" && rmdir "{tmp_path}/gone" && "$@" {command}')
    assert (done.returncode, done.stderr.count("\n")) == (code, int(code > 0)) and "unforeseen" not in done.stderr, done


# ---- models


def test_models_are_listed_for_people_and_programs(owlish):
    assert all(model.id in owlish("models", "list").stdout for model in registry.MODELS)
    rows = owlish.rows("models", "list", "--json")
    assert [row["id"] for row in rows] == [model.id for model in registry.MODELS]
    assert all(row["bytes"] > 0 and row["licence"] and isinstance(row["prepared"], bool) for row in rows)


def test_the_bare_word_models_lists_them(owlish):
    assert owlish("models").stdout == owlish("models", "list").stdout


def test_a_damaged_model_is_found_named_and_refused(owlish, prepared, tmp_path):
    import shutil

    whole = prepared("silero-vad")
    copy = tmp_path / "models" / "prepared" / "silero-vad"
    shutil.copytree(whole.folder, copy)
    graph = next(path for path in copy.iterdir() if path.suffix == ".onnx")
    content = bytearray(graph.read_bytes())
    content[len(content) // 2] ^= 1
    graph.write_bytes(content)
    done = owlish("models", "verify", OWLISH_MODELS=tmp_path / "models")
    assert done.returncode == 2
    assert f"{graph} is not the file that was prepared; run: owlish models pull silero-vad." in done.stdout


def test_a_pull_of_what_is_there_says_ready(owlish, prepared):
    prepared("silero-vad")
    done = owlish("models", "pull", "silero-vad")
    assert (done.returncode, done.stdout) == (0, "silero-vad: ready\n")
    assert owlish.rows("models", "pull", "silero-vad", "--json") == [{"id": "silero-vad", "prepared": True}]


def test_a_pull_without_a_network_is_one_sentence_a_model(owlish, tmp_path):
    done = owlish("--offline", "models", "pull", "silero-vad", OWLISH_MODELS=tmp_path / "models")
    assert done.returncode == 2
    assert done.stderr.startswith("silero-vad: Offline mode is on, and silero-vad-6.2.3 is not on this machine")
    assert (
        json.loads(owlish("--offline", "models", "pull", "silero-vad", "--json", OWLISH_MODELS=tmp_path / "m").stdout)["prepared"] is False
    )
