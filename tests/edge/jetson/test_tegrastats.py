"""tegrastats' lines as real boards have printed them, and the program that prints them."""

from __future__ import annotations

import os

import pytest

from edge.jetson import tegrastats

ORIN_NANO = (  # JetPack 6.2 (L4T 36.4.3), under load
    "10-08-2026 04:35:02 RAM 6712/7620MB (lfb 12x4MB) SWAP 369/3810MB (cached 8MB) "
    "CPU [38%@1497,2%@729,1%@729,0%@729,1%@729,0%@729] EMC_FREQ 61%@2133 "
    "GR3D_FREQ 99%@[612] NVDEC off NVJPG off VIC off OFA off APE 200 "
    "cpu@57.125C soc2@55.093C soc0@56.625C gpu@58.625C tj@58.312C soc1@55.937C "
    "VDD_IN 16321mW/11204mW VDD_CPU_GPU_CV 7104mW/4944mW VDD_SOC 3120mW/3659mW"
)
AGX_ORIN = (  # L4T 36.4.4
    "05-09-2026 18:42:06 RAM 18207/62841MB (lfb 466x4MB) SWAP 86/31420MB (cached 0MB) "
    "CPU [14%@2188,5%@2112,8%@2035,14%@2201,46%@1267,47%@1267,2%@1267,10%@1267,4%@1036,5%@1036,6%@1036,10%@1036] "
    "EMC_FREQ 3%@2133 GR3D_FREQ 0%@[0,0] NVENC 79%@166 NVDEC off NVJPG off NVJPG1 off VIC 36%@115 OFA off NVDLA0 off NVDLA1 off "
    "PVA0_FREQ off APE 174 cpu@52.562C soc2@48.437C soc0@49.093C tj@52.562C soc1@49.656C "
    "VDD_GPU_SOC 2412mW/2412mW VDD_CPU_CV 1607mW/1607mW VIN_SYS_5V0 4707mW/4707mW"
)
AGX_ORIN_R35 = (  # JetPack 5: sensors in capitals, some of them switched off, rails that are not connected
    "04-11-2025 10:36:27 RAM 4321/62801MB (lfb 1759x4MB) SWAP 19/31400MB (cached 0MB) CPU [0%@729,0%@729,off,off] EMC_FREQ 0%@2133 "
    "GR3D_FREQ 0%@[0,0] VIC_FREQ 729 APE 174 CV0@-256C CPU@44.562C Tboard@32C SOC2@40.093C Tdiode@33C SOC0@41.093C CV1@-256C GPU@-256C "
    "tj@44.343C SOC1@41.25C CV2@-256C VDD_GPU_SOC 2340mW/2340mW VDD_CPU_CV 390mW/390mW VIN_SYS_5V0 4025mW/4025mW NC 0mW/0mW "
    "VDDQ_VDD2_1V8AO 301mW/301mW NC 0mW/0mW"
)
ORIN_NX = (  # without clocks in brackets, four cores off
    "RAM 1224/15368MB (lfb 8x4MB) SWAP 0/7684MB (cached 0MB) CPU [1%@729,0%@729,0%@729,0%@729,off,off,off,off] EMC_FREQ 0% GR3D_FREQ 88% "
    "CPU@43.5C GPU@42.5C tj@43.5C SOC0@42.906C SOC1@42.156C CV0@-256C VDD_IN 4319mW/4319mW VDD_CPU_GPU_CV 499mW/499mW VDD_SOC 1200mW/1200mW"
)


def test_an_orin_nano_under_load():
    sample = tegrastats.parse(ORIN_NANO)
    assert sample is not None
    assert (sample.used, sample.memory) == (6712 << 20, 7620 << 20)
    assert sample.gpu == 0.99 and list(sample.cpus) == [0.38, 0.02, 0.01, 0.0, 0.01, 0.0]
    assert sample.watts == 16.321, "of the moment: the second number is the mean since tegrastats was started"
    assert sample.hottest == 58.312 and sample.heat["gpu"] == 58.625


def test_an_agx_orin_has_no_rail_for_all():
    sample = tegrastats.parse(AGX_ORIN)
    assert sample is not None
    assert sample.watts == pytest.approx(2.412 + 1.607 + 4.707)
    assert sample.gpu == 0.0 and len(sample.cpus) == 12


def test_sensors_that_are_off_and_rails_that_are_not_connected_are_left_out():
    sample = tegrastats.parse(AGX_ORIN_R35)
    assert sample is not None
    assert "gpu" not in sample.heat and "cv0" not in sample.heat and sample.heat["tj"] == 44.343
    assert "NC" not in sample.power and sample.watts == pytest.approx(6.755)
    assert len(sample.cpus) == 2


def test_an_orin_nx():
    sample = tegrastats.parse(ORIN_NX)
    assert sample is not None and sample.gpu == 0.88 and sample.watts == 4.319 and len(sample.cpus) == 4


def test_what_a_board_does_not_tell_is_none():
    sample = tegrastats.parse("RAM 100/4000MB (lfb 1x4MB)")
    assert sample is not None and (sample.gpu, sample.watts, sample.hottest, list(sample.cpus)) == (None, None, None, [])
    assert tegrastats.parse("tegrastats: permission denied") is None


def test_samples_are_summed_up():
    summary = tegrastats.summary([tegrastats.parse(ORIN_NANO), tegrastats.parse(ORIN_NX)])
    assert str(summary) == "memory at most 7038 MB, 10.3 W on average, 16.3 W at most, 58 °C at most, GPU 94% busy (2 samples)"
    assert tegrastats.summary([]) is None


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A program of that name which prints real lines, and then waits as tegrastats does."""
    (tmp_path / "lines").write_text(f"{ORIN_NANO}\n{ORIN_NX}\n")
    (tmp_path / "tegrastats").write_text(f"#!/bin/sh\ncat {tmp_path}/lines\nexec tail -f /dev/null\n")
    (tmp_path / "tegrastats").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")


def test_a_watch_reads_while_its_block_runs(program):
    with tegrastats.Watch() as watch:
        while len(watch.samples) < 2:
            os.sched_yield()
    assert watch.summary is not None and watch.summary.samples == 2


def test_one_sample_is_taken_and_the_program_ended(program):
    sample = tegrastats.once()
    assert sample is not None and sample.watts == 16.321


@pytest.mark.timeout(60)
def test_a_wrapper_whose_child_goes_on_is_not_waited_for(tmp_path, monkeypatch):
    (tmp_path / "tegrastats").write_text("#!/bin/sh\nsleep 600 &\necho 'RAM 1/2MB'\nwait\n")
    (tmp_path / "tegrastats").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with tegrastats.Watch() as watch:
        while not watch.samples:
            os.sched_yield()
    assert watch.summary is not None


def test_what_is_no_text_is_passed_over(tmp_path, monkeypatch):
    program = tmp_path / "tegrastats"
    program.write_text("#!/bin/sh\nprintf '\\377\\376\\n'\necho 'RAM 1/2MB'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    sample = tegrastats.once()
    assert sample is not None and sample.memory == 2 << 20


def test_where_there_is_no_program_nothing_is_read(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with tegrastats.Watch() as watch:
        pass
    assert watch.summary is None and tegrastats.once() is None
