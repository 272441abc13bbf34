"""Another model can be chosen, and a model that another version knew does no harm."""

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QLabel, QPushButton

from gridsne_desktop import paths
from gridsne_desktop.embedding.adding import add_model
from gridsne_desktop.embedding.models import MODELS
from gridsne_desktop.embedding.upkeep import remove_model
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.settings_store import SettingsStore
from gridsne_desktop.qt.state import State
from gridsne_desktop.settings import DEFAULT_MODEL, ArrangeSettings
from tests.app.window.conftest import Start, Visit
from tests.onnx_files import mean_colour

ANOTHER = next(name for name in MODELS if name != DEFAULT_MODEL)


def test_another_model_arranges_anew_and_is_remembered(start: Start, few_photos: Path) -> None:
    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        choose(at, ANOTHER)
        at.until(lambda: model_in_force(at) == ANOTHER)

    assert start(visit, few_photos) == 0

    def visit_again(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert model_in_force(at) == ANOTHER

    assert start(visit_again, few_photos) == 0


def choose(at: Visit, name: str) -> None:
    """Choose a model in the preferences."""
    at.window.actions_by_name.preferences.trigger()
    preferences = at.opened(Preferences)
    models = preferences.findChild(QComboBox)
    assert models is not None
    models.setCurrentIndex(models.findData(name))
    buttons = preferences.findChildren(QPushButton)
    next(b for b in buttons if b.text().replace("&", "") == "OK").click()


def model_in_force(at: Visit) -> str:
    arrangement = at.desk.session.arrangement
    return arrangement.model if arrangement else ""


def test_a_model_that_is_not_there_any_more_is_replaced(start: Start, few_photos: Path) -> None:
    store = SettingsStore(paths.config_folder() / "gridsne-desktop.ini")
    store.change("arrange", ArrangeSettings(), model="from-another-version")
    store.flush()

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        assert model_in_force(at) == DEFAULT_MODEL
        said = " ".join(label.text() for label in at.window.bar.findChildren(QLabel))
        assert "There is no model called 'from-another-version'." in said

    assert start(visit, few_photos) == 0


def test_an_own_model_can_be_chosen_and_may_vanish(
    start: Start, few_photos: Path, tmp_path: Path
) -> None:
    (tmp_path / "net.onnx").write_bytes(mean_colour())
    add_model(tmp_path / "net.onnx", folder=paths.models_folder())

    def visit(at: Visit) -> None:
        at.until_state(State.ARRANGED)
        choose(at, "net")
        at.until(lambda: model_in_force(at) == "net")
        remove_model("net", folder=paths.models_folder())
        at.window.actions_by_name.preferences.trigger()
        preferences = at.opened(Preferences)
        models = preferences.findChild(QComboBox)
        assert models is not None
        assert models.currentData() == DEFAULT_MODEL
        assert models.findData("net") == -1
        preferences.reject()

    assert start(visit, few_photos) == 0
