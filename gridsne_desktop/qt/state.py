"""Where the session stands, in a word."""

from enum import Enum, auto


class State(Enum):
    """Where the session stands."""

    NOTHING_OPEN = auto()
    WORKING = auto()
    STOPPED = auto()
    ARRANGED = auto()
    NO_PHOTOS = auto()
