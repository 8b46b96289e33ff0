"""The training loop."""

import json
import random
import re

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from models import checkpoints  # noqa: E402
from models.errors import CannotKeep  # noqa: E402
from models.vilbert.average import average  # noqa: E402
from models.vilbert.commands import main  # noqa: E402
from models.vilbert.data.sources import held_out  # noqa: E402
from models.vilbert.train import HELD, Plan, Trainer, regrown, schedule  # noqa: E402
from models.vilbert.vocabulary import Vocabulary  # noqa: E402
from tests.models.vilbert import made  # noqa: E402

torch.set_num_threads(1)


def trainer(folder, steps: int = 6, **plan) -> Trainer:
    network = made.network()
    network.train()
    return Trainer(network, made.decoder(network), made.WORDS, Plan(steps, half=False, save_every=3, warm_up=1, **plan), folder)


def batches(seed: int = 0):
    return made.stream(random.Random(seed), 3, 4)


def test_the_loss_falls(tmp_path):
    run, source = trainer(tmp_path, 40, rate=3e-3), batches()
    losses = [run.step(next(source)) for _ in range(40)]
    assert sum(losses[-10:]) < 0.8 * sum(losses[:10])


def test_a_run_that_was_killed_goes_on_as_if_it_had_not_been(tmp_path):
    whole = trainer(tmp_path / "whole")
    torch.manual_seed(9)
    whole.run(batches(), tell=lambda line: None)
    first = trainer(tmp_path / "cut", 6)
    source = batches()
    torch.manual_seed(9)
    for _ in range(3):
        first.step(next(source))
    first.save()
    chance = torch.get_rng_state()
    second = trainer(tmp_path / "cut", 6)
    assert second.resume() and second.state.step == 3
    torch.set_rng_state(chance)
    second.run(source, tell=lambda line: None)
    ours, theirs = whole.state.network.state_dict(), second.state.network.state_dict()
    assert all(torch.allclose(ours[name], theirs[name], atol=1e-6) for name in ours)


def test_what_is_right_of_held_out_wordings_is_kept_and_drawn_and_changes_nothing(tmp_path, capsys):
    plain, asked = trainer(tmp_path / "plain", 4), trainer(tmp_path / "asked", 4)
    for run, held in ((plain, None), (asked, held_out(made.WORDS, pictures=4))):
        torch.manual_seed(9)
        run.run(batches(), tell=lambda line: None, every=2, held=held)
    rows = [json.loads(line) for line in (tmp_path / "asked" / "losses.jsonl").read_text().splitlines()]
    assert [row["step"] for row in rows] == [2, 4] and all(0 <= row[HELD] <= 1 for row in rows)
    weights, same = asked.state.network.state_dict(), plain.state.network.state_dict()
    assert all(torch.equal(weights[name], same[name]) for name in weights) and asked.state.network.training
    for name in ("plain", "asked"):
        main(["--work", str(tmp_path), "report", "--name", name, "--out", str(tmp_path / f"{name}.png")])
    assert (tmp_path / "asked.png").stat().st_size > 0 and "4 steps" in capsys.readouterr().out


def test_held_out_questions_are_the_same_each_time():
    first, second, blind = (held_out(made.WORDS, unseen, pictures=3) for unseen in (False, False, True))
    assert torch.equal(first.ids, second.ids) and torch.equal(first.ids, blind.ids) and blind.picture.mask.shape[1] == 1


def test_the_rate_warms_up_and_ends_low():
    plan = Plan(1000, warm_up=100)
    assert schedule(0, plan) < 0.02 and schedule(100, plan) > 0.9 and schedule(1000, plan) == pytest.approx(plan.last_share)


def test_weights_outlive_a_list_that_has_grown():
    network = made.network()
    network.heads.answer_bias.data[5] = 3.0
    saved = {"answers": list(made.WORDS.answers), "network": network.state_dict()}
    grown = Vocabulary(made.WORDS.words, made.WORDS.names, ("new", *made.WORDS.answers))
    weights = regrown(saved, grown, network)
    assert float(weights["heads.answer_bias"][6]) == 3.0 and len(weights["heads.answer_bias"]) == len(grown.answers)


def test_two_checkpoints_of_a_run_have_a_mean(tmp_path):
    run = trainer(tmp_path / "run", 4)
    run.save()
    early = (tmp_path / "run" / "checkpoint.pt").rename(tmp_path / "early.pt")
    run.step(next(batches()))
    run.save()
    average(early, tmp_path / "run" / "checkpoint.pt", 0.25, tmp_path / "mean" / "checkpoint.pt")
    old, new, mean = (
        torch.load(path, weights_only=True)["network"]
        for path in (early, tmp_path / "run" / "checkpoint.pt", tmp_path / "mean" / "checkpoint.pt")
    )
    changed = [name for name in old if not torch.equal(old[name], new[name])]
    assert changed and all(torch.allclose(mean[name], 0.75 * old[name] + 0.25 * new[name], atol=1e-6) for name in changed)


def test_a_run_that_is_there_is_not_written_over_by_a_mean(tmp_path):
    run = trainer(tmp_path / "run")
    run.save()
    kept = (tmp_path / "run" / "checkpoint.pt").read_bytes()
    with pytest.raises(CannotKeep, match="holds a run already; choose another --name"):
        average(tmp_path / "run" / "checkpoint.pt", tmp_path / "run" / "checkpoint.pt", 0.5, tmp_path / "run" / "checkpoint.pt")
    assert (tmp_path / "run" / "checkpoint.pt").read_bytes() == kept


def test_a_mean_lies_between_the_two(tmp_path):
    with pytest.raises(ValueError, match="--share is 7"):
        average(tmp_path / "one.pt", tmp_path / "other.pt", 7, tmp_path / "mean" / "checkpoint.pt")


def test_two_processes_do_not_train_one_run(tmp_path):
    with checkpoints.alone(tmp_path), pytest.raises(CannotKeep, match="Another process is training"):
        trainer(tmp_path).run(batches(), tell=lambda line: None)


def test_the_pace_that_is_told_is_that_of_this_process(tmp_path):
    run, told = trainer(tmp_path, 2_000_003), []
    run.state.step, run.state.seen, run.state.seconds = 2_000_000, 10**12, 1.0  # of a machine that was much faster
    run.run(batches(), told.append, every=1)
    paces = [int(re.search(r"(\d+) questions/s", line)[1]) for line in told]
    assert len(told) == 3 and max(paces) < 10**6


def test_checkpoints_of_different_networks_have_none(tmp_path):
    trainer(tmp_path / "one").save()
    other = trainer(tmp_path / "other")
    other.save()
    content = torch.load(tmp_path / "other" / "checkpoint.pt", weights_only=True)
    torch.save({**content, "answers": content["answers"][1:]}, tmp_path / "other" / "checkpoint.pt")
    with pytest.raises(ValueError, match="one run"):
        average(tmp_path / "one" / "checkpoint.pt", tmp_path / "other" / "checkpoint.pt", 0.5, tmp_path / "mean.pt")


def test_a_run_does_not_go_on_with_another_network(tmp_path):
    trainer(tmp_path).save()
    network = made.network("average")
    other = Trainer(network, made.decoder(network), made.WORDS, Plan(2), tmp_path)
    with pytest.raises(ValueError, match="another network"):
        other.resume()


def test_what_a_killed_run_told_after_its_checkpoint_is_told_once(tmp_path):
    run = trainer(tmp_path, 6)
    run.run(batches(), tell=lambda line: None, every=1)
    with (tmp_path / "losses.jsonl").open("a") as file:
        file.write('{"step": 7}\n')
    again = trainer(tmp_path, 6)
    assert again.resume()
    assert [json.loads(line)["step"] for line in (tmp_path / "losses.jsonl").read_text().splitlines()] == list(range(1, 7))


@pytest.mark.slow
def test_a_run_is_measured_as_it_is_in_full_precision(prepared, tmp_path, capsys):
    for name in ("ssd-mobilenet-v2-coco", "efficientnet-lite0", "efficientnet-lite3"):
        prepared(name)
    np.save(tmp_path / "table.npy", made.table())
    for command in ("train --preset tiny --steps 1 --pictures 2 --questions 2", "evaluate --name tiny --sets simulated --pictures 1"):
        main(["--work", str(tmp_path), *command.split()])
    told = capsys.readouterr().out
    assert "vilbert_question.onnx" in told and [line.split()[1] for line in told.splitlines() if line.startswith("all ")] == ["10"]
