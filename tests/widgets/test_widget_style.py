"""The style sheet: one palette with the pictures, readable in both themes; and light imports."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from cognito_lab.diagrams.style import DARK, LIGHT, Domain, Theme
from cognito_lab.widgets import html

WIDGETS = Path(html.__file__).parent
# Where our text stands in a host: JupyterLab's layout colours 0 and 1, the editor of VS Code.
HOST_GROUNDS = {"light": ("#ffffff",), "dark": ("#111111", "#212121", "#1e1e1e")}
THEMES = {"light": LIGHT, "dark": DARK}


def rgb(colour: str) -> list[float]:
    """Read ``#rrggbb`` as three shares of 1."""
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def mixed(ink: str, page: str, share: float) -> str:
    """Mix as color-mix(in srgb, …) does."""
    parts = [share * a + (1 - share) * b for a, b in zip(rgb(ink), rgb(page), strict=True)]
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.1)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb(colour)]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(one: str, other: str) -> float:
    """WCAG 2.1, section 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(theme: Theme, name: str) -> list[str]:
    """Return every surface that text may stand on."""
    pages = [theme.page, *HOST_GROUNDS[name]]
    tinted = [mixed(theme.error, page, 0.06) for page in pages]
    return [*pages, *tinted, *(shades.band for shades in theme.domains.values())]


def pairs() -> list:
    """Every text on every ground that it may stand on, in both themes."""
    found = []
    for name, theme in THEMES.items():
        inks = {f"{d}-ink": theme.domains[d].ink for d in Domain}
        inks |= {word: getattr(theme, word) for word in ("text", "muted", "good", "error")}
        for word, ink in inks.items():
            found += [
                pytest.param(ink, ground, id=f"{name}: {word} on {ground}")
                for ground in grounds(theme, name)
            ]
            found.append(pytest.param(theme.on, ink, id=f"{name}: a word on a {word} badge"))
    return found


def parts_of_a_token() -> list:
    """The three hues of the token inspector, on pages and on their own veil, in both themes."""
    css = (WIDGETS / "token_inspector.css").read_text()
    hues = re.findall(r"--ti-(\w+): (#[0-9a-f]{6})", css)
    assert len(hues) == 6
    return [
        pytest.param(hue, ground, id=f"{theme}: {name} on {ground}")
        for theme, three in (("light", hues[:3]), ("dark", hues[3:]))
        for name, hue in three
        for page in (THEMES[theme].page, *HOST_GROUNDS[theme])
        for ground in (page, mixed(hue, page, 0.07))
    ]


@pytest.mark.parametrize(("text", "ground"), [*pairs(), *parts_of_a_token()])
def test_text_can_be_read(text: str, ground: str):
    """Text and ground differ by 4.5 : 1 or more."""
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize("sheet", ["style.css", "token_inspector.css"])
def test_the_colours_of_text_are_the_tested_ones(sheet: str):
    """A style sheet colours text with the palette only, so the test above knows every pair."""
    css = (WIDGETS / sheet).read_text()

    used = set(re.findall(r"(?<![-\w])color:\s*([^;}]+)", css))

    known = {"--cl-text", "--ink", "--part", "--part, var(--cl-text)"}
    known |= {"--sd-muted", "--sd-on", "--sd-error"}
    assert used <= {"inherit", *(f"var({name})" for name in known)}
    assert len(re.findall(r"#[0-9a-f]{3,8}\b", css)) == len(re.findall(r"--ti-\w+: #", css))


@pytest.mark.parametrize("script", ["edge.js", "token_inspector.js"])
def test_a_script_never_writes_markup(script: str):
    """What a script shows enters the page as text; nothing is loaded from elsewhere."""
    source = (WIDGETS / script).read_text()

    writers = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(|DOMParser"
    assert not re.search(writers, source)
    assert not re.search(r"^\s*import\b|import\(|https?://|fetch\(", source, re.MULTILINE)


@pytest.mark.parametrize(
    ("statement", "stays_away"),
    [
        pytest.param("import cognito_lab.widgets", "ipywidgets", id="the package loads no widget"),
        pytest.param(
            "from cognito_lab.widgets import IdentityCard",
            "cognito_lab.widgets.sign_in",
            id="one widget loads no other",
        ),
    ],
)
def test_a_name_loads_only_what_it_needs(statement: str, stays_away: str):
    """Importing is cheap until a widget is used."""
    code = f"import sys; {statement}; sys.exit({stays_away!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
