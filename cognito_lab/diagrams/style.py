"""The lab's colours, light and dark, and the style sheet that every picture carries.

One palette for pictures and widgets. A *domain* is who answers for something: the app, an
identity provider, the AWS account. Each has four shades: `ink` for what speaks (arrows, heads),
`mid` for thin lines, `tint` for quiet areas, `band` for the ground behind. A test holds every
pair of text and ground against a contrast of 4.5 : 1.

How a picture follows the page: plain attributes in the SVG are the light theme, for a PNG and for
viewers without CSS variables; the style sheet recolours by class. Dark is where JupyterLab or VS
Code says so; what the system prefers counts only outside them, so a light JupyterLab on a dark
desktop stays light.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

# How far a page may shrink a picture, as a part of its natural width; what is narrower scrolls it.
SMALLEST = ".9"
FONTS = 'Helvetica,Arial,"Liberation Sans",Arimo,sans-serif'


class Domain(StrEnum):
    """Who answers for a participant; the value is its short name in classes and variables."""

    APP = "app"
    IDENTITY_PROVIDER = "idp"
    AWS = "aws"

    @property
    def caption(self) -> str:
        """As it stands above the band."""
        return {"app": "APP", "idp": "IDENTITY PROVIDER", "aws": "AWS ACCOUNT"}[self.value]


@dataclass(frozen=True)
class Shades:
    """The four shades of one domain."""

    ink: str
    mid: str
    tint: str
    band: str


@dataclass(frozen=True)
class Theme:
    """All colours of one theme.

    Attributes:
        page: The ground of the page.
        text, muted: Labels, and the smaller details below them.
        on: Text on `ink`.
        line, tab, tab_text: Frames, their corner, and its text.
        frame: The veil inside a frame.
        phase: The rail of phases on the left.
        note, note_line, note_text: Notes.
        paper, paper_text: A printed thing, such as the boarding pass; the same in both themes.
        error: Refusals.
        good: The word OK, in its own border.
    """

    page: str
    text: str
    muted: str
    on: str
    line: str
    tab: str
    tab_text: str
    frame: str
    phase: str
    note: str
    note_line: str
    note_text: str
    paper: str
    paper_text: str
    error: str
    good: str
    domains: Mapping[Domain, Shades]


LIGHT = Theme(
    page="#ffffff",
    text="#1f2937",
    muted="#5b6472",
    on="#ffffff",
    line="#94a3b8",
    tab="#e2e8f0",
    tab_text="#334155",
    frame="#ffffff73",
    phase="#475569",
    note="#fef3c7",
    note_line="#d9a441",
    note_text="#574213",
    paper="#ffffff",
    paper_text="#1f2937",
    error="#b91c1c",
    good="#0d6b64",
    domains={
        Domain.APP: Shades("#0d6b64", "#5eb5ac", "#d9f2ee", "#f3faf9"),
        Domain.IDENTITY_PROVIDER: Shades("#6d28d9", "#a98be6", "#e9e0fb", "#f8f6fd"),
        Domain.AWS: Shades("#b43a0a", "#e2a07d", "#fce8dc", "#fdf7f3"),
    },
)
DARK = Theme(
    page="#111418",
    text="#e8eaed",
    muted="#a9b1bd",
    on="#0c0f12",
    line="#64748b",
    tab="#2b333f",
    tab_text="#d3dae4",
    frame="#ffffff08",
    phase="#a3afbf",
    note="#3a3015",
    note_line="#8a6d1f",
    note_text="#f4e3b0",
    paper="#f4f1ec",
    paper_text="#1f2937",
    error="#f78b8b",
    good="#5fd0c4",
    domains={
        Domain.APP: Shades("#5fd0c4", "#2c8f85", "#123f3b", "#0f1d1d"),
        Domain.IDENTITY_PROVIDER: Shades("#b79cf7", "#7456c4", "#32235a", "#17142a"),
        Domain.AWS: Shades("#f4a074", "#b0613a", "#4e2613", "#221711"),
    },
)
_IN_JUPYTER = ("[data-jp-theme-light]", ".vscode-body", ".vscode-light")
_DARK_PAGE = ':is([data-jp-theme-light="false"],.vscode-dark)'
_DARK_SYSTEM = f":root:not(:has({','.join(_IN_JUPYTER)}))"


def variables(theme: Theme) -> str:
    """A theme as CSS variables: ``--sd-text:#1f2937;--sd-app-ink:#0d6b64;…``."""
    plain = {
        f.name.replace("_", "-"): getattr(theme, f.name)
        for f in fields(theme)
        if f.name != "domains"
    }
    plain["page"] = f"var(--jp-layout-color0,{theme.page})"
    shades = {
        f"{domain}-{f.name}": getattr(shade, f.name)
        for domain, shade in theme.domains.items()
        for f in fields(shade)
    }
    return "".join(f"--sd-{name}:{value};" for name, value in (plain | shades).items())


def themed(scope: str) -> str:
    """CSS that gives an element the variables of the theme that its page has.

    Args:
        scope: A class selector, such as ``.sd`` (ours) or a widget's own.
    """
    system = f"{_DARK_SYSTEM} {scope},svg{scope}:root"
    return (
        f"{scope}{{{variables(LIGHT)}}}"
        f"@media (prefers-color-scheme:dark){{{system}{{{variables(DARK)}}}}}"
        f"{_DARK_PAGE} {scope}{{{variables(DARK)}}}"
    )


def _domain_rules() -> str:
    """Inside something of a domain, ``--ink`` and its three sisters are that domain's."""
    shades = [f.name for f in fields(Shades)]
    rules = (
        f".sd-{domain}{{{''.join(f'--{s}:var(--sd-{domain}-{s});' for s in shades)}}}"
        for domain in Domain
    )
    return "".join(rules) + ".sd-error{--ink:var(--sd-error)}"


_RULES = """
.sd{font-family:FONTS;max-width:100%;min-width:calc(var(--natural,0px)*SMALLEST);height:auto}
@media print{.sd{min-width:0}}
.sd text{font-family:inherit;font-kerning:normal}
.sd-page{fill:var(--sd-page)}.sd-band *{fill:var(--band);stroke:var(--tint)}
.sd-ink text{fill:var(--ink)}
.sd-life path,.sd-mid path{stroke:var(--mid)}.sd-tint *{fill:var(--tint);stroke:var(--mid)}
.sd-solid *{fill:var(--ink);stroke:var(--ink)}
.sd-on text,.sd-solid text{fill:var(--sd-on);stroke:none}.sd-onto *{stroke:var(--sd-on)}
.sd-arrow *{stroke:var(--ink)}.sd-arrow polygon{fill:var(--ink)}
.sd-chip *{fill:var(--band);stroke:none}.sd-label text{fill:var(--sd-text)}
.sd-detail text{fill:var(--sd-muted)}.sd-error.sd-label text{fill:var(--ink)}
.sd-badge ellipse{fill:var(--ink);stroke:var(--ink)}.sd-badge text{fill:var(--sd-on)}
.sd-hollow ellipse{fill:var(--sd-page)}.sd-hollow text{fill:var(--ink)}
.sd-frame *{stroke:var(--sd-line);fill:var(--sd-frame)}
.sd-tab *{stroke:var(--sd-line);fill:var(--sd-tab)}
.sd-tab text,.sd-cond text{fill:var(--sd-tab-text);stroke:none}.sd-else path{stroke:var(--sd-line)}
.sd-note *{fill:var(--sd-note);stroke:var(--sd-note-line)}
.sd-anchor path{stroke:var(--sd-note-line)}
.sd-notetext text{fill:var(--sd-note-text)}
.sd-phase ellipse{fill:var(--sd-phase);stroke:var(--sd-phase)}.sd-phase text{fill:var(--sd-page)}
.sd-phasetext text{fill:var(--sd-phase)}.sd-rail path{stroke:var(--sd-line);stroke-opacity:.6}
.sd-strong *{fill:var(--tint);stroke:var(--ink)}.sd-inset *{fill:none;stroke:var(--mid)}
.sd-middle *{fill:var(--mid);stroke:var(--mid)}
.sd-verb *{fill:var(--sd-page);stroke:var(--mid)}
.sd-good *{fill:var(--sd-page);stroke:var(--sd-good)}.sd-goodtext text{fill:var(--sd-good)}
.sd-bad *{fill:var(--sd-page);stroke:var(--sd-error)}.sd-badtext text{fill:var(--sd-error)}
.sd-quiet *{fill:var(--sd-page);stroke:var(--sd-line)}
.sd-goodline path{stroke:var(--sd-good)}.sd-badline path{stroke:var(--sd-error)}
.sd-barcode *{fill:var(--sd-paper-text);stroke:var(--sd-paper-text)}
.sd-paper *{fill:var(--sd-paper);stroke:var(--mid)}.sd-papertext text{fill:var(--sd-paper-text)}
.sd-g{transition:opacity .18s}.sd-g a{cursor:pointer}.sd-g a:focus{outline:none}
.sd-g:hover .sd-arrow path,.sd-g:focus-within .sd-arrow path,
.sd-now .sd-arrow path{stroke-width:2.4}
.sd-g:focus-within .sd-badge ellipse{stroke:var(--sd-text);stroke-width:3}
.sd-stepping .sd-g{opacity:.13}.sd-stepping .sd-past{opacity:.5}.sd-stepping .sd-now{opacity:1}
.sd-spot .sd-g{opacity:.4}.sd-spot .sd-now{opacity:1}
.sd-spot .sd-now>.sd-band:first-of-type *{stroke:var(--ink);stroke-width:2}
.sd-map .sd-now .sd-place *,.sd-map .sd-now .sd-number text{fill:var(--ink);stroke:none}
.sd-map .sd-now .sd-name text,.sd-map .sd-now .sd-number ellipse{fill:var(--sd-on);stroke:none}
.sd-map .sd-now .sd-arrow path{stroke-width:3}.sd-map .sd-past .sd-place *{stroke-width:3}
@media (prefers-reduced-motion:reduce){.sd-g{transition:none}}
"""


@cache
def stylesheet() -> str:
    """What stands in the ``<style>`` of every picture."""
    rules = _RULES.replace("FONTS", FONTS).replace("SMALLEST", SMALLEST).replace("\n", "")
    return themed(".sd") + _domain_rules() + rules
