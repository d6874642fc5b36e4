"""Every text of a picture can be read on its ground, in both themes."""

from __future__ import annotations

import itertools
import re

import pytest

from cognito_lab.diagrams.style import DARK, LIGHT, Domain, Theme, stylesheet, themed

LEAST = 4.5
# Each theme with the page of JupyterLab that it is shown on (--jp-layout-color0).
THEMES = [pytest.param(LIGHT, "#ffffff", id="light"), pytest.param(DARK, "#111111", id="dark")]

Rgb = tuple[float, float, float]


def rgb(color: str, ground: Rgb = (255, 255, 255)) -> Rgb:
    """A colour as it looks on a ground; the last two digits say how opaque it is."""
    digits = color.lstrip("#")
    red, green, blue = (int(digits[i : i + 2], 16) for i in (0, 2, 4))
    alpha = int(digits[6:8], 16) / 255 if len(digits) == 8 else 1
    mixed = [c * alpha + g * (1 - alpha) for c, g in zip((red, green, blue), ground, strict=True)]
    return mixed[0], mixed[1], mixed[2]


def luminance(color: Rgb) -> float:
    """Relative luminance. Source: WCAG 2.2, "relative luminance"."""
    parts = [c / 255 for c in color]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio. Source: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs(theme: Theme, jupyter_page: str) -> dict[str, tuple[Rgb, Rgb]]:
    """Each text with each ground that it may stand on."""
    found = {
        "note": (rgb(theme.note_text), rgb(theme.note)),
        "corner of a frame": (rgb(theme.tab_text), rgb(theme.tab)),
        "paper": (rgb(theme.paper_text), rgb(theme.paper)),
    }
    pages = {"page": rgb(theme.page), "Jupyter's page": rgb(jupyter_page)}
    for (name, ground), word in itertools.product(
        pages.items(), ("text", "muted", "phase", "error", "good", "tab_text")
    ):
        found[f"{word} on {name}"] = rgb(getattr(theme, word)), ground
    for name, ground in pages.items():
        found[f"number of a phase, {name}"] = ground, rgb(theme.phase)
    for domain, shades in theme.domains.items():
        found |= _pairs_of_domain(theme, domain, pages)
        for other in theme.domains:
            ground = rgb(theme.domains[other].band)
            found[f"{domain} ink on the band of {other}"] = rgb(shades.ink), ground
    return found


def _pairs_of_domain(
    theme: Theme, domain: Domain, pages: dict[str, Rgb]
) -> dict[str, tuple[Rgb, Rgb]]:
    shades = theme.domains[domain]
    band = rgb(shades.band)
    grounds = {f"band of {domain}": band, f"frame on {domain}": rgb(theme.frame, band)}
    found = {
        f"head of {domain}": (rgb(theme.on), rgb(shades.ink)),
        f"foot of {domain}": (rgb(shades.ink), rgb(shades.tint)),
    }
    for (name, ground), word in itertools.product(
        grounds.items(), ("text", "muted", "error", "tab_text")
    ):
        found[f"{word} on {name}"] = rgb(getattr(theme, word)), ground
    for name, ground in pages.items():
        found[f"hollow badge of {domain} on {name}"] = rgb(shades.ink), ground
    return found


@pytest.mark.parametrize(("theme", "jupyter_page"), THEMES)
def test_every_text_can_be_read(theme: Theme, jupyter_page: str) -> None:
    """No pair of text and ground has a contrast below 4.5 : 1."""
    too_weak = {
        name: round(contrast(text, ground), 2)
        for name, (text, ground) in pairs(theme, jupyter_page).items()
        if contrast(text, ground) < LEAST
    }
    assert too_weak == {}


def test_the_rules_name_only_variables_that_exist() -> None:
    """A misspelt variable would leave a shape black."""
    sheet = stylesheet()

    defined = set(re.findall(r"(--[a-z0-9-]+):", sheet))
    # JupyterLab sets the first, the box round a picture the second.
    used = set(re.findall(r"var\((--[a-z0-9-]+)", sheet)) - {"--jp-layout-color0", "--natural"}
    assert used <= defined


def test_dark_is_what_jupyter_says_not_what_the_system_prefers() -> None:
    """The system's preference counts only where no JupyterLab and no VS Code says anything."""
    sheet = stylesheet()

    system = sheet[sheet.index("@media (prefers-color-scheme:dark)") :]
    system = system[: system.index("}}")]
    assert ":not(:has([data-jp-theme-light],.vscode-body,.vscode-light))" in system
    assert ':is([data-jp-theme-light="false"],.vscode-dark) .sd{' in sheet


def test_a_widget_can_have_the_same_colours() -> None:
    """`themed` gives any class the palette of the page's theme."""
    css = themed(".my-widget")

    assert css.startswith(".my-widget{--sd-page:var(--jp-layout-color0,#ffffff);")
    assert f"--sd-app-ink:{DARK.domains[Domain.APP].ink}" in css


def test_reduced_motion_switches_the_fade_off() -> None:
    """Who asked the system for less motion gets none."""
    assert "@media (prefers-reduced-motion:reduce){.sd-g{transition:none}}" in stylesheet()
