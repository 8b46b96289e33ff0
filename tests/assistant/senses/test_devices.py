from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.senses import devices, portaudio


def test_microphones_and_speakers_of_the_sound_server_have_its_stable_names(pulse):
    microphones, speakers = devices.microphones(), devices.speakers()
    assert {device.name for device in microphones} == {pulse.microphone}
    assert {device.name for device in speakers} == {"vmic_sink", "vspk"}
    assert [device.name for device in microphones if device.default] == [pulse.microphone]
    assert [device.name for device in speakers if device.default] == [pulse.speaker]
    assert {device.details for device in microphones} == {"48000 Hz, 1 ch"}


def test_the_echo_of_the_own_loudspeaker_is_no_microphone(pulse):
    pulse.pactl("set-default-source", pulse.speaker_monitor)
    pulse.unplug()
    assert devices.microphones() == ()
    with pytest.raises(portaudio.NotThere):
        portaudio.find("default", "input")


def test_a_device_that_is_plugged_in_later_is_listed(pulse):
    devices.microphones()
    pulse.replug("late")
    assert "late.monitor" in {device.name for device in devices.microphones()}


def test_without_a_sound_server_nothing_is_raised(monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(devices.microphones(), tuple) and isinstance(devices.speakers(), tuple)


def test_a_camera_has_the_name_of_its_link_by_id_and_its_metadata_node_is_left_out(monkeypatch, tmp_path):
    nodes, links = tmp_path / "sys", tmp_path / "by-id"
    links.mkdir()
    for number, (name, index) in enumerate([("HD Webcam", 0), ("HD Webcam", 1), ("CSI imx219", 0)]):
        node = nodes / f"video{number}"
        node.mkdir(parents=True)
        (node / "name").write_text(name + "\n")
        (node / "index").write_text(f"{index}\n")
        (tmp_path / f"video{number}").touch()
    (links / "usb-HD_Webcam-video-index0").symlink_to(tmp_path / "video0")
    monkeypatch.setattr(devices, "VIDEO", nodes)
    monkeypatch.setattr(devices, "BY_ID", links)
    assert [(camera.name, camera.details, camera.default) for camera in devices.cameras()] == [
        ("usb-HD_Webcam-video-index0", "index 0", True),
        ("CSI imx219", "index 2", False),
    ]


@pytest.mark.parametrize(("name", "stable"), [("USB Audio: - (hw:2,0)", "USB Audio: -"), ("pulse", "pulse"), ("A (hw:1,3)", "A")])
def test_the_number_of_a_sound_card_is_no_part_of_its_name(name, stable):
    assert portaudio.stable_name(name) == stable


def test_a_source_that_is_gone_between_finding_and_opening_is_refused_by_the_server(pulse):
    target = portaudio.find("default", "input")
    pulse.unplug()
    with pytest.raises(portaudio.Busy):
        portaudio.Stream("input", target, lambda *_: None, lambda: None)


def test_a_device_that_opens_and_does_not_start_is_let_go(monkeypatch):
    class Stuck:
        closed = False

        def __init__(self, **_: object) -> None:
            streams.append(self)

        def start(self) -> None:
            raise PortAudioError("Unanticipated host error")

        def abort(self, ignore_errors: bool) -> None: ...

        def close(self, ignore_errors: bool) -> None:
            self.closed = True

    class PortAudioError(Exception): ...

    streams: list[Stuck] = []
    monkeypatch.setattr(portaudio, "library", lambda: SimpleNamespace(InputStream=Stuck, PortAudioError=PortAudioError))
    before = set(portaudio._open_streams)
    with pytest.raises(portaudio.Busy, match="Unanticipated host error"):
        portaudio.Stream("input", portaudio.Target("USB", 0, 48_000, 1), lambda *_: None, lambda: None)
    assert [stream.closed for stream in streams] == [True] and portaudio._open_streams == before
