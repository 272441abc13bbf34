"""How each kind of step is done, and how one finds out after a kill how it ended."""

from typing import Final

from gridsne_desktop.organize.kinds.away import REMOVE_FOLDER, TRASH
from gridsne_desktop.organize.kinds.base import Kind
from gridsne_desktop.organize.kinds.copy import COPY
from gridsne_desktop.organize.kinds.links import HARD_LINK, SYMBOLIC_LINK, UNLINK
from gridsne_desktop.organize.kinds.move import MOVE, RESTORE
from gridsne_desktop.organize.steps import StepKind

KINDS: Final[dict[StepKind, Kind]] = {
    StepKind.COPY: COPY,
    StepKind.MOVE: MOVE,
    StepKind.HARD_LINK: HARD_LINK,
    StepKind.SYMBOLIC_LINK: SYMBOLIC_LINK,
    StepKind.TRASH: TRASH,
    StepKind.RESTORE: RESTORE,
    StepKind.UNLINK: UNLINK,
    StepKind.REMOVE_FOLDER: REMOVE_FOLDER,
}
