"""Somebody else's sign-in: an OpenID Connect provider, such as Google.

It stands for https://accounts.google.com. An app registers and gets an app id; a person signs in
*at the provider*, in the browser; the app gets an ID token and never sees the password.

    client_id = google.register_client("my app")
    google.add_user("gina@gmail.com", "practice-password", name="Gina")
    google.sign_in("gina@gmail.com", "practice-password", client_id=client_id).id_token

That is the short way, with the browser left out. Signing in by redirect, with a page, a `code` and
a `state`, is in `code_flow`; user pools use it.

`accounts` keeps the people and their passwords, `apps` the apps, `provider` the keys and the
tokens, `registry` all providers of a cloud.

Left out: the consent page, scopes (every claim is given), refresh tokens, userinfo, sign-out. The
access token opens nothing in the lab.
"""

from cognito_lab.services.openid_provider.accounts import SignInRefused
from cognito_lab.services.openid_provider.provider import OpenIdProvider, SignIn, google
from cognito_lab.services.openid_provider.registry import OpenIdProviders

__all__ = ["OpenIdProvider", "OpenIdProviders", "SignIn", "SignInRefused", "google"]
