"""Memory that really runs out in the middle of a conversation: one sentence, and what works goes on working. A process with a limit of
address space is asked to read, for which there is no room, and then for what needs none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import json, resource
from pathlib import Path
import anyio
from assistant.build import build
from assistant.bundled import SAMPLE_VIDEO, sample
from assistant.config import Config
from assistant.events import Notice, Replied, TurnEnded

READING, LOOK = 96 << 20, 32 << 20
devices = {"camera": {"device": str(sample(SAMPLE_VIDEO))}, "speaker": {"device": "none"}}
assistant = build(Config.model_validate(devices), ears=False)
answers, ended = [], []

def watch(event):
    if isinstance(event, Replied):
        answers.append(event.text)
    elif isinstance(event, TurnEnded):
        ended.append(event.outcome)

def leave(room):
    held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (held + room, resource.RLIM_INFINITY))

async def ask(text):
    count = len(ended)
    await assistant.hear_text(text)
    with anyio.fail_after(60):
        while len(ended) == count:
            await anyio.sleep(0.05)

async def main():
    with assistant.bus.watched_by(watch):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(assistant.run)
            await anyio.sleep(2)
            await ask("what is on the table")
            leave(READING)  # which is too little for it
            await ask("read this to me")
            leave(LOOK)  # what ran out may still be held: the library keeps pieces of it
            await ask("how many cups do you see")
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            await ask("read this to me")
            assistant.shut_down()

anyio.run(main)
print(json.dumps({"answers": answers, "outcomes": ended}))
"""


@pytest.mark.slow
def test_memory_that_runs_out_costs_one_answer_and_not_the_assistant(default_models, tmp_path: Path) -> None:
    environment = {**os.environ, "OWLISH_DATA": str(tmp_path), "OWLISH_CONFIG": str(tmp_path / "config.toml"), "OMP_NUM_THREADS": "1"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=200, env=environment)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    first, lacking, cups, read = said["answers"]
    assert "cup" in first and "count" in cups
    assert lacking.startswith("There is not enough memory for finder.onnx") and "owlish run --memory" in lacking
    assert said["outcomes"] == ["done", "failed", "done", "done"] and "memory" not in read
