"""The code twin of the SignIn form: the Python that a person could have typed instead.

Each text runs as it stands where `cloud` and `password` are known (and `new_password`, `code` or
`client_secret`, where it names them); the form's ids and names are written out. It is boto3 and
nothing else, but for Google, whose browser only the lab can play.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cognito_lab.widgets.code_text import Name, call, literal
from cognito_lab.widgets.sign_in_flow import GOOGLE, GUEST, SRP, App, Challenge

_SESSION = """\
from cognito_lab import boto3_session

idp = boto3_session(cloud, {}).client("cognito-idp")  # {}: without AWS credentials"""
_PASSWORD, _ANSWER_SESSION = Name("password"), Name('answer["Session"]')
# Values of an answer that a person types, under the names that the code gives them.
_TYPED: Mapping[str, Name] = {
    "NEW_PASSWORD": Name("new_password"),
    "SMS_MFA_CODE": Name("code"),
    "SOFTWARE_TOKEN_MFA_CODE": Name("code"),
}
_REMARKS: Mapping[str, str] = {
    "NEW_PASSWORD_REQUIRED": "# new_password is the one that the person chooses",
    "SOFTWARE_TOKEN_MFA": "# code is what the authenticator app shows now",
}


@dataclass(frozen=True)
class Answered:
    """A challenge and what is in the fields for it, in AWS's `ChallengeResponses`.

    Attributes:
        challenge: The question.
        responses: Without USERNAME.
        phone: Where its code went, if one was sent.
    """

    challenge: Challenge
    responses: Mapping[str, str] = field(default_factory=dict, repr=False)
    phone: str = ""


@dataclass(frozen=True)
class Filled:
    """How the form is filled in.

    Attributes:
        provider: USER_POOL, GOOGLE or GUEST.
        how: PASSWORD or SRP.
        username: As typed.
        attributes: ``{attribute name: value}`` of a new account.
        google_client_id: The app id at Google.
        email: The account that was picked at Google.
        answered: The challenges of this sign-in, in order; the last may still be open.
    """

    provider: str
    how: str = ""
    username: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    google_client_id: str = ""
    email: str = ""
    answered: Sequence[Answered] = ()


def sign_in_twin(app: App, filled: Filled) -> str:
    """The code for signing in as the form stands now."""
    if filled.provider == GUEST:
        return "logins = {}  # a guest shows nothing"
    if filled.provider == GOOGLE:
        return _google(filled)
    steps = _srp(app, filled) if filled.how == SRP else _password(app, filled)
    answers = (line for one in filled.answered for line in _answer(app, one))
    return "\n".join([*_head(app), *steps, *answers, 'tokens = answer["AuthenticationResult"]'])


def sign_up_twin(app: App, filled: Filled) -> str:
    """The code for a new account, with the code from the mailbox."""
    given = [{"Name": name, "Value": value} for name, value in filled.attributes.items() if value]
    who: dict[str, object] = {"ClientId": app.client_id, "Username": filled.username}
    if app.client_secret is not None:
        who["SecretHash"] = _hash(app, filled.username)
    more = {"UserAttributes": given} if given else {}
    lines = [*_head(app), call("idp.sign_up", **(who | {"Password": _PASSWORD} | more))]
    if address := app.code_address(filled.username, filled.attributes):
        lines += [
            f"code = {call('cloud.mailbox.latest', address)}.code  # a person reads their mail",
            call("idp.confirm_sign_up", **(who | {"ConfirmationCode": Name("code")})),
        ]
    return "\n".join(lines)


def _google(filled: Filled) -> str:
    person, app_id = (filled.email, _PASSWORD), filled.google_client_id
    sign_in = call("answer = cloud.google.sign_in", *person, client_id=app_id)
    return (
        f"# in the person's browser, at Google\n{sign_in}\n"
        '# in the app\nlogins = {"accounts.google.com": answer.id_token}'
    )


def _head(app: App) -> Iterator[str]:
    if app.client_secret is not None:
        yield "from cognito_lab.app import secret_hash"
    yield _SESSION


def _password(app: App, filled: Filled) -> Iterator[str]:
    yield call(
        "answer = idp.initiate_auth",
        ClientId=app.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters=_named(app, filled.username, {"PASSWORD": _PASSWORD}),
    )


def _srp(app: App, filled: Filled) -> Iterator[str]:
    yield "\nfrom cognito_lab.app import SrpProof  # the arithmetic, on the app's side\n"
    yield call("proof = SrpProof", app.user_pool_id, _PASSWORD)
    yield call(
        "question = idp.initiate_auth",
        ClientId=app.client_id,
        AuthFlow="USER_SRP_AUTH",
        AuthParameters=_named(app, filled.username, {"SRP_A": Name("proof.srp_a")}),
    )
    yield 'given = proof.answer(question["ChallengeParameters"], cloud.clock.now())'
    if app.client_secret is not None:
        proof = _hash(app, Name('given["USERNAME"]'))
        yield f'given["SECRET_HASH"] = {proof.text}'
    yield _respond(app, "PASSWORD_VERIFIER", Name('question["Session"]'), Name("given"))


def _answer(app: App, answered: Answered) -> Iterator[str]:
    """The lines that answer one challenge; `answer` holds it before and the outcome after."""
    challenge, session = answered.challenge, _ANSWER_SESSION
    if challenge.name == "MFA_SETUP":
        yield from _SET_UP
        session = Name('verified["Session"]')
    if challenge.name in _REMARKS:
        yield _REMARKS[challenge.name]
    if answered.phone:
        yield f"code = {call('cloud.mailbox.latest', answered.phone)}.code  # a person reads it"
    typed = {name: _TYPED.get(name, value) for name, value in answered.responses.items()}
    yield _respond(app, challenge.name, session, _named(app, challenge.username, typed))


_SET_UP = (
    "\nfrom cognito_lab.primitives import totp  # an authenticator app computes it so\n",
    'offered = idp.associate_software_token(Session=answer["Session"])',
    'code = totp.code(offered["SecretCode"], cloud.clock.now())',
    'verified = idp.verify_software_token(Session=offered["Session"], UserCode=code)',
)


def _respond(app: App, name: str, session: Name, responses: object) -> str:
    return call(
        "answer = idp.respond_to_auth_challenge",
        ClientId=app.client_id,
        ChallengeName=name,
        Session=session,
        ChallengeResponses=responses,
    )


def _named(app: App, username: str, more: Mapping[str, object]) -> dict[str, object]:
    """Parameters with the user's name and, for a confidential client, its proof."""
    proof = {"SECRET_HASH": _hash(app, username)} if app.client_secret is not None else {}
    return {"USERNAME": username, **more, **proof}


def _hash(app: App, username: object) -> Name:
    return Name(f"secret_hash({literal(username)}, {literal(app.client_id)}, client_secret)")
