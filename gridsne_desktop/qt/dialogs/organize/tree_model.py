"""The folders of a preview as a tree."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from gridsne_desktop.organize.names import name_key
from gridsne_desktop.qt.dialogs.organize import words
from gridsne_desktop.qt.dialogs.organize.preview import Folder
from gridsne_desktop.qt.dialogs.plan_rows import LAST_FOLDER
from gridsne_desktop.qt.dialogs.words import on_one_line

AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Node:
    folder: Folder
    row: int
    parent: int | None
    first_child: int


class FolderModel(QAbstractItemModel):
    """The plan's folder at the top, what is in it below.

    Signals:
        named: A folder of a group shall be called otherwise: its name, the new one.
    """

    named = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._nodes: list[_Node] = []
        self._name = ""
        self._are_named = False

    def show(self, root: Folder | None, *, name: str, are_named: bool) -> None:
        """Show `root`, called `name`; whether the folders in it may get other names."""
        self.beginResetModel()
        self._name, self._are_named = name, are_named
        self._nodes = [] if root is None else _flattened(root)
        self.endResetModel()

    def folder(self, index: AnyIndex) -> Folder:
        """The folder at an index."""
        return self._nodes[index.internalId()].folder

    def index_of(self, names: tuple[str, ...]) -> QModelIndex:
        """Where the folder with these names is; invalid: nowhere."""
        for number, node in enumerate(self._nodes):
            if node.folder.names == names:
                return self.createIndex(node.row, 0, number)
        return QModelIndex()

    @property
    def size(self) -> int:
        """How many folders there are."""
        return len(self._nodes)

    def index(self, row: int, column: int, parent: AnyIndex | None = None) -> QModelIndex:
        """The index of a folder."""
        if not self.hasIndex(row, column, parent or QModelIndex()):
            return QModelIndex()
        if parent is None or not parent.isValid():
            return self.createIndex(row, column, 0)
        return self.createIndex(row, column, self._nodes[parent.internalId()].first_child + row)

    def parent(self, index: AnyIndex) -> QModelIndex:  # type: ignore[override]
        """The folder that it is in."""
        above = self._nodes[index.internalId()].parent if index.isValid() else None
        return (
            QModelIndex() if above is None else self.createIndex(self._nodes[above].row, 0, above)
        )

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """As many as there are folders in it."""
        if parent is None or not parent.isValid():
            return min(1, len(self._nodes))
        return len(self.folder(parent).folders)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        """One: the delegate paints all facts in it."""
        del parent
        return 1

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A folder's name, and how much comes into it."""
        if not index.isValid():
            return None
        folder = self.folder(index)
        name = folder.names[-1] if folder.names else self._name
        if role == Qt.ItemDataRole.EditRole:
            return name
        if role == Qt.ItemDataRole.DisplayRole:
            return on_one_line(name)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return words.folder_tip(on_one_line(name), folder)
        return None

    def setData(self, index: AnyIndex, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the new name; the tree shows it when the new plan is there."""
        old, new = str(self.data(index, Qt.ItemDataRole.EditRole)), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not new or self._is_taken(new, old):
            return False
        self.named.emit(old, new)
        return True

    def _is_taken(self, new: str, old: str) -> bool:
        """Whether another folder has that name, or it is what it was."""
        others = {node.folder.names[0] for node in self._nodes if node.folder.names} - {old}
        return new == old or name_key(new) in map(name_key, (*others, LAST_FOLDER))

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Names of groups can be edited."""
        flags = super().flags(index)
        if not index.isValid() or not self._are_named:
            return flags
        names = self.folder(index).names
        if len(names) == 1 and names[0].casefold() != LAST_FOLDER:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags


def _flattened(root: Folder) -> list[_Node]:
    """The folders in one list, those of the same folder beside each other."""
    found: list[tuple[Folder, int, int | None]] = [(root, 0, None)]
    firsts: list[int] = []
    for number, (folder, _, _) in enumerate(found):  # grows while it is gone through
        firsts.append(len(found))
        found += [(child, row, number) for row, child in enumerate(folder.folders)]
    return [_Node(*one, first) for one, first in zip(found, firsts, strict=True)]
