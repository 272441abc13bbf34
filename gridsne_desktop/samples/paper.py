"""Pages on a desk: letters, newspapers, tables, charts, notes.

The figures in a painting are a matter of taste, tried by eye; they have no other source.
"""

import numpy as np

from gridsne_desktop.samples.canvas import (
    Light,
    Pixels,
    Place,
    Size,
    Sketch,
    aspect_of,
    coordinates,
    finish,
    pick,
    ramp,
    rgb,
    tint,
)
from gridsne_desktop.samples.noise import noise

DESKS = (
    "6a4428 94683c",
    "3a2a20 5a4230",
    "b8946a d8bc94",
    "4a545c 6a767e",
    "8a9a90 b0beb4",
    "2a3444 44526a",
)
PAPERS = ("fdfbf4", "ffffff", "f8f0dc", "f4f6fa", "fff8e0")
INKS = ("24242c", "1c2a5a", "3a2a24", "303030")


ACCENTS = ("c83a34", "2a6ab8", "e8a02a", "3a8a5a", "7a4a9a")
A4 = 2**0.5
"""Height ÷ width of a sheet (ISO 216)."""


def document(rng: np.random.Generator, size: Size) -> Pixels:
    """One or two sheets on a desk, with lines of writing, tables, pictures."""
    _, y = coordinates(size)
    stretch = float(rng.choice([1.0, 12.0]))
    image = ramp(
        noise(rng, size, cells=18 if stretch > 1 else 50, stretch=stretch, octaves=4),
        pick(rng, DESKS),
    )
    count = int(rng.choice([1, 1, 2]))
    kinds = (_letter, _newspaper, _table, _chart, _notes)
    for _ in range(count):
        sheet = Sketch(size)
        wide = min(0.82 * aspect_of(size), 0.66) * float(rng.uniform(0.85, 1.0))
        high = min(0.94, wide * A4)
        middle = aspect_of(size) / 2 + float(rng.normal(0, 0.12)) * (count - 0.4)
        corner = (middle - wide / 2, 0.5 - high / 2 + float(rng.normal(0, 0.02)))
        sheet.box(corner, (corner[0] + wide, corner[1] + high), rgb(pick(rng, PAPERS)))
        margin = wide * 0.1
        inner = (corner[0] + margin, corner[1] + margin)
        kinds[int(rng.integers(len(kinds)))](
            rng, sheet, inner, (wide - 2 * margin, high - 2 * margin)
        )
        image = _lay(image, sheet, float(rng.normal(0, 6)))
    lamp = np.clip(1.12 - 0.3 * y + 0.1 * (noise(rng, size, cells=1.5, octaves=2) - 0.5), 0, 1.2)
    return finish(rng, image * lamp, vignette=0.35, grain=0.01)


def _lay(image: Light, sheet: Sketch, turn: float) -> Light:
    sheet.turn(turn)
    return sheet.over(sheet.shadow_on(image, strength=0.5, blur=0.02, shift=(1 / 120, 1 / 60)))


def _words(
    rng: np.random.Generator,
    sheet: Sketch,
    corner: Place,
    extent: Place,
    line: tuple[float, str],
) -> None:
    pitch, ink = line
    for row in range(int(extent[1] / pitch)):
        left, level = corner[0], corner[1] + row * pitch
        is_last = rng.random() < 0.16
        right = corner[0] + extent[0] * (float(rng.uniform(0.3, 0.8)) if is_last else 1.0)
        while left < right - pitch:
            word = min(pitch * float(rng.uniform(0.6, 3.6)), right - left)
            sheet.box((left, level), (left + word, level + pitch * 0.36), rgb(ink), opacity=0.72)
            left += word + pitch * 0.45


def _letter(rng: np.random.Generator, sheet: Sketch, corner: Place, extent: Place) -> None:
    x, y = corner
    wide, high = extent
    ink, accent = pick(rng, INKS), rgb(pick(rng, ACCENTS))
    sheet.box((x, y), (x + wide * 0.2, y + wide * 0.11), accent)
    sheet.box((x + wide * 0.62, y), (x + wide, y + wide * 0.025), rgb(ink))
    pitch = wide / float(rng.uniform(22, 30))
    _words(rng, sheet, (x, y + high * 0.17), (wide * 0.42, high * 0.1), (pitch, ink))
    sheet.box((x, y + high * 0.32), (x + wide * 0.6, y + high * 0.34), rgb(ink))
    _words(rng, sheet, (x, y + high * 0.38), (wide, high * 0.45), (pitch, ink))
    step = np.linspace(0, 1, 40)
    name = np.stack(
        [
            x + wide * (0.05 + 0.35 * step),
            y + high * (0.92 - 0.03 * np.sin(step * 31) * (1 - step * 0.7)),
        ],
        axis=1,
    )
    sheet.line(name, rgb("1c3a8a"), wide * 0.007)


def _newspaper(rng: np.random.Generator, sheet: Sketch, corner: Place, extent: Place) -> None:
    x, y = corner
    wide, high = extent
    sheet.box((x + wide * 0.1, y), (x + wide * 0.9, y + high * 0.06), rgb("1c1c1c"))
    sheet.line([(x, y + high * 0.085), (x + wide, y + high * 0.085)], rgb("1c1c1c"), wide * 0.006)
    columns = int(rng.integers(2, 5))
    step = wide / columns
    for column in range(columns):
        left, top = x + column * step, y + high * 0.12
        if column % 2 == int(rng.integers(2)):
            opposite = (left + step * 0.92, top + high * 0.22)
            sheet.box((left, top), opposite, tint(rng, pick(rng, ("8aa0b0", "b0a890", "707880"))))
            sheet.polygon(
                [(left, opposite[1]), (left + step * 0.4, top + high * 0.07), opposite],
                rgb("4a545c"),
            )
            top += high * 0.25
        sheet.box((left, top), (left + step * 0.8, top + high * 0.022), rgb("24242c"))
        _words(
            rng,
            sheet,
            (left, top + high * 0.05),
            (step * 0.9, y + high - top - high * 0.05),
            (wide / 42, "30303a"),
        )


def _table(rng: np.random.Generator, sheet: Sketch, corner: Place, extent: Place) -> None:
    x, y = corner
    wide, high = extent
    accent, ink = rgb(pick(rng, ACCENTS)), rgb("3a3a44")
    sheet.box((x, y), (x + wide * 0.5, y + high * 0.04), ink)
    rows, columns = int(rng.integers(9, 18)), int(rng.integers(3, 6))
    top, tall = y + high * 0.1, high * 0.88 / rows
    for row in range(rows):
        level = top + row * tall
        band = accent if row == 0 else accent * 0.12 + 0.86 if row % 2 else rgb("ffffff")
        sheet.box((x, level), (x + wide, level + tall), band)
        for column in range(columns):
            left = x + wide * (column + 0.12) / columns
            reach = wide / columns * float(rng.uniform(0.3, 0.75))
            colour = rgb("ffffff") if row == 0 else ink
            sheet.box((left, level + tall * 0.35), (left + reach, level + tall * 0.62), colour)


def _chart(rng: np.random.Generator, sheet: Sketch, corner: Place, extent: Place) -> None:
    x, y = corner
    wide, high = extent
    sheet.box((x, y), (x + wide * 0.65, y + high * 0.04), rgb("24303c"))
    bottom, top = y + high * 0.55, y + high * 0.12
    for level in np.linspace(top, bottom, 5):
        sheet.line([(x, level), (x + wide, level)], rgb("c8ccd0"), 0.002)
    bars = int(rng.integers(4, 9))
    colours = [rgb(pick(rng, ACCENTS)) for _ in range(2)]
    for bar in range(bars):
        left = x + wide * (bar + 0.2) / bars
        peak = bottom - (bottom - top) * float(rng.uniform(0.2, 0.98))
        sheet.box((left, peak), (left + wide * 0.6 / bars, bottom), colours[bar % 2])
    trend = bottom - (bottom - top) * np.clip(
        np.linspace(0.2, 0.85, bars) + rng.normal(0, 0.08, bars), 0, 1
    )
    across = x + wide * (np.arange(bars) + 0.5) / bars
    sheet.line(np.stack([across, trend], axis=1), rgb("30343c"), 0.005)
    _words(rng, sheet, (x, y + high * 0.63), (wide, high * 0.36), (wide / 26, "34343c"))


def _notes(rng: np.random.Generator, sheet: Sketch, corner: Place, extent: Place) -> None:
    x, y = corner
    wide, high = extent
    pitch = wide / float(rng.uniform(12, 16))
    ink = rgb(pick(rng, ("1c3a8a", "24242c", "2a5a3a")))
    sheet.line([(x, y - pitch), (x, y + high + pitch * 0.5)], rgb("e88a8a"), 0.003)
    for row in range(int(high / pitch)):
        level = y + row * pitch
        sheet.line([(x - pitch, level), (x + wide + pitch, level)], rgb("b0c4dc"), 0.0025)
        if rng.random() < 0.2:
            continue
        reach = wide * float(rng.uniform(0.5, 0.98))
        step = np.linspace(0, 1, 160)
        swing = np.sin(step * reach / pitch * 16 + float(rng.uniform(0, 6))) * (
            0.4 + 0.6 * np.abs(np.sin(step * 37 + row))
        )
        pause = np.abs(np.sin(step * reach / pitch * 1.1 + row)) < 0.25
        path = np.stack(
            [x + pitch * 0.3 + reach * step * 0.95, level - pitch * (0.25 + 0.2 * swing)], axis=1
        )
        for start in range(len(step) - 1):
            if not pause[start]:
                sheet.line(path[start : start + 2], ink, pitch * 0.06)
