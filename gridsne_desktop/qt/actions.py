"""Everything the person can do, as actions with their keys, and the menus that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from gridsne_desktop.qt.file_actions import FileActions

_Key = QKeySequence.StandardKey
_Role = QAction.MenuRole

SHAPES: Final = {"&Square": 1.0, "4 : 3": 4 / 3, "3 : 2": 3 / 2, "1&6 : 9": 16 / 9}
EXAMPLES: Final = {
    "Top &Left Corner": "top-left",
    "Top &Right Corner": "top-right",
    "&Bottom Left Corner": "bottom-left",
    "B&ottom Right Corner": "bottom-right",
}
"""Keys of `settings.CORNERS`, by how the menu calls them."""
_PIN, _UNPIN = "&Pin Here", "Un&pin"
BLANKS: Final = {"At the &End": "end", "At the E&dges": "edges", "Between &Groups": "margins"}
SORTS: Final = {
    "&Similarity": "similarity",
    "&Date": "date",
    "&Name": "name",
    "&Colour": "colour",
    "Si&ze": "size",
}
"""Names of `orders.SORTS`, by how the menu calls them."""
SCHEMES: Final = {"system": "Follow the &System", "light": "&Light", "dark": "&Dark"}


@dataclass(frozen=True, slots=True)
class Able:
    """What can be done now.

    Attributes:
        open: A folder can be opened.
        work: A job runs.
        folder: A folder is open.
        wall: Photos are shown.
        arranged: An arrangement is in force.
        loupe: One photo is shown large.
        pins: Photos stand where they were arranged, and can be kept there.
    """

    open: bool = False
    work: bool = False
    folder: bool = False
    wall: bool = False
    arranged: bool = False
    loupe: bool = False
    pins: bool = False


class Actions(QObject):
    """The actions of a window, by name; `groups` are its menus in order.

    Signals:
        shape_chosen: Wished width ÷ height; 0.0: like the window.
        blanks_chosen: Where blank cells shall stand, a name of the settings.
        sort_chosen: What to sort by, a name of `orders.SORTS`.
        scheme_chosen: A key of `SCHEMES`.
        recent_chosen: The `Path` of a recent folder.
        example_chosen: A key of `settings.CORNERS`: the chosen photos shall be its examples.
        pins_looked_at: A menu that tells of pins is about to be shown; `show_pins` is awaited.
    """

    shape_chosen = Signal(float)
    blanks_chosen = Signal(str)
    sort_chosen = Signal(str)
    scheme_chosen = Signal(str)
    recent_chosen = Signal(object)
    example_chosen = Signal(str)
    pins_looked_at = Signal()

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.groups: dict[str, list[QAction]] = {}
        self._make_file()
        self._make_edit()
        self.files = FileActions(self._menu("&Photos"), self._add, window)
        self._make_view()
        self._make_arrange()
        self._make_help()
        self.enable(Able())

    def show_recent(self, folders: tuple[Path, ...]) -> None:
        """List `folders` under File, Open Recent."""
        self.recent_menu.clear()
        for folder in folders:
            action = self.recent_menu.addAction(str(folder).replace("&", "&&"))
            action.setData(folder)
        self.recent_menu.addSeparator()
        self.recent_menu.addAction(self.clear_recent)
        self.recent_menu.setEnabled(bool(folders))

    def show_steps(self, *, undo: str, redo: str) -> None:
        """Name what can be undone and what can be done again; empty: nothing."""
        for action, verb, name in ((self.undo, "&Undo", undo), (self.redo, "&Redo", redo)):
            action.setText(f"{verb} {name}" if name else verb)
            action.setEnabled(bool(name))

    def show_shape(self, aspect: float) -> None:
        """Check the shape nearest to `aspect`, if it is one of those offered."""
        for action in self._shapes.actions():
            action.setChecked(abs(float(action.data()) - aspect) < 1e-6)

    def show_blanks(self, blanks: str) -> None:
        """Check where blank cells stand."""
        for action in self._blanks.actions():
            action.setChecked(action.data() == blanks)

    def show_sort(self, sort: str) -> None:
        """Check what the photos are sorted by."""
        for action in self._sorts.actions():
            action.setChecked(action.data() == sort)

    def show_scheme(self, scheme: str) -> None:
        """Check the colour scheme in use."""
        for action in self._schemes.actions():
            action.setChecked(action.data() == scheme)

    def show_pins(self, *, chosen_pinned: bool, any_pinned: bool) -> None:
        """Say what can be done with pins: whether the chosen photos, and any at all, are pinned."""
        self.pin.setText(_UNPIN if chosen_pinned else _PIN)
        self.unpin_all.setEnabled(any_pinned and self.pin.isEnabled())

    def enable(self, able: Able) -> None:
        """Enable what can be done now."""
        on_wall = able.wall and not able.loupe
        for actions, enabled in (
            ((self.open_folder, self.open_photos, self.samples), able.open),
            ((self.export, self.organize), able.arranged and not able.work),
            ((self.select_all, self.select_none, self.invert, self.lasso), on_wall),
            ((self.copy_path, self.copy_files, self.show_in_folder), able.wall),
            (self.files.actions, able.wall and able.arranged),
            (
                (self.files.rename, self.find_similar, self.fewer_similar),
                on_wall and able.arranged and not able.work,
            ),
            ((self.fit, self.actual_size, self.zoom_in, self.zoom_out), on_wall),
            ((self.toggle_view, self.photo_list), on_wall and able.arranged),
            (self._sorts.actions(), on_wall and able.arranged),
            ((self.rearrange, self.shuffle), able.folder),
            ((self.open_photo,), on_wall),
            ((self.pin, self.example_menu.menuAction()), on_wall and able.arranged and able.pins),
            ((self.stop,), able.work and not able.loupe),
        ):
            for action in actions:
                action.setEnabled(enabled)

    def _make_file(self) -> None:
        menu = self._menu("&File")
        self.open_folder = self._add(menu, "&Open Folder…", _Key.Open)
        self.open_photos = self._add(menu, "Open &Photos…", "Ctrl+Shift+O")
        self.recent_menu = menu.addMenu("Open &Recent")
        self.recent_menu.triggered.connect(self._on_recent)
        self.clear_recent = QAction("&Clear This List", self)
        self.samples = self._add(menu, "Open Sa&mple Photos")
        menu.addSeparator()
        self.export = self._add(menu, "&Export Picture…", "Ctrl+E")
        self.organize = self._add(menu, "Or&ganize…", "Ctrl+Shift+S")
        menu.addSeparator()
        self.activity = self._add(menu, "&Activity…", "Ctrl+H")
        menu.addSeparator()
        self.quit = self._add(menu, "&Quit", "Ctrl+Q")
        self.quit.setMenuRole(_Role.QuitRole)

    def _make_edit(self) -> None:
        menu = self._menu("&Edit")
        self.undo = self._add(menu, "&Undo", _Key.Undo)
        self.redo = self._add(menu, "&Redo", "Ctrl+Shift+Z", "Ctrl+Y")
        for action in (self.undo, self.redo):
            action.setIconText(action.text().replace("&", ""))  # for the list of keys
            action.setEnabled(False)
        menu.addSeparator()
        self.select_all = self._add(menu, "Select &All", _Key.SelectAll)
        self.select_none = self._add(menu, "Select &None", "Ctrl+Shift+A")
        self.invert = self._add(menu, "&Invert Selection", "Ctrl+I")
        self.lasso = self._add(menu, "&Lasso", "L")
        self.lasso.setCheckable(True)
        menu.addSeparator()
        self.find_similar = self._add(menu, "Find &Similar", "S")
        self.fewer_similar = self._add(menu, "Fe&wer Similar", "Shift+S")
        menu.addSeparator()
        self.copy_files = self._add(menu, "&Copy Files", _Key.Copy)
        self.copy_path = self._add(menu, "Copy Pat&h", "Ctrl+Shift+C")
        self.show_in_folder = self._add(menu, "Show in &File Manager", "Ctrl+Shift+M")
        menu.addSeparator()
        self.models = self._add(menu, "&Models…")
        self.preferences = self._add(menu, "&Preferences…", "Ctrl+,")
        self.preferences.setMenuRole(_Role.PreferencesRole)

    def _make_view(self) -> None:
        menu = self._menu("&View")
        self.open_photo = self._add(menu, "&Open Photo")
        self.back = self._add(menu, "&Back", "Alt+Left")
        self.forward = self._add(menu, "For&ward", "Alt+Right")
        self.compare = self._add(menu, "&Compare", "C")
        self.slideshow = self._add(menu, "&Slideshow", "F8")
        menu.addSeparator()
        self.toggle_view = self._add(menu, "Switch &Grid and Map", "Ctrl+T")
        self.photo_list = self._add(menu, "Photo &List", "Ctrl+L")
        self.photo_list.setCheckable(True)
        self._sorts = self._choices(menu, "Sort &By", SORTS)
        self._sorts.triggered.connect(lambda action: self.sort_chosen.emit(action.data()))
        menu.addSeparator()
        self.fit = self._add(menu, "&Fit", "Ctrl+0")
        self.actual_size = self._add(menu, "&100 %", "Ctrl+1")
        self.zoom_in = self._add(menu, "Zoom &In", "Ctrl++", "Ctrl+=")
        self.zoom_out = self._add(menu, "Zoom O&ut", "Ctrl+-")
        menu.addSeparator()
        self.whole_photos = self._add(menu, "Show W&hole Photos", "Ctrl+Shift+W")
        self.whole_photos.setCheckable(True)
        self.minimap = self._add(menu, "&Minimap", "N")
        self.minimap.setCheckable(True)
        self.hover_card = self._add(menu, "&Details at the Pointer")
        self.hover_card.setCheckable(True)
        self.full_screen = self._add(menu, "F&ull Screen", "F11")
        self.full_screen.setCheckable(True)
        self._schemes = self._choices(
            menu, "&Colours", {text: scheme for scheme, text in SCHEMES.items()}
        )
        self._schemes.triggered.connect(lambda action: self.scheme_chosen.emit(action.data()))

    def _make_arrange(self) -> None:
        menu = self._menu("&Arrange")
        self.rearrange = self._add(menu, "Arrange A&new", "F5")
        self.shuffle = self._add(menu, "Try &Another Arrangement", "Ctrl+R")
        shapes = SHAPES | {"Like the &Window": 0.0}
        self._shapes = self._choices(menu, "Grid S&hape", shapes)
        self._shapes.triggered.connect(lambda action: self.shape_chosen.emit(action.data()))
        self._blanks = self._choices(menu, "&Blank Cells", BLANKS)
        self._blanks.triggered.connect(lambda action: self.blanks_chosen.emit(action.data()))
        self.subfolders = self._add(menu, "Include &Sub-folders")
        self.subfolders.setCheckable(True)
        menu.addSeparator()
        self.pin = self._add(menu, _PIN, "Ctrl+P")
        self.pin.setIconText("Pin, Unpin")  # for the list of keys
        self.example_menu = menu.addMenu("Make an &Example for")
        for text, corner in EXAMPLES.items():
            self.example_menu.addAction(text).setData(corner)
        self.example_menu.triggered.connect(lambda action: self.example_chosen.emit(action.data()))
        self.unpin_all = self._add(menu, "&Unpin All")
        menu.aboutToShow.connect(self.pins_looked_at)
        menu.addSeparator()
        self.stop = self._add(menu, "S&top", "Esc")

    def _make_help(self) -> None:
        menu = self._menu("&Help")
        self.shortcuts = self._add(menu, "&Keyboard Shortcuts", "?", "F1")
        self.about = self._add(menu, "&About gridsne-desktop")
        self.about.setMenuRole(_Role.AboutRole)

    def _menu(self, title: str) -> QMenu:
        self.groups[title.replace("&", "")] = []
        return self._window.menuBar().addMenu(title)

    def _add(self, menu: QMenu, text: str, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = QAction(text, self)
        action.setMenuRole(_Role.NoRole)
        action.setShortcuts([QKeySequence(key) for key in keys])
        menu.addAction(action)
        self.groups[menu.title().replace("&", "")].append(action)
        return action

    def _choices(self, menu: QMenu, title: str, choices: Mapping[str, object]) -> QActionGroup:
        submenu = menu.addMenu(title)
        group = QActionGroup(self)
        for text, value in choices.items():
            action = submenu.addAction(text)
            action.setCheckable(True)
            action.setData(value)
            group.addAction(action)
        return group

    def _on_recent(self, action: QAction) -> None:
        if isinstance(action.data(), Path):
            self.recent_chosen.emit(action.data())
