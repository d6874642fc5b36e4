"""What the lab does for N01: carries out an order of steps, and hands documents to desks.

Everything happens in a copy of the learner's account, with the calls that the notebook shows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from botocore.exceptions import ClientError, NoCredentialsError

from cognito_lab.lessons.came_back import error_in_words
from cognito_lab.lessons.journey import World
from cognito_lab.lessons.readings import Reading
from cognito_lab.wire.boto import boto3_session
from cognito_lab.wire.http import http_session

# The steps as the learner sees them: shuffled, numbered from 1.
STEPS = (
    "The identity pool validates the token.",
    "The app sends user name and password to the user pool.",
    "STS gives temporary credentials for a role.",
    "The app sends the ID token to the identity pool.",
    "The app calls the storage service, signed with the credentials.",
    "The user pool answers with tokens.",
)
DOCUMENTS = {
    "password": "jdoe's password",
    "passport": "the passport (ID token)",
    "boarding pass": "the boarding pass (temporary credentials)",
}
DESKS = ("user pool", "counter", "gate")
_DESK_NAMES = {
    "user pool": "The user pool",
    "counter": "The identity pool",
    "gate": "The storage service",
}
_RIGHT_DESK = dict(zip(DOCUMENTS, DESKS, strict=True))
_SHORT = {"password": "the password", "passport": "the ID token", "boarding pass": "credentials"}
_BELIEFS = {
    ("password", "counter"): "M03",
    ("boarding pass", "counter"): "M03",
    ("password", "gate"): "M30",
    ("passport", "gate"): "M14",
    ("passport", "user pool"): "M01",
    ("boarding pass", "user pool"): "M01",
}


class Stopped(Exception):
    """A step could not be carried out: something was not there yet."""

    def __init__(self, wanted: str, misconception: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.misconception = misconception


class Walk:
    """What is where, while the steps are carried out.

    Args:
        world: A copy of the account.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._nobody: Any = boto3_session(world.cloud, credentials={})
        self._asked = False
        self._tokens: Mapping[str, str] = {}
        self._delivered: dict[str, str] = {}
        self._identity_id = ""
        self._credentials: Mapping[str, Any] = {}
        self.steps: tuple[Callable[[], None], ...] = (
            self._validate,
            self._send_password,
            self._give_credentials,
            self._send_token,
            self._call_storage,
            self._answer_with_tokens,
        )

    def _send_password(self) -> None:
        self._asked = True

    def _answer_with_tokens(self) -> None:
        if not self._asked:
            raise Stopped("wanted to answer, and nobody had asked yet", "M30")
        self._tokens = sign_in(self._world, self._nobody)

    def _send_token(self) -> None:
        if not self._tokens:
            raise Stopped("wanted to send a token, and the app held none yet", "M30")
        self._delivered = {self._world.user_pool_provider: self._tokens["IdToken"]}

    def _validate(self) -> None:
        if not self._delivered:
            raise Stopped("wanted to validate a token that nobody had delivered", "M29")
        self._identity_id = self._counter.get_id(
            IdentityPoolId=self._world.identity_pool_id, Logins=self._delivered
        )["IdentityId"]

    def _give_credentials(self) -> None:
        if not self._delivered:
            raise Stopped("wanted to give credentials, and no token had arrived yet", "M30")
        if not self._identity_id:
            raise Stopped("wanted to give credentials for a token that nobody had looked at", "M08")
        self._credentials = self._counter.get_credentials_for_identity(
            IdentityId=self._identity_id, Logins=self._delivered
        )["Credentials"]

    def _call_storage(self) -> None:
        try:
            get_object(self._world, self._credentials)
        except NoCredentialsError as error:
            wanted = f"wanted to call the storage service with no AWS credentials ({error})"
            raise Stopped(wanted, "M14") from error

    @property
    def _counter(self) -> Any:
        return self._nobody.client("cognito-identity")


def walk(world: World, order: Sequence[int]) -> list[Reading]:
    """Carry out the steps in an order; stop at the first one that lacks its input."""
    under_way, found = Walk(world), []
    for position, number in enumerate(order, start=1):
        item = f"step {position}"
        try:
            under_way.steps[number - 1]()
        except Stopped as stopped:
            words = f"Your {item} {stopped.wanted}."
            found.append(Reading.bad(item, f"stopped at {number}", words, stopped.misconception))
            break
        found.append(Reading.good(item, "carried out"))
    return found


def hand_over(world: World, document: str, desk: str) -> Reading:
    """Hand a document to a desk, and note what the desk answers."""
    nobody: Any = boto3_session(world.cloud, credentials={})
    tokens = sign_in(world, nobody)
    shown = _documents(world, nobody, tokens)[document]
    try:
        _AT[desk](world, nobody, shown)
    except (ClientError, NoCredentialsError, PermissionError) as error:
        told = error_in_words(error)
        words = f"{_DESK_NAMES[desk]} was handed {_SHORT[document]} and answered: {told}"
        return Reading.bad(document, f"refused at the {desk}", words, _BELIEFS[document, desk])
    return Reading.good(document, f"taken at the {desk}")


def sign_in(world: World, nobody: Any, password: str | None = None) -> Mapping[str, str]:
    """Sign jdoe in; return the tokens."""
    answer = nobody.client("cognito-idp").initiate_auth(
        ClientId=world.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "jdoe", "PASSWORD": password or world.passwords["jdoe"]},
    )
    tokens: Mapping[str, str] = answer["AuthenticationResult"]
    return tokens


def get_object(world: World, credentials: Mapping[str, Any]) -> None:
    """Read the file with some credentials."""
    session: Any = boto3_session(world.cloud, credentials)
    session.client("s3").get_object(Bucket=world.bucket, Key=world.file)


def _documents(world: World, nobody: Any, tokens: Mapping[str, str]) -> dict[str, Any]:
    """The three documents as the app holds them."""
    logins, counter = (
        {world.user_pool_provider: tokens["IdToken"]},
        nobody.client("cognito-identity"),
    )
    who = counter.get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)["IdentityId"]
    given = counter.get_credentials_for_identity(IdentityId=who, Logins=logins)
    return {
        "password": world.passwords["jdoe"],
        "passport": tokens["IdToken"],
        "boarding pass": given["Credentials"],
    }


def _at_the_user_pool(world: World, nobody: Any, shown: Any) -> None:
    sign_in(world, nobody, _as_text(shown))


def _at_the_counter(world: World, nobody: Any, shown: Any) -> None:
    logins = {world.user_pool_provider: _as_text(shown)}
    nobody.client("cognito-identity").get_id(IdentityPoolId=world.identity_pool_id, Logins=logins)


def _at_the_gate(world: World, nobody: Any, shown: Any) -> None:
    """Credentials sign; anything else can only be put into the header, as people try to."""
    if isinstance(shown, Mapping):
        get_object(world, shown)
        return
    url = f"https://{world.bucket}.s3.us-east-1.amazonaws.com/{world.file}"
    answer = http_session(world.cloud).get(url, headers={"Authorization": shown})
    if answer.status_code != 200:
        raise PermissionError(f"{answer.status_code} {answer.text}")


def _as_text(shown: Any) -> str:
    """A text field takes text: of the credentials, the session token."""
    return str(shown["SessionToken"]) if isinstance(shown, Mapping) else str(shown)


_AT: Mapping[str, Callable[[World, Any, Any], None]] = {
    "user pool": _at_the_user_pool,
    "counter": _at_the_counter,
    "gate": _at_the_gate,
}
