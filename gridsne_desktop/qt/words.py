"""Numbers and stages in the words that the window shows."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from gridsne_desktop.library.changes import Changes
from gridsne_desktop.library.reasons import Group
from gridsne_desktop.progress import Progress, Stage
from gridsne_desktop.qt.dialogs.words import counted, data_size

if TYPE_CHECKING:  # importing it brings NumPy, too slow before the first paint
    from gridsne_desktop.layout.quality import Quality

STAGES: Final = {
    Stage.SCAN: "Looking for photos",
    Stage.EMBED: "Reading photos",
    Stage.REDUCE: "Arranging",
    Stage.ASSIGN: "Snapping to the grid",
    Stage.REFINE: "Bringing likes together",
    Stage.MEASURE: "Measuring the neatness",
    Stage.EXPORT: "Writing the picture",
    Stage.COPY: "Copying photos",
    Stage.ORGANIZE: "Organizing photos",
    Stage.SAMPLES: "Making sample photos",
    Stage.DOWNLOAD: "Downloading",
    Stage.DATES: "Reading dates",
}

_COUNTED = (Stage.SCAN, Stage.ORGANIZE, Stage.EMBED, Stage.SAMPLES, Stage.DATES)
"""Stages whose units are photos; those of the others mean nothing to the person."""

_PAST: Final = {
    Stage.SCAN: "found",
    Stage.EMBED: "read",
    Stage.REDUCE: "arranged",
    Stage.ASSIGN: "snapped",
    Stage.MEASURE: "measured",
}

_ENOUGH_FOR_ORDER: Final = 3
"""Photos; fewer cannot stand in a wrong order."""

_SECONDS_TO_TRUST_A_RATE = 1.0
_WORTH_TELLING = 0.05
"""Seconds; a stage that took less would read as 0.0 s."""


def progress_detail(progress: Progress) -> str:
    """What is known of count, rate and time left: `120 of 400 · 24 a second · 12 s left`."""
    parts = [_count(progress)]
    if progress.seconds >= _SECONDS_TO_TRUST_A_RATE and progress.total:
        if progress.stage in _COUNTED and progress.rate >= 1:
            parts.append(f"{progress.rate:,.0f} a second")
        left = progress.seconds_left
        if left is not None and progress.done < progress.total:
            parts.append(f"{duration(left)} left")
    return " · ".join(part for part in parts if part)


def _count(progress: Progress) -> str:
    if not progress.total:
        return f"{progress.done:,} found" if progress.stage is Stage.SCAN else ""
    if progress.stage in _COUNTED:
        return f"{progress.done:,} of {progress.total:,}"
    return f"{100 * progress.done // progress.total} %"


def duration(seconds: float) -> str:
    """A length of time as one says it: `12 s`, `3 min`, `1 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{max(1, whole)} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h {minutes % 60} min"


def stage_seconds(seconds: Mapping[str, float]) -> str:
    """What each stage took: `read 6.1 s · arranged 1.4 s · snapped 0.1 s`."""
    told = ((_PAST[stage], seconds.get(stage, 0.0)) for stage in _PAST)
    return " · ".join(f"{word} {took:.1f} s" for word, took in told if took >= _WORTH_TELLING)


def neatness(quality: "Quality | None", *, photos: int) -> str:
    """The one figure for the person: `Neatness 91 %`; nothing where there is none to tell."""
    if quality is None or photos < _ENOUGH_FOR_ORDER:
        return ""
    return f"Neatness {100 * quality.dpq16:.0f} %"


def neatness_explained(quality: "Quality") -> str:
    """What the figure means, and the figures behind it."""
    error = quality.error
    margin = f" (give or take {100 * error.dpq16:.1f})" if error else ""
    lines = [
        "How alike the photos are that stand side by side; 100 % is hardly ever possible.",
        "Many shuffled photos have about 15 to 35 %.",
        "",
        f"Neighbours: {100 * quality.dpq16:.1f} %{margin}",
        f"Large areas: {100 * quality.dpq2:.1f} %",
        f"Of the 10 photos most like one, around it: {10 * quality.recall_24:.1f}",
    ]
    if quality.sample is not None:
        lines.append(f"Measured from a sample of {counted(quality.sample, 'photo')}")
    return "\n".join(lines)


def selected_in_words(count: int, size: int) -> str:
    """How many photos are selected, and their bytes: `12 selected · 34.0 MB`."""
    return f"{count:,} selected · {data_size(size)}"


def skipped_in_words(count: int, extras: Sequence[Group]) -> str:
    """How many photos were left out; of what an extra would cure, how many: `15 skipped, …`."""
    lacking = sum(len(group.problems) for group in extras)
    if not lacking:
        return f"{count:,} skipped"
    need = "needs an extra" if lacking == 1 else "need an extra"
    which = f"{lacking:,}" if lacking < count or count == 1 else "all"
    return f"{count:,} skipped, {which} {need}"


def changes_in_words(changes: Changes) -> str:
    """What has happened to the photos: `12 new photos, 3 changed, 2 removed`."""
    counts = {
        "new": len(changes.new),
        "changed": len(changes.changed),
        "renamed": len(changes.renamed),
        "removed": len(changes.removed),
    }
    told = [(word, count) for word, count in counts.items() if count]
    parts = [f"{count:,} {word}" for word, count in told]
    for word, count in told[:1]:  # only the first one needs the noun
        is_new = word == "new"
        parts[0] = counted(count, "new photo") if is_new else f"{counted(count, 'photo')} {word}"
    return ", ".join(parts)


def changes_link(changes: Changes) -> str:
    """What the person can do about `changes`."""
    if not changes.new:
        return "Update"
    return "Place it" if len(changes.new) == 1 else "Place them"
