"""What runs here keeps to folders of the tests' own."""

from __future__ import annotations

import platformdirs

from assistant.paths import APP, config_file, data_dir


def test_no_turn_of_a_test_lands_among_those_of_whoever_runs_it_and_no_setting_of_theirs_changes_one() -> None:
    assert not str(data_dir()).startswith(platformdirs.user_data_dir(APP))
    assert not str(config_file()).startswith(platformdirs.user_config_dir(APP))
