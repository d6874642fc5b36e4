"""The apps that are registered at a provider, as in Google's console.

Source: RFC 6749, section 2, "Client Registration".
"""

from __future__ import annotations

import hmac
import string
from collections.abc import Sequence
from dataclasses import dataclass

from cognito_lab.primitives.ids import Ids
from cognito_lab.services.openid_provider.accounts import require_text


@dataclass(eq=False)
class App:
    """One app.

    Attributes:
        redirect_uris: Where browsers may be sent back to, letter by letter.
        secret: None until somebody asks for it.
    """

    client_id: str
    name: str
    redirect_uris: tuple[str, ...]
    secret: str | None = None

    def has_secret(self, given: str) -> bool:
        """Whether this is the app's secret; never, as long as it has none."""
        return self.secret is not None and hmac.compare_digest(self.secret, given)


class Apps:
    """All apps of one provider.

    Args:
        ids: The lab's source of chance.
        client_id_form: How its app ids look; ``{letters}`` stands for 32 characters of chance.
    """

    def __init__(self, ids: Ids, client_id_form: str) -> None:
        self._ids, self._form = ids, client_id_form
        self._apps: dict[str, App] = {}

    def register(self, name: str, redirect_uris: Sequence[str]) -> App:
        """Make an app known.

        Raises:
            ValueError: The name or an address is empty or no text.
        """
        require_text("an app's name", name)
        if isinstance(redirect_uris, str):
            raise ValueError("redirect_uris is a list of addresses, not one text")
        for address in redirect_uris:
            require_text("a redirect URI", address)
        letters = self._ids.text(32, string.ascii_lowercase + string.digits)
        app = App(self._form.format(letters=letters), name, tuple(redirect_uris))
        self._apps[app.client_id] = app
        return app

    def find(self, client_id: str) -> App | None:
        return self._apps.get(client_id)

    def secret_of(self, client_id: str) -> str:
        """An app's secret, made when it is first asked for.

        Raises:
            LookupError: No app has that id.
        """
        if (app := self._apps.get(client_id)) is None:
            raise LookupError(f"no app with the id {client_id!r} is registered here")
        if app.secret is None:
            app.secret = self._ids.base64url(26)
        return app.secret

    def __len__(self) -> int:
        return len(self._apps)
