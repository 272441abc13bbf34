"""What a person sets in menus, in the bar and in the preferences, kept and put into force."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gridsne_desktop.qt.actions import Actions
from gridsne_desktop.qt.bottom_bar import BottomBar
from gridsne_desktop.qt.dialogs.opening import open_in_turns
from gridsne_desktop.qt.keeper import Keeper
from gridsne_desktop.qt.looking import Looking
from gridsne_desktop.qt.preferences import Preferences
from gridsne_desktop.qt.session import Session
from gridsne_desktop.qt.settings_store import SettingsStore, ViewSettings
from gridsne_desktop.qt.workspace import Workspace
from gridsne_desktop.settings import MAX_SEED, ArrangeSettings


class Wishes(QObject):
    """Turns choices into settings of the view, and of the arrangement.

    Signals:
        changed: Other settings of the arrangement are in force.
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        workspace: Workspace,
        looking: Looking,
        bar: BottomBar,
        actions: Actions,
        store: SettingsStore,
        keeper: Keeper,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._session, self._workspace, self._looking = session, workspace, looking
        self._actions, self._store = actions, store
        self._keeper, self._window = keeper, window
        self._view = store.load("view", ViewSettings())
        bar.colour.chosen.connect(self._on_colour_chosen)
        for action, slot in (
            (actions.models, self._ask_models),
            (actions.preferences, self._ask_preferences),
            (actions.shuffle, self._shuffle),
            (actions.minimap, self._on_minimap),
            (actions.hover_card, self._on_hover_card),
            (actions.whole_photos, self._on_whole_photos),
            (actions.subfolders, self._on_subfolders),
        ):
            action.triggered.connect(slot)
        actions.shape_chosen.connect(self._on_shape_chosen)
        actions.blanks_chosen.connect(self._on_blanks_chosen)

    def apply_view(self) -> None:
        """Show what was chosen in the menu *View* and in the preferences."""
        view, workspace, actions = self._view, self._workspace, self._actions
        workspace.set_animated(view.animated)
        workspace.wall.set_tile_fit(view.whole_photos)
        workspace.minimap.set_wanted(view.minimap)
        workspace.card.set_wanted(view.hover_card)
        actions.whole_photos.setChecked(view.whole_photos)
        actions.minimap.setChecked(view.minimap)
        actions.hover_card.setChecked(view.hover_card)
        self._looking.apply(view)

    def _change_view(self, **fields: object) -> None:
        self._view = self._store.change("view", ViewSettings(), **fields)
        self.apply_view()

    def _change_arranging(self, settings: ArrangeSettings) -> None:
        self._store.save("arrange", settings)
        self._session.change(settings)
        self.changed.emit()

    @Slot(bool)
    def _on_whole_photos(self, whole: bool) -> None:
        self._change_view(whole_photos=whole)

    @Slot(bool)
    def _on_minimap(self, wanted: bool) -> None:
        self._change_view(minimap=wanted)

    @Slot(bool)
    def _on_hover_card(self, wanted: bool) -> None:
        self._change_view(hover_card=wanted)

    @Slot(bool)
    def _on_subfolders(self, recursive: bool) -> None:
        self._change_arranging(replace(self._session.settings, recursive=recursive))

    @Slot(float)
    def _on_colour_chosen(self, share: float) -> None:
        self._change_arranging(replace(self._session.settings, colour=share))

    @Slot(float)
    def _on_shape_chosen(self, aspect: float) -> None:
        if not aspect:
            wall = self._workspace.wall
            aspect = wall.width() / max(1, wall.height())
        self._change_arranging(replace(self._session.settings, aspect=aspect, columns=None))

    @Slot(str)
    def _on_blanks_chosen(self, blanks: str) -> None:
        self._change_arranging(replace(self._session.settings, blanks=blanks))

    @Slot()
    def _shuffle(self) -> None:
        seed = (self._session.settings.seed + 1) % (MAX_SEED + 1)
        self._change_arranging(replace(self._session.settings, seed=seed))

    @Slot()
    def _ask_models(self) -> None:
        from gridsne_desktop.qt.dialogs.models import ModelsDialog  # not before the first paint

        dialog = ModelsDialog(self._session.settings.model, self._window, cache=self._keeper.cache)
        dialog.chosen.connect(self._on_model_chosen)
        open_in_turns(dialog)

    @Slot(str)
    def _on_model_chosen(self, name: str) -> None:
        self._change_arranging(replace(self._session.settings, model=name))

    @Slot()
    def _ask_preferences(self) -> None:
        dialog = Preferences(self._session.settings, self._view, self._window, keeper=self._keeper)
        dialog.accepted.connect(self._on_preferences_accepted)
        open_in_turns(dialog)

    @Slot()
    def _on_preferences_accepted(self) -> None:
        dialog = self.sender()
        if isinstance(dialog, Preferences):
            view = dialog.view_settings()
            self._change_view(animated=view.animated, slide_seconds=view.slide_seconds)
            self._change_arranging(dialog.arrange_settings())
