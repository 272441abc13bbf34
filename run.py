#!/usr/bin/env python3
"""Start gridsne-desktop from a checkout, or test it; sets everything up on first use.

    python3 run.py [FOLDER ...]    open the window (without a display: arrange headless)
    python3 run.py test            format, lint, types, layers and tests

Needs nothing but Python 3.11 or newer. Everything it installs goes into `.venv` beside this
file; on Linux it also installs the few system libraries that Qt needs, where it may.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
VENV = PROJECT / ".venv"
STAMP = VENV / "gridsne-setup.txt"
VERIFIED = VENV / "gridsne-qt.txt"  # where Qt runs: the second start need not ask again
OLDEST_PYTHON = (3, 11)
DEMO_PICTURE = "gridsne-demo.png"

CHECKS = [
    ["ruff", "format", "--check", "--quiet", "."],
    ["ruff", "check", "--quiet", "."],
    ["mypy", "--no-error-summary"],
    ["lint-imports", "--no-cache"],
    ["pytest", "--quiet", "--numprocesses=2", "--dist=loadfile"],  # half the time; a file at a time
]

# Loading Qt's libraries is the only true test of whether they are there.
ASK_QT = """
import json, os
from gridsne_desktop.qt.preflight import complaint
found = complaint(os.environ)
print(json.dumps([found.sentence, *found.packages] if found else []))
"""


def main(words):
    """Set up what is missing, then start the app or the tests with the command line `words`."""
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(too_old())
    from gridsne_desktop.qt.preflight import has_display

    testing = words == ["test"]
    set_up(testing=testing)
    if testing:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    shows_window = has_display(os.environ)
    if shows_window:
        add_system_libraries()
    if testing:
        run_checks()
    elif shows_window:
        start([python(), "-m", "gridsne_desktop", *words])
    else:
        arrange_headless(words)


def too_old():
    """The sentence for an old Python, with a newer one on this machine if there is one."""
    names = ["python3.{}".format(minor) for minor in (13, 12, 11)]
    newer = [name for name in names if shutil.which(name)]
    hint = "Try: {} run.py".format(newer[0]) if newer else "Install it from python.org."
    return "gridsne-desktop needs Python 3.11 or newer, this is {}. {}".format(
        sys.version.split()[0], hint
    )


def set_up(*, testing):
    """Make the virtual environment with the locked versions, if it is not there and current."""
    lock = PROJECT / ("requirements-dev.lock" if testing else "requirements.lock")
    if is_current(lock):
        return
    say("Setting up gridsne-desktop in .venv (once, a minute or two)…")
    if not is_same_python():
        make_venv()
    pip = [str(python()), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    install([*pip, "--require-hashes", "--requirement", str(lock)])
    install([*pip, "--no-deps", "--no-build-isolation", "--editable", str(PROJECT)])
    STAMP.write_text(stamp(lock), encoding="utf-8")


def is_current(lock):
    """Whether the environment holds at least what `lock` asks for."""
    wanted = {stamp(lock), stamp(PROJECT / "requirements-dev.lock")}
    return python().exists() and STAMP.exists() and STAMP.read_text(encoding="utf-8") in wanted


def stamp(lock):
    """A text that changes when this Python, the lock file or the project's metadata change."""
    digest = hashlib.sha256(lock.read_bytes() + (PROJECT / "pyproject.toml").read_bytes())
    return "{} {} {}\n".format(lock.name, digest.hexdigest(), sys.version.split()[0])


def is_same_python():
    """Whether the environment exists and its Python is of this one's version and works."""
    if not python().exists():
        return False
    words = [str(python()), "-c", "import pip, sys; print(sys.version.split()[0])"]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    return found.stdout.strip() == sys.version.split()[0]


def make_venv():
    """Make an empty virtual environment; Debian keeps the module for it in a package."""
    words = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    if subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode == 0:
        return
    package = "python3.{}-venv".format(sys.version_info[1])
    if not apt_install([package]) or subprocess.run(words, check=False).returncode != 0:
        sys.exit(
            "Python could not make a virtual environment (its module venv is incomplete).\n"
            "On Debian and Ubuntu this helps:\n    {}".format(apt_command([package]))
        )


def install(words):
    """Run pip; end with a clear sentence where it fails."""
    if subprocess.run(words, check=False).returncode != 0:
        sys.exit(
            "\nThe installation did not succeed (see above). The first start needs the network;\n"
            "check it and run the same command again: it goes on where it stopped."
        )


def add_system_libraries():
    """Install the Linux libraries that Qt needs here, or print the command that does."""
    platform = [os.environ.get(name, "") for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY")]
    place = "{} {}\n".format(*platform)
    known = VERIFIED.read_text(encoding="utf-8") if VERIFIED.exists() else ""
    if place in known:
        return
    sentence, *packages = ask_qt() or [""]
    if packages and apt_install(packages):
        sentence, *packages = ask_qt() or [""]
    if sentence:
        sys.exit(sentence)
    VERIFIED.write_text(known + place, encoding="utf-8")


def ask_qt():
    """What keeps Qt from opening a window: a sentence and the packages that help; or nothing."""
    words = [str(python()), "-c", ASK_QT]
    return json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)


def apt_install(packages):
    """Install Debian packages if this person may without a password; whether it worked."""
    if not shutil.which("apt-get"):
        return False
    if os.geteuid() == 0:
        sudo = []
    elif shutil.which("sudo") and quiet(["sudo", "-n", "true"]):
        sudo = ["sudo", "-n"]
    else:
        return False
    say("Installing system libraries: {}".format(" ".join(packages)))
    quiet([*sudo, "apt-get", "update"])
    environment = ["env", "DEBIAN_FRONTEND=noninteractive"]
    options = ["install", "-y", "--no-install-recommends"]
    return quiet([*sudo, *environment, "apt-get", *options, *packages])


def apt_command(packages):
    """The command that a person types to install `packages`."""
    from gridsne_desktop.qt.preflight import INSTALL

    return "{} {}".format(INSTALL, " ".join(packages))


def quiet(words):
    """Run a command without its output; whether it succeeded."""
    silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(words, check=False, **silent).returncode == 0


def run_checks():
    """Run every check in turn; end with the first one's exit code that is not 0."""
    for words in CHECKS:
        say("$ {}".format(" ".join(words)))
        command = [str(scripts() / words[0]), *words[1:]]
        code = subprocess.run(command, cwd=PROJECT, check=False).returncode
        if code:
            sys.exit(code)


def arrange_headless(words):
    """Do the main job without a window: the folders given, else the sample photos."""
    folders = words or ["--samples"]
    say("There is no display here, so no window opens.")
    say("Arranging {} instead…".format(" ".join(words) if words else "the sample photos"))
    start([python(), "-m", "gridsne_desktop", "arrange", *folders, "-o", DEMO_PICTURE])


def start(words):
    """Become the command `words`; on Windows, run it and end with its exit code."""
    command = [str(word) for word in words]
    sys.stdout.flush()
    if os.name == "posix":
        os.execv(command[0], command)
    sys.exit(subprocess.run(command, check=False).returncode)


def scripts():
    """The environment's folder of commands."""
    return VENV / ("Scripts" if os.name == "nt" else "bin")


def python():
    """The environment's Python."""
    return scripts() / ("python.exe" if os.name == "nt" else "python")


def say(sentence):
    """Tell the person what is going on."""
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
