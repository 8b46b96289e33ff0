"""The curve of magnitude pruning."""

import pytest

torch = pytest.importorskip("torch")
from edge import sparse  # noqa: E402
from tests.edge.made import teacher  # noqa: E402


@pytest.mark.slow
def test_the_curve_has_a_row_for_each_share_at_once_and_trained(tmp_path, capsys, monkeypatch):
    for name in ("edge.table.TIMED", "edge.table.ROUNDS"):
        monkeypatch.setattr(name, 1)
    monkeypatch.setattr("edge.recovery.Lessons.pictures", 2)
    teacher(tmp_path)
    sparse.main(f"--work {tmp_path} --name teacher --shares 0.8 --steps 2 --pictures 1".split())
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in capsys.readouterr().out.splitlines() if line.startswith("|")][2:]
    assert [row[0] for row in rows] == ["whole", "0.8 at once", "0.8 trained"]
    assert [row[1] for row in rows[1:]] == ["80", "80"] and float(rows[1][3]) < float(rows[0][3]) and rows[1][2] == rows[0][2]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--shares", "1.5", "argument --shares: '1.5' must be numbers above 0 and below 1"),
        ("--shares", "half", "argument --shares: 'half' must be numbers"),
        ("--shares", "0.5,", "argument --shares: '0.5,' must be numbers"),
        ("--steps", "-1", "--steps is -1; it must be 0 or more."),
    ],
)
def test_what_is_no_share_and_no_number_of_steps_is_told(tmp_path, capsys, option, value, said):
    with pytest.raises(SystemExit) as stopped:
        sparse.main(["--work", str(tmp_path), option, value])
    assert stopped.value.code == 2 and said in capsys.readouterr().err
