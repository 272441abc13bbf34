"""Somebody who presses, turns, types and drops at random, as fast as events go."""

import faulthandler
import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QDrag, QDragEnterEvent, QDropEvent, QWheelEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QPushButton, QWidget

from gridsne_desktop.qt.dialogs.destination import FolderField
from gridsne_desktop.qt.main_window import MainWindow
from gridsne_desktop.qt.state import State

_log = logging.getLogger(__name__)
"""What was done, among what the app logs."""
_log.setLevel(logging.INFO)

STALL_SECONDS: Final = 0.2
"""From here on a person feels that the window hangs."""

_KEYS: Final = (
    *("Left", "Right", "Up", "Down", "Home", "End", "PageUp", "PageDown", "Return", "Space"),
    *("Escape", "Tab", "F1", "F5", "F11", "Plus", "Minus", "Question", "Delete", "Backspace"),
    *"0123456789ACEHILMPRSTWYZ",
)
_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_MODIFIERS: Final = (_NONE, _NONE, _CTRL, _SHIFT, _CTRL | _SHIFT)
_BUTTONS: Final = (
    *(Qt.MouseButton.LeftButton,) * 4,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
_FILE_KEYS: Final = (
    *((key, _NONE) for key in ("M", "Delete", *"123456789")),
    *((key, _CTRL) for key in "ZZZZHC"),
    *((key, _CTRL | _SHIFT) for key in "ZZSSS"),
)
"""What is done to files: moved, trashed, sent by a key, undone, done again, organized."""
_MOST_CHOSEN: Final = 4
_SMALLEST, _LARGEST = (600, 440), (1300, 900)
_PATIENCE_SECONDS: Final = 5.0
_ESCAPE_SHARE: Final = 0.3
"""How often a dialog or menu is left rather than played with."""
_AGREE_SHARE: Final = 0.2
"""How often one of a dialog's buttons is pressed, its folder filled in before."""
_HANG_SECONDS: Final = 60.0
"""What every thread does is printed when one event takes longer; no dialog may stay so long."""


class Monkey:
    """Same seed, same wishes; what they hit depends on how fast the machine is.

    Args:
        window: What it plays with.
        folders: Folders and files of its own that it drops; photos that it took away are put back.
        into: Where it copies and moves photos.
        seed: Of its wishes.
    """

    def __init__(
        self, window: MainWindow, folders: Sequence[Path], *, into: Sequence[Path] = (), seed: int
    ) -> None:
        self.window = window
        self._into = into
        self._spare = {
            folder: {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
            for folder in folders
            if folder.is_dir()
        }
        self.stalls: list[tuple[str, float, float, float]] = []
        """What was done, the seconds it took, those that this thread worked, and those that it
        waited for a processor (Linux); the others it waited for Python's lock or slept."""
        self._folders = folders
        self._held: QWidget | None = None
        self._began = 0.0
        self._was_freed = False
        self._freeing = QTimer(window, interval=500)
        self._freeing.timeout.connect(self._free)
        self._random = random.Random(seed)
        self._acts: tuple[tuple[Callable[[], str], int], ...] = (
            (self._click, 30),
            (self._double_click, 6),
            (self._drag, 10),
            (self._move, 14),
            (self._wheel, 16),
            (self._key, 40),
            (self._resize, 4),
            (self._choose, 10),
            (self._file, 8),
            (self._drop, 1),
            (self._rest, 3),
        )

    def play(self, events: int) -> None:
        """So many events, and then leave every dialog."""
        acts, weights = zip(*self._acts, strict=True)
        self._freeing.start()
        for number in range(events):
            if number % 1000 == 0:
                print(f"{number} of {events} events")  # noqa: T201 - the long run's sign of life
            faulthandler.dump_traceback_later(_HANG_SECONDS, file=2)
            self._began, worked, queued = time.perf_counter(), time.thread_time(), _queued()
            self._was_freed = False
            told = self._leave() or self._random.choices(acts, weights)[0]()
            QApplication.processEvents()
            seconds = time.perf_counter() - self._began
            _log.info("%s", told)
            if told and seconds > STALL_SECONDS and not self._was_freed:
                self.stalls.append((told, seconds, time.thread_time() - worked, _queued() - queued))
        faulthandler.cancel_dump_traceback_later()
        self._freeing.stop()
        self.leave_all()

    def _free(self) -> None:
        """Let go of photos that are being dragged out: meanwhile no other event comes.

        The window lives on in the drag's own loop, but the move that began it has not come back.
        """
        if self.window.findChild(QDrag) is not None:
            self._was_freed = True
            handle = self.window.windowHandle()
            QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, _NONE, self._place(handle))

    def leave_all(self) -> None:
        """Close every dialog and menu; one that is at work may take a while.

        Raises:
            RuntimeError: One does not close.
        """
        until = time.perf_counter() + _HANG_SECONDS
        while (open_one := _on_top() or _open_dialog()) is not None:
            if time.perf_counter() > until:
                raise RuntimeError(f"{type(open_one).__name__} does not close")
            open_one.close()
            QApplication.processEvents()

    def drop(self, paths: Sequence[Path]) -> None:
        """Drop `paths` on the window."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        here, copy = QPoint(200, 200), Qt.DropAction.CopyAction
        left = Qt.MouseButton.LeftButton
        QApplication.sendEvent(self.window, QDragEnterEvent(here, copy, mime, left, _NONE))
        event = QDropEvent(QPointF(here), copy, mime, left, _NONE, QEvent.Type.Drop)
        QApplication.sendEvent(self.window, event)

    def _leave(self) -> str:
        """Now and then a dialog is left; a chooser of files always: it could delete some."""
        top = _on_top() or _open_dialog()
        if top is None:
            return ""
        wish = self._random.random()
        if isinstance(top, QFileDialog) or wish < _ESCAPE_SHARE:
            top.close()
            return f"leave {type(top).__name__}"
        if isinstance(top, QDialog) and wish < _ESCAPE_SHARE + _AGREE_SHARE:
            return self._agree(top)
        return ""

    def _agree(self, dialog: QDialog) -> str:
        """Write a folder where one is asked for and let it be looked at, or press a button."""
        fields = [field for field in dialog.findChildren(FolderField) if field.isEnabled()]
        if fields and self._into and self._random.random() < 0.5:
            self._random.choice(fields).set_path(self._random.choice(self._into))
            QTest.qWait(self._random.choice((0, 20, 200)))
            self._began = time.perf_counter()
            return ""
        buttons = [b for b in dialog.findChildren(QPushButton) if b.isVisible() and b.isEnabled()]
        if not buttons:
            return ""
        button = self._random.choice(buttons)
        told = f"press {button.text()} in {type(dialog).__name__}"
        button.click()
        return told

    def _target(self) -> tuple[QWindow, QPoint]:
        """The window that gets what is pressed, and a place in it."""
        beside = _open_dialog() if self._random.random() < 0.5 else None
        for widget in (_on_top() or beside, self.window):
            handle = widget.windowHandle() if widget is not None else None
            if handle is not None and shiboken6.isValid(handle) and handle.isVisible():
                self._held = widget  # with its wrapper, that of its window would become invalid
                return handle, self._place(handle)
        raise RuntimeError("the window has gone")

    def _place(self, handle: QWindow) -> QPoint:
        return QPoint(
            self._random.randrange(max(1, handle.width())),
            self._random.randrange(max(1, handle.height())),
        )

    def _click(self) -> str:
        handle, at = self._target()
        button, held = self._random.choice(_BUTTONS), self._random.choice(_MODIFIERS)
        QTest.mousePress(handle, button, held, at)
        if shiboken6.isValid(handle):  # a press may close a menu
            QTest.mouseRelease(handle, button, held, at)
        return f"click {at.toTuple()} {button.name}"

    def _double_click(self) -> str:
        handle, at = self._target()
        for _ in range(2):
            if shiboken6.isValid(handle):
                QTest.mousePress(handle, Qt.MouseButton.LeftButton, _NONE, at)
            if shiboken6.isValid(handle):
                QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, _NONE, at)
        return f"double click {at.toTuple()}"

    def _drag(self) -> str:
        handle, at = self._target()
        button, held = self._random.choice(_BUTTONS), self._random.choice(_MODIFIERS)
        QTest.mousePress(handle, button, held, at)
        for _ in range(3):
            if shiboken6.isValid(handle):
                at = self._place(handle)
                QTest.mouseMove(handle, at)
        if shiboken6.isValid(handle):
            QTest.mouseRelease(handle, button, held, at)
        return f"drag to {at.toTuple()}"

    def _move(self) -> str:
        handle, at = self._target()
        QTest.mouseMove(handle, at)
        return f"move to {at.toTuple()}"

    def _wheel(self) -> str:
        top = _on_top() or self.window
        at = QPoint(
            self._random.randrange(max(1, top.width())),
            self._random.randrange(max(1, top.height())),
        )
        widget = top.childAt(at) or top
        turn = QPoint(0, self._random.choice((-360, -120, -15, 15, 120, 360)))
        event = QWheelEvent(
            QPointF(widget.mapFrom(top, at)),
            QPointF(top.mapToGlobal(at)),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            self._random.choice(_MODIFIERS),
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        return f"wheel {turn.y()}"

    def _key(self) -> str:
        handle, _ = self._target()
        name, held = self._random.choice(_KEYS), self._random.choice(_MODIFIERS)
        key = Qt.Key[f"Key_{name}"]
        with _kept(self._held or self.window):
            QTest.keyClick(handle, key, held)
        return f"key {held.name} {name}"

    def _file(self) -> str:
        """Choose a few photos, and do something to their files."""
        desk = self.window.desk
        if _on_top() is not None or desk is None or not desk.workspace.has_wall:
            return ""
        wall = desk.workspace.wall
        count = min(len(wall.photos), self._random.randint(1, _MOST_CHOSEN))
        wall.select(np.array(self._random.sample(range(len(wall.photos)), count), dtype=np.int64))
        name, held = self._random.choice(_FILE_KEYS)
        QTest.keyClick(self.window.windowHandle(), Qt.Key[f"Key_{name}"], held)
        return f"files: {held.name} {name}"

    def _resize(self) -> str:
        size = [self._random.randint(*ends) for ends in zip(_SMALLEST, _LARGEST, strict=True)]
        self.window.resize(*size)
        return f"resize {size}"

    def _choose(self) -> str:
        """One of all the menus' entries that can be chosen now."""
        entries = [a for a in self.window.actions_by_name.findChildren(QAction) if _is_safe(a)]
        entry = self._random.choice(entries)
        if _on_top() is None:
            entry.trigger()
        return f"choose {entry.text()}"

    def _rest(self) -> str:
        """Let what is being done come to its end, most times."""
        desk, until = self.window.desk, time.perf_counter() + _PATIENCE_SECONDS
        while desk is not None and desk.session.state is State.WORKING:
            QTest.qWait(10)
            if time.perf_counter() > until:
                break
        return ""

    def _drop(self) -> str:
        folder = self._random.choice(self._folders)
        if _on_top() is None:
            self._put_back(folder)
            self.drop([folder])
        return f"drop {folder.name}"

    def _put_back(self, folder: Path) -> None:
        """Make photos again that were moved or trashed, so that there is always something to do."""
        for name, data in self._spare.get(folder, {}).items():
            if not (folder / name).exists():
                (folder / name).write_bytes(data)


class _Keeper(QObject):
    """Puts off that a widget is deleted."""

    wants_to_go = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.DeferredDelete:
            self.wants_to_go = True
            return True
        return super().eventFilter(watched, event)


@contextmanager
def _kept(widget: QWidget) -> Iterator[None]:
    """A window that closes meanwhile stays in memory.

    Ctrl, Shift and the key are one call of Qt's test library but up to six events, between which
    others come; it writes to the same window until the last, be it deleted.
    """
    ancestors: list[QWidget] = []
    one: QWidget | None = widget
    while one is not None:
        ancestors.append(one)
        one = one.parentWidget()
    keepers = [_Keeper() for _ in ancestors]
    for each, keeper in zip(ancestors, keepers, strict=True):
        each.installEventFilter(keeper)
    yield
    for each, keeper in zip(ancestors, keepers, strict=True):
        each.removeEventFilter(keeper)
        if keeper.wants_to_go:
            shiboken6.delete(each)  # `deleteLater` has been called before and does nothing again


def _queued() -> float:
    """Seconds that this thread has waited for a processor; 0 where the system does not say."""
    facts = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
    return int(facts.read_text().split()[1]) / 1e9 if facts.exists() else 0.0


def _is_safe(action: QAction) -> bool:
    """Whether it can be chosen, and does not ask for files."""
    return action.isEnabled() and not action.isSeparator() and "Open" not in action.text()


def _on_top() -> QWidget | None:
    """The menu or dialog that has the person's hand."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def _open_dialog() -> QDialog | None:
    """A dialog that leaves the window free, as Activity does."""
    tops = QApplication.topLevelWidgets()
    return next((w for w in tops if isinstance(w, QDialog) and w.isVisible()), None)
