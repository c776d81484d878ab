"""The colours of everything that is drawn, in light and in dark; each text on its ground with contrast enough (AA)."""

from __future__ import annotations

_COLOURS = {
    "ink": ("#1f2328", "#e6edf3"),
    "soft": ("#59636e", "#9da7b3"),
    "surface": ("#ffffff", "#14181d"),
    "line": ("#d5dbe1", "#323a43"),
    "closed": ("#eff1f4", "#20262d"),
    "counted": ("#0b62c9", "#2f6fd6"),
    "on-fill": ("#ffffff", "#ffffff"),
    "ahead": ("#e2edfb", "#172b45"),
    "overdue": ("#b42318", "#c93c37"),
    "late": ("#b42318", "#ff8a80"),
    "paused": ("#9a6700", "#d4a72c"),
    "closure": ("#6e56a8", "#a996e0"),
    "good": ("#14713a", "#4ac26b"),
}
_LIGHT = '[data-theme="light"] .slaclock,.slaclock[data-theme="light"],[data-jp-theme-light="true"] .slaclock'
_DARK = '[data-theme="dark"] .slaclock,.slaclock[data-theme="dark"],[data-jp-theme-light="false"] .slaclock'


def colours() -> str:
    """The style sheet's colours: as the reader's system has it, or as `data-theme` says."""
    light, dark = ("".join(f"--{name}:{both[n]};" for name, both in _COLOURS.items()) for n in (0, 1))
    return (
        f".slaclock{{{light}}}\n@media (prefers-color-scheme:dark){{.slaclock{{{dark}}}}}\n"
        f"{_LIGHT}{{{light}}}\n{_DARK}{{{dark}}}\n"
    )
