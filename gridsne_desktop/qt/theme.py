"""Colours: neutral greys around the photos, the system's accent, light or dark as it wishes."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from gridsne_desktop import paths

_TICK = "icons/check.png"

SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


@dataclass(frozen=True, slots=True)
class Shades:
    """The greys of one scheme, from the ground up to the text."""

    ground: str
    base: str
    raised: str
    line: str
    faint: str
    text: str
    accent: str
    link: str


LIGHT = Shades(
    "#f6f6f7", "#ffffff", "#fbfbfc", "#d9dadd", "#63666d", "#1c1d20", "#2f6fde", "#2a66d0"
)
DARK = Shades(
    "#1b1c1e", "#232427", "#2a2b2f", "#3a3c41", "#a1a4ab", "#ececef", "#3a78e8", "#7fadff"
)
"""Faint text keeps a contrast of at least 4.5 : 1 on its ground (WCAG 2.2, 1.4.3)."""


class Theme(QObject):
    """Keeps the application's palette and button style in step with the colour scheme."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._wished = Qt.ColorScheme.Unknown
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    @property
    def shades(self) -> Shades:
        """The greys in use."""
        scheme = self._wished
        if scheme is Qt.ColorScheme.Unknown:
            scheme = QGuiApplication.styleHints().colorScheme()
        return DARK if scheme is Qt.ColorScheme.Dark else LIGHT

    def follow(self, scheme: str) -> None:
        """Use the scheme called `scheme`: a key of `SCHEMES`."""
        self._wished = SCHEMES[scheme]
        # Title bars and system dialogs follow this where the platform can; our palette always.
        QGuiApplication.styleHints().setColorScheme(self._wished)
        self._apply()

    def _apply(self) -> None:
        # Replaced by nothing first, a style sheet costs a third: 11 ms instead of 28.
        self._application.setStyleSheet("")
        self._application.setPalette(_palette(self.shades))
        self._application.setStyleSheet(_style_sheet(self.shades))

    @Slot()
    def _on_scheme_changed(self) -> None:
        self._apply()


def _palette(shades: Shades) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for roles, name in (
        ((role.Window,), shades.ground),
        ((role.Base, role.ToolTipBase), shades.base),
        ((role.Button, role.AlternateBase), shades.raised),
        ((role.Mid, role.Midlight), shades.line),
        ((role.PlaceholderText,), shades.faint),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), shades.text),
        ((role.Highlight, role.Accent), shades.accent),
        ((role.Link,), shades.link),
    ):
        for one in roles:
            palette.setColor(one, QColor(name))
    palette.setColor(role.HighlightedText, QColor("#ffffff"))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, _between(shades.faint, shades.ground))
    return palette


def _between(one: str, other: str) -> QColor:
    a, b = QColor(one), QColor(other)
    return QColor(*((a.getRgb()[i] + b.getRgb()[i]) // 2 for i in range(3)))  # type: ignore[index]


def _style_sheet(shades: Shades) -> str:
    """Flat, roomy buttons; boxes and rings that are seen on a dark ground; else Fusion's."""
    return f"""
    QPushButton {{ background: {shades.base}; border: 1px solid {shades.line};
        border-radius: 6px; padding: 6px 14px; min-height: 18px; }}
    QPushButton:hover {{ background: {shades.raised}; border-color: {shades.faint}; }}
    QPushButton:pressed {{ background: {shades.line}; }}
    QPushButton:focus {{ border: 1px solid {shades.accent}; }}
    QPushButton:disabled {{ color: {_between(shades.faint, shades.ground).name()}; }}
    QPushButton:default:enabled {{ background: {shades.accent}; color: white;
        border-color: {shades.accent}; }}
    QPushButton:default:hover {{ background: {QColor(shades.accent).lighter(108).name()}; }}
    QPushButton:default:focus {{ border: 1px solid {shades.text}; }}
    QPushButton[slim="true"] {{ padding: 2px 12px; min-height: 16px; }}
    QPushButton[link="true"] {{ background: transparent; border: none; padding: 2px 4px;
        color: {shades.link}; text-align: left; }}
    QPushButton[link="true"]:hover, QPushButton[link="true"]:focus
        {{ text-decoration: underline; }}
    QPushButton[link="true"]:disabled {{ color: {_between(shades.faint, shades.ground).name()}; }}
    QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {shades.line}; }}
    QSlider::handle:horizontal {{ width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
        background: {shades.base}; border: 1px solid {shades.faint}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus
        {{ border-color: {shades.accent}; }}
    QCheckBox::indicator {{ width: 12px; height: 12px; border-radius: 3px;
        border: 1px solid {shades.faint}; background: {shades.base}; }}
    QCheckBox::indicator:checked {{ border-color: {shades.accent}; background: {shades.accent};
        image: url("{paths.resource(_TICK).as_posix()}"); }}
    QCheckBox::indicator:disabled {{ border-color: {shades.line}; }}
    QCheckBox::indicator:checked:disabled {{ border-color: {shades.line};
        background: {shades.line}; }}
    QCheckBox:focus, QRadioButton:focus {{ text-decoration: underline; }}
    QRadioButton::indicator {{ width: 12px; height: 12px; border-radius: 7px;
        border: 1px solid {shades.faint}; background: {shades.base}; }}
    QRadioButton::indicator:checked {{ width: 6px; height: 6px;
        border: 4px solid {shades.accent}; background: white; }}
    QRadioButton::indicator:disabled {{ border-color: {shades.line}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QToolTip {{ color: {shades.text}; background: {shades.base}; padding: 4px 6px;
        border: 1px solid {shades.line}; }}
    """
