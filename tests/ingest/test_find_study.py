"""A study is found upwards, as git does."""

from pathlib import Path

import pytest
from studyfolder import StudyFolder

from graph.errors import StudyError
from ingest.find import find_study


def test_a_study_is_found_from_below(small_study: StudyFolder) -> None:
    home = small_study.path.resolve()
    assert find_study(small_study.path / "sources") == home
    assert find_study(small_study.path) == home


def test_the_given_one_comes_first(small_study: StudyFolder, tmp_path: Path) -> None:
    home = small_study.path.resolve()
    assert find_study(tmp_path, small_study.path) == home
    assert find_study(tmp_path, small_study.path / "study.yaml") == home


def test_none_is_an_error_with_a_next_step(small_study: StudyFolder, tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="crosscurrent new"):
        find_study(tmp_path)
    with pytest.raises(StudyError, match="holds no study"):
        find_study(small_study.path, tmp_path)
    with pytest.raises(StudyError, match="no such folder"):
        find_study(small_study.path, tmp_path / "absent")
