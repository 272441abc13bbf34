"""A plan done or taken back on a thread, and how far it got where it was stopped."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from gridsne_desktop.errors import GridsneError
from gridsne_desktop.organize.execute import CopyStopped, Outcome, execute
from gridsne_desktop.organize.record import Record, journal_paths, read_record
from gridsne_desktop.organize.steps import Plan
from gridsne_desktop.photo import Problem
from gridsne_desktop.progress import Run
from gridsne_desktop.qt import background
from gridsne_desktop.qt.dialogs.organize.preview import Result, result_of
from gridsne_desktop.qt.task import Task
