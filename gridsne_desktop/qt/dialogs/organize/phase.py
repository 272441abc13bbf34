"""Where the dialog stands."""

from enum import Enum, auto


class Phase(Enum):
    """From the choice to the result and back."""

    CHOOSING = auto()
    """There is no plan, or it is being made anew."""
    READY = auto()
    """The plan that is shown can be executed."""
    WORKING = auto()
    STOPPED = auto()
    """A run came to an end before its last step; it can be gone on with, or taken back."""
    DONE = auto()
    UNDONE = auto()
