"""gridsne-desktop: all photos of a folder at once, similar ones side by side."""

__version__ = "0.1.0"
