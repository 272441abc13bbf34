"""What can go wrong, in words for the person.

A bad photo is data (`photo.Problem`); what stops a whole job is a `GridsneError`;
any other exception is a bug.
"""


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
    """One photo cannot be read; the message is a sentence for the person."""


class Cancelled(Exception):
    """The person stopped a job; raised at its next safe place."""
