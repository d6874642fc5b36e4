"""Somebody else's sign-in: an OpenID Connect provider, such as Google.

It stands for https://accounts.google.com. An app registers and gets an app id; a person signs in
*at the provider*, in the browser; the app gets an ID token and never sees the password.

    client_id = google.register_client("my app")
    google.add_user("gina@gmail.com", "practice-password", name="Gina")
    google.sign_in("gina@gmail.com", "practice-password", client_id=client_id).id_token

`accounts` keeps the people and their passwords, `provider` the apps, the keys and the tokens.

Left out: the consent page, the redirects with `code` and `state`, scopes (every claim is given),
refresh tokens, sign-out. The access token opens nothing in the lab.
"""

from cognito_lab.services.openid_provider.accounts import SignInRefused
from cognito_lab.services.openid_provider.provider import OpenIdProvider, SignIn, google

__all__ = ["OpenIdProvider", "SignIn", "SignInRefused", "google"]
