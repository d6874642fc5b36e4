"""What the SignIn form shows, as functions from records to text and HTML.

No widget, no cloud state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import dedent

from markupsafe import Markup

from cognito_lab.cloud import Cloud
from cognito_lab.primitives.mailbox import Message
from cognito_lab.primitives.masking import masked, short
from cognito_lab.widgets import html
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, Challenge, SignedIn, Tapped

PRACTICE = "practice account: never type a real password"
GOOGLE_PANEL = "Practice Google (simulated, nothing leaves this computer)"


def only_user_pool(cloud: Cloud) -> str:
    """The id of the cloud's only user pool.

    Raises:
        ValueError: There is none, or more than one.
    """
    pools = cloud.cognito_idp.list_user_pools(max_results=2)["UserPools"]
    if len(pools) != 1:
        raise ValueError("say which user pool: SignIn(cloud, user_pool_id=…, client_id=…)")
    return str(pools[0]["Id"])


def only_client(cloud: Cloud, user_pool_id: str) -> str:
    """The id of the pool's only app client.

    Raises:
        ValueError: There is none, or more than one.
    """
    clients = cloud.cognito_idp.list_user_pool_clients(user_pool_id=user_pool_id, max_results=2)
    if len(clients["UserPoolClients"]) != 1:
        raise ValueError("say which app client: SignIn(cloud, client_id=…)")
    return str(clients["UserPoolClients"][0]["ClientId"])


def practice_note() -> Markup:
    """The warning beside the password field."""
    return Markup('<span class="cl-quiet">{}</span>').format(PRACTICE)


def google_note() -> Markup:
    """What Google's framed panel says about itself."""
    return Markup(
        "<strong>{}</strong><br>Your browser is at Google now, not in the app. "
        "Pick an account; the app never sees its password, only the ID token that comes back."
    ).format(GOOGLE_PANEL)


def guest_note() -> Markup:
    """What the guest's way means."""
    return Markup("A guest shows no document. The identity pool decides whether it serves guests.")


def signed_in_sentence(signed_in: SignedIn) -> str:
    """The outcome in one sentence: seen in the panel, heard from the live region."""
    if signed_in.provider == GUEST:
        return "going on as a guest"
    return f"signed in as {signed_in.name}"


def signed_in_html(signed_in: SignedIn) -> Markup:
    """The green panel: who, and which tokens the app holds now, shortened."""
    held = [(name, html.mono(short(token))) for name, token in signed_in.tokens.items()]
    tokens = (
        html.table(("the app holds", "value (hidden)"), held, caption="Tokens")
        if held
        else Markup("")
    )
    return Markup('<div class="cl-panel cl-good"><strong>✓ {}</strong>{}</div>').format(
        signed_in_sentence(signed_in), tokens
    )


def confirmed_html(username: str) -> Markup:
    """The green panel after a sign-up was confirmed."""
    return Markup('<div class="cl-panel cl-good">✓ {} is confirmed. Sign in now.</div>').format(
        username
    )


def challenge_html(challenge: Challenge) -> Markup:
    """The question, with the parameters that AWS sent along."""
    shown = [
        (name, html.mono(str(masked(value, name)))) for name, value in challenge.parameters.items()
    ]
    return Markup("<strong>The user pool asks: {}</strong>{}").format(
        challenge.name, html.table(("parameter", "value"), shown, caption="ChallengeParameters")
    )


def mailbox_html(address: str, messages: Sequence[Message]) -> Markup:
    """The newest message of an address, as an inbox would show it."""
    if not messages:
        return html.paragraph(f"The mailbox of {address} is empty: this pool sent nothing.")
    newest = messages[-1]
    return Markup('<div class="cl-panel"><strong>Mailbox of {}</strong><br>{}<br>{}</div>').format(
        address, newest.subject, newest.body
    )


def wire_tap_html(tapped: Iterable[Tapped]) -> Markup:
    """What travelled, and whether the password was among it."""
    rows = [(t.message, html.mono(t.member), html.mono(t.shown)) for t in tapped]
    if not rows:
        return Markup("")
    with_password = any(t.is_password for t in tapped)
    sentence = (
        "The password itself travelled (inside TLS), so the app and the user pool saw it."
        if with_password
        else "The password is not in here: only numbers and a proof that fits them."
    )
    body = html.paragraph(sentence) + html.table(
        ("message", "member", "value"), rows, caption="On the wire"
    )
    return html.details("Wire-tap: what travelled", body)


def code_twin(
    provider: str,
    *,
    srp: bool,
    user_pool_id: str,
    client_id: str,
    google_client_id: str,
    username: str,
    email: str,
) -> str:
    """The Python that does what the form does; `session` is `boto3_session(cloud, {})`."""
    if provider == GUEST:
        return "logins = {}          # a guest shows nothing"
    if provider == GOOGLE:
        return _google_code(google_client_id, email)
    return (
        _srp_code(user_pool_id, client_id, username) if srp else _password_code(client_id, username)
    )


def _password_code(client_id: str, username: str) -> str:
    return dedent(f"""\
        idp = session.client("cognito-idp")
        answer = idp.initiate_auth(
            ClientId={client_id!r},
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={{"USERNAME": {username!r}, "PASSWORD": password}},
        )
        tokens = answer["AuthenticationResult"]""")


def _srp_code(user_pool_id: str, client_id: str, username: str) -> str:
    return dedent(f"""\
        # pycognito does the arithmetic of SRP and the two calls
        user = pycognito.Cognito({user_pool_id!r}, {client_id!r}, username={username!r},
                                 session=session)
        user.authenticate(password=password)
        id_token = user.id_token""")


def _google_code(client_id: str, email: str) -> str:
    return dedent(f"""\
        # in the person's browser, at Google
        answer = cloud.google.sign_in({email!r}, password, client_id={client_id!r})
        logins = {{"accounts.google.com": answer.id_token}}""")


def as_text(ways: Sequence[str], signed_in: SignedIn | None) -> str:
    """The form in plain words, for `repr` and screen readers."""
    state = signed_in_sentence(signed_in) if signed_in else "nobody has signed in yet"
    return f"SignIn: {', '.join(ways)}; {state}"


def as_html(ways: Sequence[str], signed_in: SignedIn | None) -> Markup:
    """The form where no widget can live: what it offers, and how it stands."""
    state = signed_in_html(signed_in) if signed_in else html.paragraph("Nobody has signed in yet.")
    return Markup('<div class="cl-static"><strong>Sign in</strong> with {}{}</div>').format(
        ", ".join(ways), state
    )
