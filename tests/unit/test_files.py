"""Our own files appear whole or not at all."""

from pathlib import Path

import pytest

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.files import whole_file


def test_a_file_is_there_only_when_it_is_complete(tmp_path: Path) -> None:
    target = tmp_path / "grid.png"
    with whole_file(target) as file:
        file.write(b"half")
        assert not target.exists()
    assert target.read_bytes() == b"half"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_older_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "grid.png"
    target.write_bytes(b"older")
    with pytest.raises(RuntimeError), whole_file(target) as file:
        file.write(b"half")
        raise RuntimeError
    assert target.read_bytes() == b"older"
    assert list(tmp_path.iterdir()) == [target]


def test_a_missing_folder_is_a_clear_sentence(tmp_path: Path) -> None:
    with (
        pytest.raises(GridsneError, match=r"grid\.png could not be written"),
        whole_file(tmp_path / "nowhere" / "grid.png"),
    ):
        pass
