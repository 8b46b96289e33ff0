"""`owlish bench` where a program named tegrastats prints what a real Jetson has printed."""

from __future__ import annotations

import json
import os

LINE = (
    "10-08-2026 04:35:02 RAM 6712/7620MB (lfb 12x4MB) SWAP 369/3810MB (cached 8MB) CPU [38%@1497,2%@729] GR3D_FREQ 99%@[612] "
    "cpu@57.125C gpu@58.625C tj@58.312C VDD_IN 16321mW/11204mW VDD_CPU_GPU_CV 7104mW/4944mW VDD_SOC 3120mW/3659mW"
)


def test_power_heat_and_memory_of_a_jetson_stand_below_the_stages(owlish, default_models, tmp_path):
    program = tmp_path / "tegrastats"
    program.write_text(f"#!/bin/sh\necho '{LINE}'\nexec tail -f /dev/null\n")
    program.chmod(0o755)
    done = owlish("bench", "--rounds", 1, "--json", PATH=f"{tmp_path}:{os.environ['PATH']}")
    *stages, jetson = [json.loads(line) for line in done.stdout.splitlines()]
    assert jetson == {
        "samples": 1,
        "most_memory": 6712 << 20,
        "mean_watts": 16.321,
        "most_watts": 16.321,
        "hottest": 58.312,
        "mean_gpu": 0.99,
    }
    assert len(stages) > 4 and all("p50" in stage for stage in stages)
