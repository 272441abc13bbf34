"""Renew the lock files: `python packaging/lock.py` (needs uv; maintainers only).

One universal lock serves Windows, macOS and Linux on every supported CPython.
"""

import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
COMPILE = [
    "uv", "pip", "compile", "--universal", "--python-version", "3.11",
    "--no-header", "--no-annotate", "--generate-hashes", "--quiet", "--upgrade",
    "--fork-strategy", "fewest",  # one NumPy for every Python: the same types, the same grids
]  # fmt: skip


def main() -> None:
    """Write requirements.lock (the app) and requirements-dev.lock (app, build and test tools)."""
    for name, extra in (("requirements.lock", []), ("requirements-dev.lock", ["--group", "dev"])):
        command = [*COMPILE, *extra, "pyproject.toml", "packaging/build.in", "-o", name]
        subprocess.run(command, cwd=PROJECT, check=True)


if __name__ == "__main__":
    main()
