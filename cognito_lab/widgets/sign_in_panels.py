"""Two parts of the SignIn form that have a life of their own: a new account, and a challenge.

They hold fields and show results. What a button does is decided by the form.
"""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets

from cognito_lab.widgets import sign_in_view as view
from cognito_lab.widgets.controls import (
    button,
    choice,
    panel,
    password,
    plain,
    prose,
    row,
    show,
    text,
)
from cognito_lab.widgets.sign_in_flow import Challenge

_ATTRIBUTE = "userAttributes."
# The member of ChallengeResponses that takes what the person types or picks.
_TAKES = {
    "NEW_PASSWORD_REQUIRED": "NEW_PASSWORD",
    "SELECT_MFA_TYPE": "ANSWER",
    "SOFTWARE_TOKEN_MFA": "SOFTWARE_TOKEN_MFA_CODE",
    "SMS_MFA": "SMS_MFA_CODE",
}


class NewAccount:
    """Sign up, and confirm with the code from the mailbox, which stands beside it.

    Args:
        attributes: Names of the attributes that the pool asks for.
    """

    def __init__(self, attributes: Sequence[str]) -> None:
        self.fields = {name: text(_label(name)) for name in attributes}
        self.sign_up = button("Sign up", primary=True)
        self.code = text("Code")
        self.confirm = button("Confirm", primary=True)
        self.resend = button("Send another code")
        self.result, self.mailbox = prose(), prose()
        entry = panel("app", self.code, row(self.confirm, self.resend))
        note = prose(view.new_account_note())
        account = (note, *self.fields.values(), self.sign_up, self.result)
        self.box = panel("app", *account, row(entry, self.mailbox))

    @property
    def attributes(self) -> dict[str, str]:
        """``{attribute name: what stands in its field}``."""
        return {name: field.value for name, field in self.fields.items()}


class ChallengePanel:
    """The question of the user pool, with the fields for its answer."""

    def __init__(self) -> None:
        self.question, self.beside = prose(), prose()
        self.code, self.new_password = text("Code"), password("New password")
        self.choice = choice("Second factor", [])
        self.attributes: dict[str, ipywidgets.Text] = {}
        self._more = plain(ipywidgets.VBox)
        self.send = button("Answer", primary=True)
        self.wait = button("Let 30 seconds pass")
        fields = (self.code, self.new_password, self.choice, self._more)
        self.box = panel("idp", self.question, *fields, self.beside, row(self.send, self.wait))

    def ask(self, challenge: Challenge) -> None:
        """Show a question, its fields empty."""
        self.question.value = view.challenge_html(challenge)
        self.code.value = self.new_password.value = ""
        self.choice.options = challenge.listed("MFAS_CAN_CHOOSE")
        missing = challenge.listed("requiredAttributes")
        self.attributes = {name: text(_label(name.removeprefix(_ATTRIBUTE))) for name in missing}
        self._more.children = tuple(self.attributes.values())
        self._show_fields(challenge)

    def _show_fields(self, challenge: Challenge) -> None:
        name, setting_up = challenge.name, challenge.name == "MFA_SETUP"
        wants_code = name.endswith("_MFA") or bool(setting_up and challenge.secret)
        show(self.code, wants_code)
        show(self.new_password, name == "NEW_PASSWORD_REQUIRED")
        show(self.choice, name == "SELECT_MFA_TYPE")
        show(self.wait, wants_code and name != "SMS_MFA")
        first = setting_up and not challenge.secret
        self.send.description = "Set up an authenticator app" if first else "Answer"

    def thank(self, challenge: Challenge) -> None:
        """The question is answered. The button stays, so that the keyboard focus has a place."""
        self.question.value = view.answered_html(challenge)
        self.beside.value = ""
        for field in (self.code, self.new_password, self.choice, self._more, self.wait):
            show(field, False)

    def responses(self, challenge: Challenge) -> dict[str, str]:
        """What stands in the fields, as AWS's ChallengeResponses without USERNAME."""
        member = _TAKES.get(challenge.name)
        if member is None:
            return {}
        values = {"NEW_PASSWORD": self.new_password.value, "ANSWER": self.choice.value or ""}
        typed = {name: field.value for name, field in self.attributes.items()}
        return {member: values.get(member, self.code.value), **typed}


def _label(attribute: str) -> str:
    """``phone_number`` as a label: *Phone number*; AWS's ``email`` as people write it."""
    words = attribute.removeprefix("custom:").replace("_", " ")
    return "E-mail" if attribute == "email" else words[:1].upper() + words[1:]
