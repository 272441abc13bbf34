"""Settings survive a restart; what is broken in them reads as the default."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridsne_desktop.qt.settings_store import RECENT_FOLDERS, SettingsStore, ViewSettings
from gridsne_desktop.settings import REDUCER_NAMES, ArrangeSettings, Pin


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.ini"


def write(path: Path, text: str) -> SettingsStore:
    path.write_text(text, encoding="utf-8")
    return SettingsStore(path)


@given(
    st.builds(
        ArrangeSettings,
        recursive=st.booleans(),
        reducer=st.sampled_from(REDUCER_NAMES),
        seed=st.integers(0, 2**32 - 1),
        perplexity=st.floats(1, 1000),
        columns=st.none() | st.integers(1, 10_000),
        aspect=st.floats(0.01, 100),
    )
)
def test_settings_come_back_as_they_were_kept(
    tmp_path_factory: pytest.TempPathFactory, settings: ArrangeSettings
) -> None:
    path = tmp_path_factory.mktemp("settings") / "settings.ini"
    store = SettingsStore(path)
    store.save("arrange", settings)
    store.flush()
    assert SettingsStore(path).load("arrange", ArrangeSettings()) == settings


def test_the_wish_for_a_faster_processor_comes_back(path: Path) -> None:
    store = SettingsStore(path)
    store.change("arrange", ArrangeSettings(), processor="automatic")
    assert store.load("arrange", ArrangeSettings()).processor == "automatic"


def test_pins_belong_to_what_is_open_and_are_not_kept(path: Path) -> None:
    store = SettingsStore(path)
    store.save("arrange", ArrangeSettings(seed=7, pins=(Pin(path, 1, 2),)))
    store.flush()
    assert SettingsStore(path).load("arrange", ArrangeSettings()) == ArrangeSettings(seed=7)
    assert "pins" not in path.read_text(encoding="utf-8")


def test_at_first_everything_is_the_default(path: Path) -> None:
    store = SettingsStore(path)
    assert store.load("view", ViewSettings()) == ViewSettings()
    assert store.recent() == ()
    assert store.geometry().isEmpty()
    assert store.folder("open") == Path.home()


def test_a_broken_value_reads_as_its_default_and_the_others_stay(path: Path) -> None:
    store = write(path, "[arrange]\nseed=-5\nperplexity=many\naspect=2.5\nrecursive=3\n")
    assert store.load("arrange", ArrangeSettings()) == ArrangeSettings(aspect=2.5)


def test_a_file_that_is_no_settings_reads_as_the_default(path: Path) -> None:
    path.write_bytes(bytes(range(256)))
    store = SettingsStore(path)
    assert store.load("arrange", ArrangeSettings()) == ArrangeSettings()
    assert store.recent() == ()


def test_changing_one_setting_keeps_the_others(path: Path) -> None:
    store = SettingsStore(path)
    store.change("view", ViewSettings(), scheme="dark")
    assert store.change("view", ViewSettings(), animated=False).scheme == "dark"


def test_recent_folders_are_newest_first_without_repeats_and_bounded(
    path: Path, tmp_path: Path
) -> None:
    store = SettingsStore(path)
    folders = [tmp_path / f"folder {i}, ä\n" for i in range(RECENT_FOLDERS + 5)]
    for folder in [*folders, folders[-3]]:
        store.add_recent([folder])
    newest = [folders[-3], folders[-1], folders[-2], *reversed(folders[:-3])]
    store.flush()
    assert SettingsStore(path).recent() == tuple(newest[:RECENT_FOLDERS])
    store.clear_recent()
    assert store.recent() == ()


def test_the_folder_of_each_use_is_remembered(path: Path, tmp_path: Path) -> None:
    SettingsStore(path).save_folder("export", tmp_path)
    assert SettingsStore(path).folder("export") == tmp_path
    assert SettingsStore(path).folder("copies", tmp_path / "else") == tmp_path / "else"
