"""How a photo was taken, in words. No Qt."""

import math

from gridsne_desktop.library.exif import Shot


def shot_words(shot: Shot) -> list[tuple[str, str]]:
    """What is known, as names and values, in the order one asks for it."""
    rows = [
        ("Taken", _date(shot)),
        ("Camera", shot.camera or ""),
        ("Lens", shot.lens or ""),
        ("Exposure", _exposure(shot)),
        ("ISO", str(shot.iso) if shot.iso else ""),
        ("Focal length", _focal_length(shot)),
        ("Place", _place(shot)),
        ("Colours", shot.profile or ""),
    ]
    return [(name, value) for name, value in rows if value]


def _date(shot: Shot) -> str:
    return "" if shot.taken is None else f"{shot.taken.day} {shot.taken:%b %Y, %H:%M:%S}"


def _exposure(shot: Shot) -> str:
    parts = []
    if shot.exposure is not None:
        parts.append(_seconds(shot.exposure))
    if shot.aperture is not None:
        parts.append(f"f/{shot.aperture:.2g}" if shot.aperture < 10 else f"f/{shot.aperture:.0f}")
    return ", ".join(parts)


def _seconds(seconds: float) -> str:
    """As cameras say it: 1/250 s, 0.4 s, 30 s."""
    if seconds <= 0.3:
        return f"1/{round(1 / seconds):,} s"
    return f"{seconds:.1f}".removesuffix(".0") + " s"


def _focal_length(shot: Shot) -> str:
    if shot.focal_length is None:
        return ""
    words = f"{shot.focal_length:.1f}".removesuffix(".0") + " mm"
    same = shot.focal_length_35mm
    if same is None or math.isclose(same, shot.focal_length, abs_tol=0.5):
        return words
    return f"{words} (as {same:.0f} mm)"


def _place(shot: Shot) -> str:
    if shot.latitude is None or shot.longitude is None:
        return ""
    north, east = "N" if shot.latitude >= 0 else "S", "E" if shot.longitude >= 0 else "W"
    words = f"{abs(shot.latitude):.5f}° {north}, {abs(shot.longitude):.5f}° {east}"
    return words if shot.altitude is None else f"{words}, {shot.altitude:.0f} m"
