"""What the SignIn form shows, as functions from records to text and HTML.

No widget, no cloud state. Whatever comes from outside (a name, a mail, a parameter) goes through
`visible` and is escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from cognito_lab.primitives.mailbox import Message as Mail
from cognito_lab.primitives.masking import masked, short
from cognito_lab.widgets import html
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, USER_POOL, Challenge, Sent, SignedIn
from cognito_lab.widgets.visible import visible
from cognito_lab.widgets.wire_tap import Message, summary
from cognito_lab.widgets.words import whole

PRACTICE = "practice account: never type a real password"
GOOGLE_PANEL = "Practice Google (simulated, nothing leaves this computer)"
WAYS: Mapping[str, str] = {
    USER_POOL: "the app's own form: name and password, or a proof of it",
    GOOGLE: "in the browser, at Google; the app gets an ID token and sees no password",
    GUEST: "nothing is shown",
}
# What a challenge asks, in plain words; and the label of the field for its answer.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "NEW_PASSWORD_REQUIRED": (
        "Your password was temporary: somebody else chose it. Choose your own now.",
        "New password",
    ),
    "MFA_SETUP": (
        "This pool wants a second factor from everybody, and you have none yet. "
        "Set up an authenticator app.",
        "Code",
    ),
    "SELECT_MFA_TYPE": ("You have more than one second factor. Choose one.", "Second factor"),
    "SOFTWARE_TOKEN_MFA": ("Type the six digits that your authenticator app shows now.", "Code"),
    "SMS_MFA": ("Type the six digits from the text message.", "Code"),
}


# --- notes that stand in the panels ---------------------------------------------------------------


def practice_note() -> Markup:
    """The warning beside the password field."""
    return Markup('<span class="cl-quiet">{}</span>').format(PRACTICE)


def google_note() -> Markup:
    """What Google's framed panel says about itself."""
    return Markup(
        "<strong>{}</strong><br>Your browser is at Google now, not in the app. "
        "Pick an account. The app never sees its password, only the ID token that comes back."
    ).format(GOOGLE_PANEL)


def guest_note() -> Markup:
    """What the guest's way means."""
    return Markup("A guest shows no document. The identity pool decides whether it serves guests.")


def new_account_note() -> Markup:
    """How signing up goes."""
    return Markup(
        "<strong>A new account</strong><br>Sign up with the user name and password above. "
        "Then type the code from the mailbox, to show that the address is yours."
    )


# --- results --------------------------------------------------------------------------------------


def signed_in_sentence(signed_in: SignedIn) -> str:
    """The outcome in one sentence: seen in the panel, heard from the live region."""
    if signed_in.provider == GUEST:
        return "going on as a guest"
    return f"signed in as {visible(signed_in.name)}"


def spoken(signed_in: SignedIn) -> str:
    """The outcome for ears: what the app holds now."""
    held = ", ".join(signed_in.tokens) or "nothing"
    return f"The app holds {held}{' of ' if signed_in.name else ''}{visible(signed_in.name)}."


def signed_in_html(signed_in: SignedIn, messages: Sequence[Message]) -> Markup:
    """The green panel: who, whether a password travelled, and the tokens, shortened."""
    held = [(whole(name), html.mono(short(token))) for name, token in signed_in.tokens.items()]
    tokens = html.table(("the app holds", "value, shortened"), held, caption="Tokens")
    travelled = html.paragraph(summary(messages))
    return _good(signed_in_sentence(signed_in), travelled, *([tokens] if held else []))


def signed_up_html(username: str, sent: Sent) -> Markup:
    """The green panel after a sign-up."""
    return _good(f"{visible(username)} has an account, still UNCONFIRMED.", _went(sent))


def resent_html(sent: Sent) -> Markup:
    """The green panel after another code was sent."""
    return _good("Another code was sent; the one before is worth nothing now.", _went(sent))


def confirmed_html(username: str) -> Markup:
    """The green panel after a sign-up was confirmed."""
    return _good(f"{visible(username)} is CONFIRMED and can sign in now.")


def _good(sentence: str, *more: Markup) -> Markup:
    return Markup('<div class="cl-panel cl-good"><strong>✓ {}</strong>{}</div>').format(
        sentence, html.joined(more)
    )


def _went(sent: Sent) -> Markup:
    if not sent.medium:
        return html.paragraph("This pool verifies no address, so no code was sent.")
    where = visible(sent.destination)
    return html.paragraph(f"The app was told: a code went to {where} by {sent.medium}.")


def mail_html(mail: Mail | None) -> Markup:
    """A message as an inbox would show it: what a real person reads on another screen."""
    if mail is None:
        return Markup("")
    kind = "Practice mailbox" if mail.medium == "EMAIL" else "Practice phone"
    subject = Markup("<br><strong>{}</strong>").format(visible(mail.subject))
    return Markup('<div class="cl-panel cl-plain">{} of {}{}<br>{}</div>').format(
        kind, visible(mail.to), subject if mail.subject else "", visible(mail.body)
    )


# --- challenges -----------------------------------------------------------------------------------


def challenge_html(challenge: Challenge) -> Markup:
    """The question in plain words; AWS's parameters behind a disclosure."""
    question, _ = QUESTIONS.get(challenge.name, ("This form has no field for that.", ""))
    shown = [
        (name, html.mono(visible(str(masked(value, name)))))
        for name, value in challenge.parameters.items()
    ]
    table = html.table(("parameter", "value"), shown, caption="ChallengeParameters")
    return Markup("<strong>The user pool asks: {}</strong>{}{}").format(
        visible(challenge.name),
        html.paragraph(question),
        html.details("What AWS sent with the question", table),
    )


def answered_html(challenge: Challenge) -> Markup:
    """What stands in the panel when its question was answered."""
    return Markup("<strong>✓ {}</strong> is answered.").format(visible(challenge.name))


def authenticator_html(code: str) -> Markup:
    """The practice authenticator: in life it is a phone that needs no connection."""
    return Markup(
        '<div class="cl-panel cl-plain">Practice authenticator app<br>'
        '<strong class="cl-mono">{}</strong><br>'
        '<span class="cl-quiet">a new code every 30 seconds of the lab\'s clock</span></div>'
    ).format(code)


# --- the static form ------------------------------------------------------------------------------


def as_text(ways: Sequence[str], signed_in: SignedIn | None) -> str:
    """The form in plain words, for `repr` and screen readers."""
    state = signed_in_sentence(signed_in) if signed_in else "nobody has signed in yet"
    return f"SignIn: {', '.join(ways)}; {state}"


def as_html(
    ways: Sequence[str], signed_in: SignedIn | None, messages: Sequence[Message] = ()
) -> Markup:
    """The form where no widget can live: what it offers, and how it stands."""
    listed = html.ordered(Markup("<strong>{}</strong>: {}").format(w, WAYS[w]) for w in ways)
    nobody = html.paragraph("Nobody has signed in yet.")
    state = signed_in_html(signed_in, messages) if signed_in else nobody
    return html.static(Markup("<p><strong>Sign in</strong> with</p>{}{}").format(listed, state))
