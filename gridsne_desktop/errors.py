"""What can go wrong, in words for the person.

A bad photo is data (`photo.Problem`); what stops a whole job is a `GridsneError`;
any other exception is a bug.
"""

from enum import StrEnum


class Cause(StrEnum):
    """What a bad photo's sentence comes down to; those with the same one are told together."""

    EXTRA = "extra"
    """Its decoder is not installed; the sentence is the same for all photos of the format."""
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_LARGE = "too large"
    NO_PHOTO = "no photo"
    FORBIDDEN = "forbidden"
    GONE = "gone"
    DISK = "disk"
    OTHER = "other"


class GridsneError(Exception):
    """A job cannot go on, for a reason outside the program (full disk, missing model).

    Attributes:
        title: What happened, one short sentence.
        detail: What the person can do about it.
    """

    def __init__(self, title: str, detail: str = "") -> None:
        super().__init__(f"{title} {detail}".strip())
        self.title = title
        self.detail = detail


class Unreadable(Exception):
    """One photo cannot be read; the message is a sentence for the person.

    Attributes:
        cause: What the sentence comes down to.
    """

    def __init__(self, sentence: str, cause: Cause = Cause.OTHER) -> None:
        super().__init__(sentence)
        self.cause = cause


class Cancelled(Exception):
    """The person stopped a job; raised at its next safe place."""
