"""The start: a command on the command line, or the window."""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

COMMANDS = (
    *("arrange", "organize", "apply", "undo", "resume", "runs"),
    *("evaluate", "similar", "embed", "cache", "models"),
)
"""`cli.COMMANDS`, repeated because importing the command line costs the window 0.2 s."""

HELP = ("-h", "--help", "--version")

CANNOT_OPEN = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Run what `argv` (default: the process's own words) asks for; the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    # OpenMP's waiting threads spin otherwise: ten times slower on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    line = _command_line(words)
    if line is not None:
        from gridsne_desktop import cli

        return cli.main(line)
    return _open_window([Path(word) for word in words if word != "--"])


def _command_line(words: list[str]) -> list[str] | None:
    """The words for the command line; None where the window is asked for."""
    if words and words[0] in COMMANDS:
        return words
    options = words[: words.index("--")] if "--" in words else words
    for word in options:
        if word in HELP:
            return [word]
    unknown = [word for word in options if word.startswith("-")]
    return unknown or None


def _open_window(paths: list[Path]) -> int:
    from gridsne_desktop.qt import preflight

    _load_inference_first()
    complaint = preflight.complaint(os.environ)
    if complaint is not None:
        sys.stderr.write(f"gridsne-desktop: {complaint.sentence}\n")
        return CANNOT_OPEN
    from gridsne_desktop.qt import app

    return app.run([Path(os.path.abspath(path)) for path in paths])  # noqa: PTH100 - keeps links


def _load_inference_first() -> None:
    """On Windows onnxruntime must find its libraries before Qt brings its own of that name.

    Source: microsoft/onnxruntime#26127, wkentaro/labelme#1564.
    """
    if sys.platform == "win32":
        importlib.import_module("onnxruntime")


if __name__ == "__main__":
    sys.exit(main())
