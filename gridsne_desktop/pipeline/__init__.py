"""The main job: from folders to an arrangement.

`pipeline` composes the stages and keeps each one's result; `reading` turns photos into vectors,
with whatever computes them and whoever watches; `grids` makes grids of layouts.
"""

from gridsne_desktop.pipeline.pipeline import Pipeline

__all__ = ["Pipeline"]
