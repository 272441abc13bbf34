"""The window: a thin client of the core, and the only place that imports PySide6."""
