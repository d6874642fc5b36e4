"""Which of a user's attributes an app gets to see: those that client and scopes both show.

In an ID token they are claims: texts, apart from two booleans and a list. At the userInfo endpoint
every one of them is a text.

Source: developer guide, "Understanding the identity (ID) token", "userInfo endpoint".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cognito_lab.services.cognito_idp.scopes import shows

if TYPE_CHECKING:
    from cognito_lab.services.cognito_idp.sign_ins import SignIn

# Flag: the address that it speaks of.
_FLAGS = {"email_verified": "email", "phone_number_verified": "phone_number"}


def shown_attributes(sign_in: SignIn) -> dict[str, str]:
    """``{name: text}``. A `…_verified` stands only beside the address that it speaks of."""
    shown = {
        name: value
        for name, value in sign_in.user.attributes.items()
        if sign_in.client.may_read(name) and shows(sign_in, name)
    }
    return {name: value for name, value in shown.items() if _FLAGS.get(name, name) in shown}


def attribute_claims(sign_in: SignIn) -> dict[str, Any]:
    """The same, as an ID token carries them."""
    return {name: _claim(name, text) for name, text in shown_attributes(sign_in).items()}


def _claim(name: str, text: str) -> Any:
    if name in _FLAGS:
        return text == "true"
    return json.loads(text) if name == "identities" else text
