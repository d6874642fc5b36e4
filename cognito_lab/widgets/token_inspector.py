"""TokenInspector: what a token says, whether to believe it, and what happens when it is changed.

    TokenInspector(id_token, cloud)                      # one line is enough
    TokenInspector(id_token, cloud, beside=access_token) # two tokens side by side
    TokenInspector()                                     # an empty one, to paste into

The pure half is `token_view.view_of`; this file keeps the token and what somebody changed in it,
and token_inspector.js draws. The token itself is in no trait, so it is in no saved notebook: the
browser gets it in a message, when somebody asks to see it.

Left out: fetching keys from a real issuer. A token that no lab issued is read and explained, and
its signature stays unchecked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import traitlets
from markupsafe import Markup

from cognito_lab.primitives.token_checks import Expectation
from cognito_lab.widgets import html
from cognito_lab.widgets import token_edits as edits
from cognito_lab.widgets import token_static as static
from cognito_lab.widgets.claims_explained import Group
from cognito_lab.widgets.frame import Frame
from cognito_lab.widgets.token_comparison import Comparison, comparison
from cognito_lab.widgets.token_desk import Desk, Lab
from cognito_lab.widgets.token_kinds import kind_of
from cognito_lab.widgets.token_reading import Kind, Reading, read
from cognito_lab.widgets.token_view import TokenView, view_of
from cognito_lab.widgets.visible import visible

_ATTACKS = [{"name": a.name, "question": a.question} for a in edits.ATTACKS.values()]


class TokenPane(anywidget.AnyWidget):
    """The inspector's page; see token_inspector.js.

    Attributes:
        content: A `TokenView`, a `Comparison` or None, and what somebody typed wrongly.
    """

    _esm = Path(__file__).parent / "token_inspector.js"
    _css = Path(__file__).parent / "token_inspector.css"
    content = traitlets.Dict().tag(sync=True)


class TokenInspector(Frame):
    """Looks into any token, checks it, and lets it be changed.

    Args:
        token: The token, or any text; more can be pasted later.
        cloud: Whose keys and clock to check with; without one a token is read and not verified.
        expected: What a good token says; left out, it is what the token itself says, so that every
            change shows.
        beside: A second token to compare with.

    Raises:
        TypeError: `token` or `beside` is no text.
    """

    def __init__(
        self,
        token: str | None = None,
        cloud: Lab | None = None,
        *,
        expected: Expectation | None = None,
        beside: str | None = None,
    ) -> None:
        self._cloud, self._expected = cloud, expected
        self._original = _text(token)
        self._beside = _text(beside)
        self._header, self._claims = {}, {}  # type: edits.Members, edits.Members
        self._problem: dict[str, str] | None = None
        self._answers = ""
        self.pane = TokenPane()
        super().__init__("Token inspector", "idp", [self.pane])
        self.pane.on_msg(lambda _, content, __: self.run(lambda: self._hear(content)))
        self._begin()

    # --- what is shown now ---------------------------------------------------------------------

    @property
    def view(self) -> TokenView:
        """The token as it is now, changes included, at the lab's time."""
        return view_of(self._raw(), self._desk(), original=self._original)

    @property
    def comparison(self) -> Comparison | None:
        """This token beside the other one; None where there is no other."""
        if not self._beside:
            return None
        return comparison(self.view, view_of(self._beside, self._desk()))

    def refresh(self) -> None:
        """Follow the lab's clock and keys; a verdict that turns is said aloud."""
        before, view = self.pane.content.get("view", {}).get("verdict"), self.view
        self._show(view)
        if view.verdict != before:
            self.edge.announce(view.summary)

    # --- what a person can do ------------------------------------------------------------------

    def paste(self, text: str) -> str:
        """Take another token, or any other text; the changes to the last one are forgotten."""
        self._original = text
        return self._begin()

    def compare(self, text: str) -> str:
        """Put another token beside this one; an empty text takes it away."""
        self._beside = text
        self._show(self.view)
        compared = self.comparison
        return " ".join(compared.remarks) if compared else "No second token."

    def edit(self, name: str, value: Any, *, part: str = "claims") -> str:
        """Change one member as an attacker would: nothing is signed again.

        Args:
            name: The claim, or the header member.
            value: Any JSON value.
            part: ``claims`` or ``header``.
        """
        self._members(part)[name] = value
        return self._changed()

    def edit_json(self, text: str, *, part: str = "claims") -> str:
        """Replace all claims, or the whole header; JSON that is not finished changes nothing."""
        try:
            members = edits.members_of(text)
        except edits.NotJson as error:
            return self._refuse(part, str(error))
        self._members(part).clear()
        self._members(part).update(members)
        return self._changed()

    def attack(self, name: str) -> str:
        """Make one of `token_edits.ATTACKS`, by its name."""
        edits.ATTACKS[name].change(self._members("header"), self._members("claims"))
        return self._changed()

    def undo(self) -> str:
        """Take every change back."""
        return self._begin()

    def expect(
        self, issuer: str | None = None, audience: str | None = None, token_use: str | None = None
    ) -> str:
        """Say what a good token says; with nothing given, what the token itself says.

        Args:
            issuer: The exact `iss`.
            audience: An app client id; several are divided by commas.
            token_use: ``id`` or ``access``.
        """
        wanted = [one.strip() for one in (audience or "").split(",") if one.strip()]
        said = Expectation(
            issuer or None, wanted or None, token_use or None, self._accepted_algorithms()
        )
        self._expected = said if issuer or wanted or token_use else None
        return self._changed()

    def code_twin(self) -> str:
        """The PyJWT code that checks the same; its `token` and `cloud` are the notebook's own."""
        return static.code_twin(self.view, kind_of(self._claims, self._sealed_header()))

    # --- messages from the page ----------------------------------------------------------------

    def _hear(self, content: Mapping[str, Any]) -> str | None:
        """Do what somebody did on the page; unknown messages are not ours."""
        self._answers = str(content.get("id", ""))
        match content:
            case {"kind": "paste", "text": str(text)}:
                return self.paste(text)
            case {"kind": "compare", "text": str(text)}:
                return self.compare(text)
            case {"kind": "edit", "part": str(part), "row": int(row), "text": str(text)}:
                return self._edit_row(part, row, text, is_text=bool(content.get("is_text")))
            case {"kind": "json", "part": str(part), "text": str(text)}:
                return self.edit_json(text, part=part)
            case {"kind": "attack", "name": str(name)}:
                return self.attack(name)
            case {"kind": "undo"}:
                return self.undo()
            case {"kind": "expect"}:
                return self.expect(
                    content.get("issuer"), content.get("audience"), content.get("token_use")
                )
            case {"kind": "reveal"}:
                parts = [visible(part) for part in self._raw().split(".")]
                self.pane.send({"kind": "token", "id": self._answers, "parts": parts})
        return None

    def _edit_row(self, part: str, row: int, text: str, *, is_text: bool) -> str:
        members = self._members(part)
        name = list(members)[row]
        try:
            members[name] = edits.value_of(text, is_text=is_text)
        except edits.NotJson as error:
            return self._refuse(f"{part} {row}", str(error))
        return self._changed()

    # --- the token and its changes -------------------------------------------------------------

    def _begin(self) -> str:
        first = self._first()
        self._header = dict(first.unverified_header or {})
        self._claims = dict(first.unverified_claims or {})
        return self._changed()

    def _first(self) -> Reading:
        return read(self._original)

    def _raw(self) -> str:
        """The token with its changes; a text that cannot be changed is as it came."""
        first = self._first()
        if not _can_be_changed(first):
            return first.raw or self._original
        return edits.reassembled(first.raw, self._header, self._claims)

    def _members(self, part: str) -> edits.Members:
        if not _can_be_changed(self._first()):
            raise ValueError("only a token of three readable parts can be changed")
        return {"header": self._header, "claims": self._claims}[part]

    def _changed(self) -> str:
        self._problem = None
        view = self.view
        self._show(view)
        self._show_code_of(view)
        return view.summary or ". ".join([view.title, *view.remarks])

    def _refuse(self, where: str, why: str) -> str:
        self._problem = {"where": where, "text": why}
        self._show(self.view)
        return f"Not JSON yet: {why}"

    def _show(self, view: TokenView) -> None:
        compared = self.comparison
        self.pane.content = {
            "view": view.as_dict(),
            "comparison": compared.as_dict() if compared else None,
            "problem": self._problem,
            "attacks": _ATTACKS,
            "groups": list(Group),
            "answers": self._answers,
        }

    def _show_code_of(self, view: TokenView) -> None:
        if view.parts:
            self.show_code(self.code_twin())

    def _sealed_header(self) -> Mapping[str, Any] | None:
        first = self._first()
        return first.unverified_header if first.kind is Kind.ENCRYPTED else None

    def _desk(self) -> Desk:
        return Desk.in_lab(self._cloud, self._expected)

    def _accepted_algorithms(self) -> tuple[str, ...]:
        """What the issuer's published keys are for; the token is not asked."""
        keys = self._desk().keys((self._first().unverified_claims or {}).get("iss"))
        return tuple(
            sorted({key.get("alg", "RS256") for key in (keys or {"keys": ()})["keys"]})
        ) or ("RS256",)

    # --- the static form -----------------------------------------------------------------------

    def as_text(self) -> str:
        """The token in plain words; never the token itself."""
        return static.as_text(self.view, self.comparison)

    def as_html(self) -> Markup:
        """The token as tables; never the token itself."""
        return html.static(static.as_html(self.view, self.comparison))


def _text(token: object) -> str:
    if token is None:
        return ""
    if not isinstance(token, str):
        raise TypeError(
            f"a token is a text, not {type(token).__name__}: "
            'pass answer["AuthenticationResult"]["IdToken"], for example'
        )
    return token


def _can_be_changed(reading: Reading) -> bool:
    readable = reading.unverified_header is not None and reading.unverified_claims is not None
    return reading.kind is Kind.SIGNED and readable
